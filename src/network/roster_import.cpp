#include "network/roster_import.hpp"

#include "base/assert.hpp"
#include "base/text.hpp"
#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "catalog/kind.hpp"
#include "catalog/validate.hpp"
#include "network/roster_columns.hpp"
#include "tables/reader.hpp"
#include "tables/writer.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <map>
#include <unordered_map>

namespace fx::network {
namespace {

namespace household = handles::household;
namespace person = handles::person;

/// Rows looked at to find the header: rosters often begin with a title and a note.
constexpr std::size_t header_rows_max = 10;

/// One cell as the JSON value of its field, or why it cannot be.
Result<boost::json::value> cell_json(catalog::RecordType const& type, int field_index, std::string_view cell) {
    auto const& field = type.fields[std::size_t(field_index)];
    auto value = field.kind->parse_text(cell, field);
    if (value.has_error()) return std::move(value).error().at(field.name);
    JsonWriter json;
    field.kind->write(json, *value, field);
    return boost::json::parse(json.text());
}

int group_number(std::string_view text) {
    int number = 0;
    bool seen = false;
    for (char const c : text) {
        if (c >= '0' && c <= '9' && number < 1000)
            number = number * 10 + (c - '0'), seen = true;
        else if (seen)
            break;
    }
    return seen ? number : 0;
}

class Planner {
public:
    Planner(ImportInput input, records::Engine const& engine, Network const& network, Instant now, Random& random)
        : input_(std::move(input)),
          households_(engine.table(household::record_type)->type()),
          persons_(engine.table(person::record_type)->type()),
          engine_(engine),
          network_(network),
          now_(now),
          random_(random) {}

    Result<ImportPlan> run(store::Reader& reader) {
        FX_CHECK(know_roster(reader));
        FX_TRY(auto const table, tables::open_table(std::move(input_.bytes)));
        FX_CHECK(find_header(*table));
        FX_TRY(auto writer, tables::BadRowsWriter::open(bad_path(table->format()), table->format(), header_));
        std::vector<tables::Row> waiting = std::move(first_rows_);
        for (auto const& row : waiting) FX_CHECK(take(row, writer));
        tables::Row row;
        for (;;) {
            FX_TRY(bool const more, table->next(row));
            if (!more) break;
            FX_CHECK(take(row, writer));
        }
        if (plan_.good == 0 && plan_.bad.empty()) return Problem(ProblemKind::import_nothing);
        if (!plan_.bad.empty()) {
            FX_CHECK(writer.finish());
            plan_.bad_rows = bad_path(table->format());
        }
        number_in_place_order();
        return std::move(plan_);
    }

private:
    std::filesystem::path bad_path(tables::Format format) const {
        return input_.folder / (input_.name + (format == tables::Format::csv ? ".csv" : ".xlsx"));
    }

    /// Households and identity numbers that are on the roster already.
    Result<void> know_roster(store::Reader& reader) {
        FX_CHECK(reader.each(
            "SELECT id, place, house_code FROM r_household WHERE state = $1",
            std::vector<Value>{std::string(household::states::active)}, [&](Row& row) {
                auto const* code = text_in(row[2]);
                known_households_[{Place{std::get<std::int64_t>(row[1])}, code ? *code : ""}] = std::get<Id>(row[0]);
            }));
        return reader.each("SELECT id_number_hash FROM r_person WHERE state = $1 AND id_number_hash IS NOT NULL",
                           std::vector<Value>{std::string(person::states::active)}, [&](Row& row) {
                               // Sixteen bytes come back as an id on SQLite.
                               if (auto const* id = id_in(row[0]))
                                   known_numbers_.emplace(std::string(id->bytes.begin(), id->bytes.end()), 0U);
                               else if (auto const* bytes = bytes_in(row[0]))
                                   known_numbers_.emplace(std::string(bytes->begin(), bytes->end()), 0U);
                           });
    }

    Result<void> find_header(tables::TableReader& table) {
        tables::Row row;
        while (first_rows_.size() < header_rows_max) {
            FX_TRY(bool const more, table.next(row));
            if (!more) break;
            first_rows_.push_back(row);
        }
        auto const at = tables::find_header(first_rows_, roster_columns());
        if (!at) return Problem(ProblemKind::import_nothing);
        header_ = first_rows_[*at];
        match_ = tables::match_header(header_, roster_columns());
        if (!match_.good()) return match_.problems.front();
        first_rows_.erase(first_rows_.begin(), first_rows_.begin() + std::ptrdiff_t(*at) + 1);
        for (std::size_t i = 0; i < header_.size(); ++i) {
            std::string field;
            for (std::size_t c = 0; c < roster_column_count; ++c)
                if (match_.column[c] == i) field = roster_columns()[c].field;
            plan_.columns.emplace_back(std::string(header_[i]), field);
        }
        return {};
    }

