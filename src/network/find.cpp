#include "network/find.hpp"

#include "base/assert.hpp"
#include "base/text.hpp"
#include "catalog/handles.hpp"
#include "catalog/kind.hpp"
#include "names/other_readings.hpp"
#include "names/pinyin.hpp"
#include "records/permitted.hpp"
#include "records/place.hpp"
#include "records/present.hpp"

#include <algorithm>
#include <set>

namespace fx::network {
namespace {

namespace household = handles::household;
namespace person = handles::person;

/// By what one type is found.
struct Searched {
    int name;                             ///< field
    std::string_view pinyin, initials;    ///< columns
    std::vector<std::string_view> exact;  ///< fields found by their whole value
};

Searched searched(std::string_view type) {
    if (type == person::record_type)
        return {person::name.index,
                "name_sound",
                "name_initials",
                {person::id_number.name, person::phone.name, person::document_number.name}};
    FX_ASSERT(type == household::record_type);
    return {household::head_name.index,
            "head_name_pinyin",
            "head_name_initials",
            {household::phone.name, household::house_code.name}};
}

/// The least text of lower-case letters above all that begin with `start`; empty when there is none.
std::string after_all(std::string start) {
    while (!start.empty() && start.back() == 'z') start.pop_back();
    if (!start.empty()) ++start.back();
    return start;
}

/// Whether the line is pinyin: letters with or without tones, spaces, apostrophes and hyphens.
bool is_pinyin(std::string_view line) {
    for (std::size_t at = 0; at < line.size();) {
        auto const piece = line.substr(at, utf8_length_at(line, at));
        at += piece.size();
        if (piece == " " || piece == "'" || piece == "-" || piece == "’") continue;
        if (names::normal_pinyin(piece).empty()) return false;
    }
    return !names::normal_pinyin(line).empty();
}

class Finder {
public:
    Finder(records::Engine const& engine, store::Reader& reader, records::Actor const& actor,
           records::RecordTable const& table, std::int64_t county, int limit)
        : engine_(engine),
          reader_(reader),
          actor_(actor),
          table_(table),
          of_(searched(table.type().name)),
          county_(county),
          limit_(std::size_t(limit)) {
        auto const [first, last] = engine.responsibility().range(actor.place);
        first_ = first.value, last_ = last.value;
        whole_county_ = engine.responsibility().covers(actor.place, Place{county * 1000});
    }

    Result<FoundRecords> find(std::string const& line) {
        for (auto const name : of_.exact) FX_CHECK(by_value(name, line));
        auto const& name = field(of_.name);
        if (records::readable(name, actor_.role)) FX_CHECK(is_pinyin(line) ? by_letters(line) : by_characters(line));
        if (found_.items.size() > limit_) {
            found_.items.resize(limit_);
            found_.more = true;
        }
        return std::move(found_);
    }

private:
    catalog::Field const& field(int index) const { return table_.type().fields[std::size_t(index)]; }
    std::string const& column(int index) const { return table_.table().columns[std::size_t(index)].name; }

    Result<void> by_value(std::string_view name, std::string const& line) {
        int const index = table_.type().field_index(name);
        auto const& of = field(index);
        if (!records::readable(of, actor_.role)) return {};
        auto const value = of.kind->parse_text(line, of);
        if (value.has_error() || is_null(*value)) return {};
        int const hash = table_.hash_column(index);
        start(std::string(name), hash >= 0 ? column(hash) : column(table_.column(index)));
        auto const wanted = hash >= 0 ? Value(engine_.sealer().hash(records::plain_text(*value), of.name)) : Value(*value);
        return look(key_ + " = " + bind(wanted), "id");
    }

    Result<void> by_letters(std::string const& line) {
        typed_ = names::normal_pinyin(line);
        if (typed_.size() < 2) return {};
        for (auto const& [by, key] : {std::pair{"pinyin", of_.pinyin}, {"initials", of_.initials}}) {
            start(by, key);
            FX_CHECK(look(key_ + " = " + bind(typed_), "place, id"));
        }
        for (auto const& [by, key] : {std::pair{"pinyin_start", of_.pinyin}, {"initials_start", of_.initials}}) {
            start(by, key);
            FX_CHECK(look(begins(typed_), key_ + ", place, id"));
        }
        for (auto const& other : names::other_readings(typed_)) FX_CHECK(by_other("pinyin", of_.pinyin, other));
        for (auto const& other : names::other_initials(typed_)) FX_CHECK(by_other("initials", of_.initials, other));
        return {};
    }

    Result<void> by_other(std::string by, std::string_view key, names::OtherReading const& other) {
        start(std::move(by), key);
        auto const condition = key_ + " = " + bind(other.typed);
        std::string holds;
        for (auto const character : other.characters)
            holds += (holds.empty() ? "(" : " OR ") + name() + " LIKE " + bind("%" + std::string(character) + "%");
        return look(condition, "place, id", holds + ")");
    }

