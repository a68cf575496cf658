#include "tables/workbook.hpp"

#include "tables/xml_parser.hpp"

#include <charconv>
#include <map>

namespace fx::tables {
namespace {

constexpr std::size_t names_max = 4096;  ///< sheets, relations, formats: far above any real workbook
constexpr std::size_t styles_max = 65'536;

std::string text_of(char const* value) { return value == nullptr ? std::string() : std::string(value); }

int number_of(char const* value) {
    std::string_view const text = value == nullptr ? "" : value;
    int number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

struct Relation {
    std::string id, type, target;
};

class RelationsHandler final : public XmlHandler {
public:
    std::vector<Relation> relations;
    void start(std::string_view name, char const** attributes) override {
        if (name != "Relationship" || relations.size() >= names_max) return;
        auto type = text_of(attribute(attributes, "Type"));
        type.erase(0, type.rfind('/') + 1);  // the namespace differs between the strict and the usual form
        relations.push_back({text_of(attribute(attributes, "Id")), type, text_of(attribute(attributes, "Target"))});
    }
    std::string target(std::string_view key, std::string Relation::*by) const {
        for (auto const& relation : relations)
            if (relation.*by == key) return relation.target;
        return {};
    }
};

class WorkbookHandler final : public XmlHandler {
public:
    struct Sheet {
        std::string name, relation;
        bool hidden;
    };
    std::vector<Sheet> sheets;
    bool from_1904 = false;
    void start(std::string_view name, char const** attributes) override {
        if (name == "workbookPr") {
            auto const value = text_of(attribute(attributes, "date1904"));
            from_1904 = value == "1" || value == "true";
        } else if (name == "sheet" && sheets.size() < names_max) {
            auto const state = text_of(attribute(attributes, "state"));
            sheets.push_back({text_of(attribute(attributes, "name")), text_of(attribute(attributes, "id")),
                              state == "hidden" || state == "veryHidden"});
        }
    }
};

class StylesHandler final : public XmlHandler {
public:
    std::vector<Shown> styles;
    void start(std::string_view name, char const** attributes) override {
        if (name == "numFmt" && formats_.size() < names_max) {
            formats_[number_of(attribute(attributes, "numFmtId"))] =
                shown_by_code(text_of(attribute(attributes, "formatCode")));
        } else if (name == "cellXfs") {
            inside_ = true;
        } else if (name == "xf" && inside_ && styles.size() < styles_max) {
            int const id = number_of(attribute(attributes, "numFmtId"));
            auto const custom = formats_.find(id);
            styles.push_back(custom != formats_.end() ? custom->second : shown_by_id(id));
        }
    }
    void end(std::string_view name) override {
        if (name == "cellXfs") inside_ = false;
    }

private:
    std::map<int, Shown> formats_;
    bool inside_ = false;
};

class SharedStringsHandler final : public XmlHandler {
public:
    SharedStringsHandler(Workbook& workbook, Limits const& limits) : book_(workbook), limits_(limits) {}
    void start(std::string_view name, char const**) override {
        if (name == "t" && !phonetic_) in_text_ = true;
        if (name == "rPh") phonetic_ = true;
        if (name == "si") item_.clear();
    }
    void end(std::string_view name) override {
        if (name == "t") in_text_ = false;
        if (name == "rPh") phonetic_ = false;
        if (name != "si") return;
        book_.shared_text += item_.find("_x") == item_.npos ? item_ : unescape(item_);
        book_.shared_ends.push_back(book_.shared_text.size());
        if (book_.shared_ends.size() > limits_.shared_strings_max ||
            book_.shared_text.size() > limits_.shared_strings_bytes_max)
            failure = Problem(ProblemKind::table_unpacked_too_large, {std::to_string(limits_.shared_strings_max)})
                          .because("shared strings");
    }
    void text(std::string_view piece) override {
        if (!in_text_) return;
        item_ += piece;
        if (item_.size() > limits_.cell_bytes_max)
            failure = Problem(
                ProblemKind::table_cell_too_long,
                {"sharedStrings #" + std::to_string(book_.shared_ends.size()), std::to_string(limits_.cell_bytes_max)});
    }

private:
    Workbook& book_;
    Limits const& limits_;
    std::string item_;
    bool in_text_ = false, phonetic_ = false;
};

/// Where `target` of a relation of `from` lies: "/xl/a.xml" from the root, "a.xml" beside `from`.
std::string resolve(std::string_view from, std::string const& target) {
    if (target.starts_with('/')) return target.substr(1);
    return std::string(from.substr(0, from.rfind('/') + 1)) + target;
}

std::string relations_of(std::string_view part) {
    auto const folder = part.rfind('/') + 1;
    return std::string(part.substr(0, folder)) + "_rels/" + std::string(part.substr(folder)) + ".rels";
}

Problem no_workbook() { return Problem(ProblemKind::table_format_unknown, {"zip"}); }

}  // namespace

std::string_view Workbook::shared_string(std::size_t index) const {
    if (index >= shared_ends.size()) return {};
    auto const begin = index == 0 ? 0 : shared_ends[index - 1];
    return std::string_view(shared_text).substr(begin, shared_ends[index] - begin);
}

Result<Workbook> read_workbook(ZipParts& zip, Limits const& limits) {
    if (!zip.has("_rels/.rels")) return no_workbook();
    RelationsHandler package;
    FX_CHECK(read_part(zip, "_rels/.rels", package, limits, limits.part_bytes_max));
    auto const book_part = resolve("", package.target("officeDocument", &Relation::type));
    if (!zip.has(book_part) || !zip.has(relations_of(book_part))) return no_workbook();

    RelationsHandler relations;
    FX_CHECK(read_part(zip, relations_of(book_part), relations, limits, limits.part_bytes_max));
    WorkbookHandler contents;
    FX_CHECK(read_part(zip, book_part, contents, limits, limits.part_bytes_max));
    Workbook book;
    book.part = book_part;
    book.from_1904 = contents.from_1904;
    for (auto const& sheet : contents.sheets)
        book.sheets.push_back(
            {sheet.name, resolve(book_part, relations.target(sheet.relation, &Relation::id)), sheet.hidden});
    if (book.sheets.empty()) return no_workbook();

    if (auto const styles = relations.target("styles", &Relation::type); !styles.empty()) {
        StylesHandler handler;
        FX_CHECK(read_part(zip, resolve(book_part, styles), handler, limits, limits.part_bytes_max));
        book.styles = std::move(handler.styles);
    }
    if (auto const strings = relations.target("sharedStrings", &Relation::type); !strings.empty()) {
        SharedStringsHandler handler(book, limits);
        FX_CHECK(read_part(zip, resolve(book_part, strings), handler, limits, limits.unpacked_bytes_max));
    }
    return book;
}

std::string unescape(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        unsigned code = 0;
        bool const escape = text.substr(at, 2) == "_x" && at + 6 < text.size() && text[at + 6] == '_';
        auto const digits = escape ? text.substr(at + 2, 4) : std::string_view();
        auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), code, 16);
        bool const whole = escape && error == std::errc{} && end == digits.data() + 4;
        if (whole && code < 0x80 && code != 0) {
            if (code != '\r') out += char(code);  // line ends are "\n" inside
            at += 7;
        } else {
            out += text[at++];
        }
    }
    return out;
}

}  // namespace fx::tables