    std::string_view cell(tables::Row const& row, RosterColumn column) const {
        return match_.column[column] ? trim(row[*match_.column[column]]) : std::string_view();
    }

    Result<void> take(tables::Row const& row, tables::BadRowsWriter& writer) {
        if (tables::is_explanation(row)) return {};
        auto const problem = judge(row);
        if (!problem) {
            ++plan_.good;
            return {};
        }
        plan_.bad.push_back({row.number, problem->zh(), problem->en()});
        return writer.add(row, problem->zh());
    }

    /// Adds the row's person to the plan, or says what is wrong with it.
    std::optional<Problem> judge(tables::Row const& row) {
        if (!row.problems.empty()) return row.problems.front();
        auto const place = place_of(row);
        if (place.has_error()) return place.error();
        auto fields = person_fields(row);
        if (fields.has_error()) return fields.error();
        auto& home = household_of(row, *place);
        if (home.has_error()) return home.error();
        (*fields)["household"] = format(plan_.households[*home].id);
        auto checked = catalog::check(persons_, *fields, date_at(now_));
        if (!checked.problems.empty()) return checked.problems.front();
        if (auto const* number = text_in(checked.values[std::size_t(person::id_number.index)])) {
            auto const hash = engine_.sealer().hash(*number, person::id_number.name);
            auto const [known, fresh] = known_numbers_.emplace(std::string(hash.begin(), hash.end()), row.number);
            if (!fresh && known->second == 0)
                return Problem(ProblemKind::import_known_person).at(std::string(person::id_number.name));
            if (!fresh) return Problem(ProblemKind::import_duplicate_row, {std::to_string(known->second)});
        }
        complete_person(checked.values, date_at(now_));
        plan_.households[*home].persons.push_back({{}, std::move(checked.values)});
        return std::nullopt;
    }

    Result<Place> place_of(tables::Row const& row) {
        FX_TRY(auto const village, village_of(std::string(cell(row, village_column))));
        auto const group = cell(row, group_column);
        if (group.empty() || village.group_number() != 0) return village;
        int const number = group_number(group);
        if (number < 1 || number > 999)
            return Problem(ProblemKind::invalid_parameter,
                           {Words("组", "group"), std::string(group.substr(0, 20)) + " (1…999)"})
                .at("group");
        auto const zone = village.group(number);
        if (!network_.exists(zone) && zones_.insert(zone).second)
            plan_.zones.push_back({village, number, std::string(group),
                                   network_.view().divisions().find(village)->kind == Kind::residents_committee});
        return zone;
    }

    Result<Place> village_of(std::string const& text) {
        if (auto const known = villages_.find(text); known != villages_.end()) return known->second;
        auto const unknown = Problem(ProblemKind::import_place_unknown, {text.substr(0, 60)}).at("village");
        Place found;
        {
            auto const view = network_.view();
            auto const code = parse_place(text);
            if (code.has_value()) {
                if (view.divisions().find(*code) != nullptr) found = *code;
            } else {
                for (auto const* division : view.divisions().search(text, 50)) {
                    if (division->level != Level::village || division->name != text ||
                        !view.divisions().is_within(division->place, input_.area))
                        continue;
                    if (!found.is_nil()) return unknown;  // two villages of that name: the code is needed
                    found = division->place;
                }
            }
        }
        if (found.is_nil() || !network_.covers(input_.area, found)) return unknown;
        return villages_[text] = found;
    }

    Result<boost::json::object> person_fields(tables::Row const& row) {
        boost::json::object fields;
        constexpr std::pair<RosterColumn, int> columns[] = {{name_column, person::name.index},
                                                            {sex_column, person::sex.index},
                                                            {birth_date_column, person::birth_date.index},
                                                            {id_number_column, person::id_number.index},
                                                            {phone_column, person::phone.index},
                                                            {relation_column, person::relation_to_head.index},
                                                            {residence_column, person::residence_type.index},
                                                            {employer_column, person::employer.index}};
        if (!cell(row, id_number_column).empty()) fields["id_type"] = "01";
        for (auto const& [column, field] : columns) {
            if (cell(row, column).empty()) continue;
            auto const text = column == relation_column ? relation_word(cell(row, column)) : cell(row, column);
            FX_TRY(fields[persons_.fields[std::size_t(field)].name], cell_json(persons_, field, text));
        }
        if (!fields.contains("sex")) fields["sex"] = "9";
        if (!fields.contains("residence_type")) fields["residence_type"] = "1";
        return fields;
    }