    Result<void> by_characters(std::string line) {
        std::erase(line, ' ');
        auto const reading = names::pinyin(line);
        bool const unread = reading.full.empty();  // a name in a script without pinyin has empty initials
        start("name", unread ? of_.initials : of_.pinyin);
        typed_ = line;
        FX_CHECK(look(key_ + " = " + bind(reading.full), "place, id", "replace(" + name() + ", ' ', '') = " + bind(line)));
        // A surname alone is read as one only before a given name.
        auto beginning = names::pinyin(line + "一").full;
        if (unread || !beginning.ends_with("yi")) return {};
        beginning.resize(beginning.size() - 2);
        start("name_start", of_.pinyin);
        typed_ = line;
        auto const condition = begins(beginning);
        return look(condition, key_ + ", place, id",
                    "substr(" + name() + ", 1, " + std::to_string(utf8_length(line)) + ") = " + bind(line));
    }

    std::string const& name() const { return field(of_.name).name; }

    void start(std::string by, std::string_view key) {
        by_ = std::move(by);
        key_ = key;
        parameters_ = {county_};
        if (!whole_county_) parameters_.insert(parameters_.end(), {first_, last_});
    }
    std::string bind(Value value) {
        parameters_.push_back(std::move(value));
        return "$" + std::to_string(parameters_.size());
    }
    std::string begins(std::string const& with) {
        auto condition = key_ + " >= " + bind(with);
        if (auto const end = after_all(with); !end.empty()) condition += " AND " + key_ + " < " + bind(end);
        return condition;
    }

    /// Ids first, from the index alone: a row is read only when it is shown, or when its name must be compared.
    Result<void> look(std::string const& condition, std::string const& order, std::string const& filter = "") {
        if (found_.items.size() > limit_) return {};
        auto const& table = table_.table().name;
        auto const from = "SELECT id FROM " + table + " WHERE county = $1 AND ";
        auto const ids = from + (whole_county_ ? "" : "place BETWEEN $2 AND $3 AND ") + condition;
        auto const cut = " ORDER BY " + order + " LIMIT " + std::to_string(limit_ + 1 + found_.items.size());
        auto const shown = filter.empty()  ? ids + cut
                           : whole_county_ ? ids + " AND " + filter + cut
                                           : from + "id IN (" + ids + ") AND " + filter + cut;
        FX_TRY(auto const rows, reader_.query(records::select_all(table_.table()) + " WHERE county = $1 AND id IN (" +
                                                  shown + ") ORDER BY " + order,
                                              parameters_));
        for (auto const& row : rows) {
            FX_TRY(auto record, table_.from_row(row, engine_.sealer()));
            if (!seen_.insert(record.id).second) continue;
            auto const* text = text_in(record.values[std::size_t(of_.name)]);
            int const marks = text == nullptr ? 0 : marks_of(*text);
            found_.items.push_back({std::move(record), by_, marks});
        }
        return {};
    }

    int marks_of(std::string const& name) const {
        auto const characters = int(utf8_length(name));
        if (by_ == "name" || by_ == "pinyin" || by_ == "initials") return characters;
        if (by_ == "name_start") return std::min(characters, int(utf8_length(typed_)));
        if (by_ != "pinyin_start" && by_ != "initials_start") return 0;
        auto const syllables = names::pinyin(name).syllables;
        if (int(syllables.size()) != characters) return characters;  // a foreign name: letters and dots stand between
        if (by_ == "initials_start") return int(typed_.size());
        std::size_t covered = 0, marks = 0;
        while (marks < syllables.size() && covered < typed_.size()) covered += syllables[marks++].size();
        return int(marks);
    }

    records::Engine const& engine_;
    store::Reader& reader_;
    records::Actor const& actor_;
    records::RecordTable const& table_;
    Searched const of_;
    std::int64_t const county_;
    std::size_t const limit_;
    std::int64_t first_ = 0, last_ = 0;
    bool whole_county_ = false;
    std::string by_, key_, typed_;
    std::vector<Value> parameters_;
    std::set<Id> seen_;
    FoundRecords found_;
};

}  // namespace

Result<FoundRecords> find(records::Engine const& engine, store::Reader& reader, records::Actor const& actor,
                          std::string_view type, std::string_view line, int limit) {
    FX_ASSERT(limit >= 1 && limit <= 100);
    auto const* table = engine.table(type);
    FX_ASSERT(table != nullptr);
    if (!table->type().allows("read", actor.role))
        return records::not_permitted(engine.catalogue(), actor.role, table->type().label);
    auto const text = fold_width(trim(line));
    if (text.empty() || utf8_length(text) > find_line_max)
        return Problem(ProblemKind::invalid_parameter,
                       {"q", Words("须为 1 至 " + std::to_string(find_line_max) +
                                       " 个字，请输入姓名、拼音、电话、证件号或房屋编号",
                                   "type 1 to " + std::to_string(find_line_max) +
                                       " characters of a name, pinyin, telephone or document number or dwelling code")})
            .at("q");
    auto const county = engine.responsibility().county_of(actor.place);
    if (!county) return FoundRecords();
    return Finder(engine, reader, actor, *table, *county, limit).find(text);
}

}  // namespace fx::network
