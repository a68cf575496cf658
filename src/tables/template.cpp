#include "tables/template.hpp"

#include "base/markup.hpp"
#include "base/text.hpp"
#include "tables/row.hpp"
#include "tables/workbook.hpp"
#include "tables/xml_parser.hpp"
#include "tables/zip_writer.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <vector>

namespace fx::tables {
namespace {

constexpr std::size_t mark_bytes_max = 200;

/// Part of a text that is replaced.
struct Edit {
    std::size_t begin, end;
    std::string by;
};

std::string edited(std::string_view text, std::vector<Edit> const& edits) {
    std::string out;
    std::size_t at = 0;
    for (auto const& edit : edits) {
        out.append(text, at, edit.begin - at).append(edit.by);
        at = edit.end;
    }
    return out.append(text, at);
}

/// The marks of a text, brackets included, in order.
std::vector<std::string_view> marks_of(std::string_view text) {
    std::vector<std::string_view> marks;
    for (std::size_t at = 0;;) {
        auto const begin = text.find("[[", at);
        auto const end = begin == text.npos ? text.npos : text.find("]]", begin);
        if (end == text.npos) return marks;
        if (end - begin <= mark_bytes_max) marks.push_back(text.substr(begin, end + 2 - begin));
        at = end + 2;
    }
}

bool is_number(std::string_view text) {
    double value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size();
}

/// What stands before the name of the element that begins at `at`: "x:" of "<x:row>", else nothing.
std::string prefix_at(std::string_view xml, std::size_t at) {
    auto const tag = xml.substr(at + 1, xml.find_first_of(" \t\r\n/>", at) - at - 1);
    auto const colon = tag.find(':');
    return std::string(tag.substr(0, colon == tag.npos ? 0 : colon + 1));
}

std::string lower(std::string name) {
    std::ranges::transform(name, name.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    return name;
}

/// Elements of one part with the places of their bytes. Only UTF-8 keeps places and texts in step.
class PlacedHandler : public XmlHandler {
public:
    XmlParser const* parser = nullptr;

protected:
    std::size_t here() const { return parser->position(); }
    std::size_t after() const { return parser->position() + parser->length(); }
};

/// The cells of a sheet: what is to be put in the place of which bytes.
class SheetEdits final : public PlacedHandler {
public:
    SheetEdits(Workbook const& book, std::string const& sheet, std::string_view xml, FillMark const& fill,
               std::uint64_t& room)
        : book_(book), sheet_(sheet), xml_(xml), fill_(fill), room_(room) {}

    std::vector<Edit> edits;
    std::size_t marks = 0;
    bool formulas = false;

    void start(std::string_view name, char const** attributes) override {
        if (name == "row") ++row_, column_ = 0;
        if (name == "c") {
            cell_ = {};
            cell_.begin = here(), cell_.open = true;
            for (auto const& [attribute_name, into] : {std::pair{"r", &cell_.at}, {"s", &cell_.style}, {"t", &cell_.type}}) {
                auto const* value = attribute(attributes, attribute_name);
                if (value != nullptr) *into = value;
            }
            cell_.named = cell_.at.empty() ? cell_name(row_, column_) : cell_.at;
            ++column_;
        }
        if (!cell_.open) return;
        if (name == "f") cell_.formula = formulas = true;
        if (name == "rPh") phonetic_ = true;
        if (name == "v") cell_.value_begin = here();
        in_text_ = name == "v" || (name == "t" && !phonetic_);
    }
    void text(std::string_view piece) override {
        if (cell_.open && in_text_ && cell_.text.size() < limit) cell_.text += piece;
    }
    void end(std::string_view name) override {
        in_text_ = false;
        if (name == "rPh") phonetic_ = false;
        if (!cell_.open) return;
        if (name == "v") cell_.value_end = after();
        if (name != "c") return;
        cell_.open = false;
        if (cell_.formula) {
            if (cell_.value_end > cell_.value_begin) edits.push_back({cell_.value_begin, cell_.value_end, ""});
            return;
        }
        finish_cell(after());
    }

private:
    static constexpr std::size_t limit = 64u << 10;

    struct OpenCell {
        std::size_t begin = 0, value_begin = 0, value_end = 0;
        std::string at, style, type, text;
        std::string named;  ///< its reference; counted where it has none
        bool open = false, formula = false;
    };

    void finish_cell(std::size_t end) {
        if (cell_.type == "s") {
            std::size_t index = 0;
            auto const text = trim(cell_.text);
            auto const [last, error] = std::from_chars(text.data(), text.data() + text.size(), index);
            if (error != std::errc{} || last != text.data() + text.size()) return;
            cell_.text = book_.shared_string(index);
        } else if (cell_.type == "inlineStr") {
            cell_.text = unescape(cell_.text);
        } else {
            return;
        }
        auto const found = marks_of(cell_.text);
        if (found.empty()) return;
        marks += found.size();
        std::vector<Edit> inside;
        bool const alone = found.size() == 1 && trim(cell_.text) == found.front();
        for (auto const mark : found) {
            auto filled = fill_(trim(mark.substr(2, mark.size() - 4)), sheet_ + "!" + cell_.named);
            if (filled.has_error()) {
                failure = filled.error();
                return;
            }
            if (alone) return replace(end, *filled);
            auto const begin = std::size_t(mark.data() - cell_.text.data());
            inside.push_back({begin, begin + mark.size(), std::move(filled->text)});
        }
        replace(end, {edited(cell_.text, inside)});
    }

    void replace(std::size_t end, Filling const& by) {
        auto const prefix = prefix_at(xml_, cell_.begin);
        auto out = "<" + prefix + "c";
        if (!cell_.at.empty()) out += " r=\"" + escaped_markup(cell_.at) + "\"";
        if (!cell_.style.empty()) out += " s=\"" + escaped_markup(cell_.style) + "\"";
        if (by.number && is_number(by.text))
            out += "><" + prefix + "v>" + by.text + "</" + prefix + "v></" + prefix + "c>";
        else
            out += " t=\"inlineStr\"><" + prefix + "is><" + prefix + "t xml:space=\"preserve\">" + escaped_markup(by.text) +
                   "</" + prefix + "t></" + prefix + "is></" + prefix + "c>";
        // A long text that many cells share would fill the memory, each with its own copy.
        if (out.size() > room_)
            failure = Problem(ProblemKind::table_unpacked_too_large,
                              {std::to_string(template_limits.part_bytes_max >> 20) + " MiB"});
        else
            room_ -= out.size(), edits.push_back({cell_.begin, end, std::move(out)});
    }

    Workbook const& book_;
    std::string const& sheet_;
    std::string_view xml_;
    FillMark const& fill_;
    std::uint64_t& room_;
    OpenCell cell_;
    std::uint32_t row_ = 0, column_ = 0;
    bool in_text_ = false, phonetic_ = false;
};

/// Has the formulas of a workbook worked out when it is opened: calcPr comes after the sheets and the names (CT_Workbook).
class CalculateOnLoad final : public PlacedHandler {
public:
    explicit CalculateOnLoad(std::string_view xml) : xml_(xml) {}

    void start(std::string_view name, char const** attributes) override {
        ++depth_;
        if (depth_ == 1) prefix_ = prefix_at(xml_, here());
        if (depth_ != 2 || name != "calcPr") return;
        for (; *attributes != nullptr; attributes += 2)
            if (std::string_view(attributes[0]) != "fullCalcOnLoad")
                kept_ += std::string(" ") + attributes[0] + "=\"" + escaped_markup(attributes[1]) + "\"";
        begin_ = here(), inside_ = true;
    }
    void end(std::string_view name) override {
        constexpr std::array<std::string_view, 4> before{"sheets", "functionGroups", "externalReferences", "definedNames"};
        if (depth_-- != 2) return;
        if (inside_ && name == "calcPr") end_ = after(), inside_ = false;
        if (end_ == 0 && std::ranges::find(before, name) != before.end()) behind_ = after();
    }
    Edit edit() const {
        auto const by = "<" + prefix_ + "calcPr" + kept_ + " fullCalcOnLoad=\"1\"/>";
        if (end_ == 0) return {behind_, behind_, by};
        return {begin_, end_, by};
    }
    bool found() const { return end_ != 0 || behind_ != 0; }

private:
    std::string_view xml_;
    std::string prefix_, kept_;
    std::size_t begin_ = 0, end_ = 0, behind_ = 0;
    int depth_ = 0;
    bool inside_ = false;
};

/// A part in UTF-8 without anything before its first "<" but a byte order mark.
bool is_utf8_xml(std::string_view xml) {
    if (xml.starts_with("\xEF\xBB\xBF")) xml.remove_prefix(3);
    if (!xml.starts_with('<') || xml.substr(0, 4).find('\0') != xml.npos) return false;
    if (!xml.starts_with("<?xml")) return true;
    auto const head = lower(std::string(xml.substr(0, std::min(xml.find("?>"), std::size_t(200)))));
    return head.find("encoding") == head.npos || head.find("utf-8") != head.npos;
}

Result<void> parse(PlacedHandler& handler, std::string_view xml, Limits const& limits) {
    if (!is_utf8_xml(xml)) return Problem(ProblemKind::table_xml_forbidden).because("encoding");
    XmlParser parser(handler, limits);
    handler.parser = &parser;
    return parser.feed(xml, true);
}

class Template {
public:
    Template(FillMark const& fill, Limits const& limits) : fill_(fill), limits_(limits) {}

    Result<FilledTemplate> run(std::string_view xlsx) {
        if (xlsx.size() > limits_.file_bytes_max)
            return Problem(ProblemKind::table_too_large, {std::to_string(limits_.file_bytes_max >> 20) + " MiB"});
        FX_TRY(auto const zip, ZipParts::open(xlsx, limits_));
        FX_TRY(book_, read_workbook(*zip, limits_));
        FX_CHECK(read_all(*zip));
        FilledTemplate out;
        for (auto const& sheet : book_.sheets) {
            auto const part = parts_.find(lower(sheet.part));
            if (part == parts_.end()) return Problem(ProblemKind::table_broken).because("no part " + sheet.part);
            FX_TRY(auto const marks, fill_sheet(sheet.name, part->second.bytes));
            out.marks += marks;
        }
        if (formulas_) FX_CHECK(calculate_on_load());
        ZipWriter writer;
        for (auto const& name : order_) FX_CHECK(writer.add(parts_.at(name).name, parts_.at(name).bytes));
        FX_TRY(out.bytes, writer.finish());
        return out;
    }

private:
    struct Part {
        std::string name, bytes;
    };

    Result<void> read_all(ZipParts& zip) {
        for (auto const& name : zip.names()) {
            auto const key = lower(name);
            if (key.ends_with("vbaproject.bin")) return Problem(ProblemKind::table_xml_forbidden).because("macros");
            if (name.ends_with('/') || parts_.contains(key)) continue;  // of two parts of one name readers see the first
            FX_TRY(auto bytes, zip.read_whole(name, limits_.part_bytes_max));
            parts_[key] = {name, std::move(bytes)};
            order_.push_back(key);
        }
        return {};
    }

    Result<std::size_t> fill_sheet(std::string const& name, std::string& xml) {
        SheetEdits handler(book_, name, xml, fill_, room_);
        FX_CHECK(parse(handler, xml, limits_));
        formulas_ = formulas_ || handler.formulas;
        xml = edited(xml, handler.edits);
        return handler.marks;
    }

    Result<void> calculate_on_load() {
        auto const part = parts_.find(lower(book_.part));
        if (part == parts_.end()) return Problem(ProblemKind::table_broken).because("no workbook part");
        auto& xml = part->second.bytes;
        CalculateOnLoad handler(xml);
        FX_CHECK(parse(handler, xml, limits_));
        if (handler.found()) xml = edited(xml, {handler.edit()});
        return {};
    }

    FillMark const& fill_;
    Limits const& limits_;
    Workbook book_;
    std::map<std::string, Part> parts_;
    std::vector<std::string> order_;
    std::uint64_t room_ = limits_.part_bytes_max;  ///< what may still be filled in, in all sheets
    bool formulas_ = false;
};

}  // namespace

Result<FilledTemplate> fill_template(std::string_view xlsx, FillMark const& fill, Limits const& limits) {
    return Template(fill, limits).run(xlsx);
}

}  // namespace fx::tables