    /// The row's household in the plan: known, met before in the file, or new.
    Result<std::size_t>& household_of(tables::Row const& row, Place place) {
        auto const key = std::pair(place, std::string(cell(row, house_code_column)));
        if (auto const met = met_.find(key); met != met_.end()) return met->second;
        return met_.emplace(key, new_household(row, key)).first->second;
    }

    Result<std::size_t> new_household(tables::Row const& row, std::pair<Place, std::string> const& key) {
        NewHousehold fresh;
        fresh.id = make_id(now_, random_);  // numbered anew in place order at the end
        if (auto const known = known_households_.find(key); known != known_households_.end()) {
            fresh.id = known->second;
            fresh.known = true;
        } else {
            boost::json::object fields{{"zone", format(key.first)}, {"head_name", cell(row, name_column)}};
            FX_TRY(fields["house_code"], cell_json(households_, household::house_code.index, key.second));
            auto const use = cell(row, house_use_column);
            if (use.empty())
                fields["house_use"] = "1";
            else {
                FX_TRY(fields["house_use"], cell_json(households_, household::house_use.index, use));
            }
            for (auto const& [column, field] :
                 {std::pair(address_column, household::address.index), std::pair(phone_column, household::phone.index)}) {
                if (cell(row, column).empty()) continue;
                FX_TRY(fields[households_.fields[std::size_t(field)].name],
                       cell_json(households_, field, cell(row, column)));
            }
            auto checked = catalog::check(households_, fields, date_at(now_));
            if (!checked.problems.empty()) return checked.problems.front();
            fresh.values = std::move(checked.values);
        }
        places_.push_back(key.first);
        plan_.households.push_back(std::move(fresh));
        return plan_.households.size() - 1;
    }

    /// Place order, ids ascending with it: neighbours in the village are neighbours in the store.
    void number_in_place_order() {
        std::vector<std::size_t> order(plan_.households.size());
        for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
        std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return places_[a] < places_[b]; });
        std::vector<NewHousehold> sorted;
        Instant at = now_;
        for (auto const i : order) {
            auto& home = plan_.households[i];
            if (home.persons.empty()) continue;  // every row of it was bad
            at.ms += 1;
            if (!home.known) {
                home.id = make_id(at, random_);
                ++plan_.new_households;
            }
            for (auto& member : home.persons) {
                at.ms += 1;
                member.id = make_id(at, random_);
                member.values[std::size_t(person::household.index)] = home.id;
            }
            sorted.push_back(std::move(home));
        }
        plan_.households = std::move(sorted);
    }

    ImportInput input_;
    catalog::RecordType const& households_;
    catalog::RecordType const& persons_;
    records::Engine const& engine_;
    Network const& network_;
    Instant now_;
    Random& random_;
    ImportPlan plan_;
    std::vector<Place> places_;  // of plan_.households
    tables::Row header_;
    tables::HeaderMatch match_;
    std::vector<tables::Row> first_rows_;
    std::set<Place> zones_;
    std::map<std::string, Place> villages_;
    std::map<std::pair<Place, std::string>, Id> known_households_;
    std::map<std::pair<Place, std::string>, Result<std::size_t>> met_;
    std::unordered_map<std::string, std::uint32_t> known_numbers_;  // hash -> row of the file, 0 = on the roster
};

}  // namespace

Result<ImportPlan> plan_roster(ImportInput input, records::Engine const& engine, Network const& network,
                               store::Reader& reader, Instant now, Random& random) {
    return Planner(std::move(input), engine, network, now, random).run(reader);
}

Result<void> store_plan(ImportPlan plan, store::Store& store, records::Engine& engine, records::Actor const& actor,
                        std::int64_t county, Id const& command) {
    FX_CHECK(store_zones(store, engine, actor, plan.zones, county, command));
    return store.write(
        [&](store::Tx& tx) { return store_households(tx, engine, actor, county, command, std::move(plan.households)); });
}

}  // namespace fx::network
