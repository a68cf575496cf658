#include "app/bulk_json.hpp"

#include "base/assert.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <tuple>

namespace fx::app {
namespace {

using records::BulkRow;
using records::BulkStanding;

struct Counted {
    Problem const* problem;
    std::int64_t count;
};

/// Where `problem` stands among those seen so far; it is added when it is new.
std::size_t place_of_problem(std::vector<Counted>& seen, Problem const& problem) {
    auto const same = [&](Counted const& other) {
        return std::tuple(other.problem->kind(), other.problem->field(), other.problem->zh()) ==
               std::tuple(problem.kind(), problem.field(), problem.zh());
    };
    auto found = std::ranges::find_if(seen, same);
    if (found == seen.end()) found = seen.insert(seen.end(), {&problem, 0});
    ++found->count;
    return std::size_t(found - seen.begin());
}

void write_standing(JsonWriter& json, std::string_view name, std::optional<BulkStanding> const& standing) {
    if (!standing) return;
    json.key(name).begin_object().key("state").string(standing->state);
    json.key("fields").raw(boost::json::serialize(standing->fields)).end_object();
}

std::optional<BulkStanding> read_standing(boost::json::object const& row, std::string_view name) {
    auto const* at = row.if_contains(name);
    if (at == nullptr) return {};
    return BulkStanding{std::string(at->at("state").as_string()), at->at("fields").as_object()};
}

Id id_at(boost::json::object const& row) { return parse_id(std::string_view(row.at("id").as_string())).value(); }

std::string header_json(Row const& row) {
    auto const id_or_null = [&](JsonWriter& json, std::size_t column) {
        if (auto const* id = id_in(row[column]))
            json.string(format(*id));
        else
            json.null();
    };
    JsonWriter json;
    json.begin_object().key("id").string(format(std::get<Id>(row[RunColumn::id])));
    json.key("state").string(is_null(row[RunColumn::finished]) ? "unfinished" : "done");
    json.key("at").string(format(Instant{std::get<std::int64_t>(row[RunColumn::started])}));
    json.key("action").raw(std::get<std::string>(row[RunColumn::action])).key("undoes");
    id_or_null(json, RunColumn::undoes);
    id_or_null(json.key("undone_by"), RunColumn::undone_by);
    return json.end_object().take();
}

}  // namespace

std::size_t changed_of(std::vector<BulkRow> const& rows) {
    return std::size_t(std::ranges::count_if(rows, [](BulkRow const& row) { return row.ok(); }));
}

void write_bulk_rows(JsonWriter& json, std::vector<BulkRow> const& rows, std::size_t undoable) {
    auto const changed = changed_of(rows);
    json.key("changed").integer(std::int64_t(changed)).key("refused").integer(std::int64_t(rows.size() - changed));
    json.key("undoable").integer(std::int64_t(undoable)).key("rows").begin_array();
    std::vector<Counted> problems;
    for (auto const& row : rows) {
        json.begin_object().key("id").string(format(row.item.id)).key("seen").integer(row.item.version);
        if (row.ok())
            json.key("version").integer(row.version);
        else
            json.key("problem").integer(std::int64_t(place_of_problem(problems, *row.problem)));
        write_standing(json, "before", row.before);
        write_standing(json, "after", row.after);
        json.end_object();
    }
    json.end_array().key("problems").begin_array();
    for (auto const& [problem, count] : problems) {
        json.begin_object().key("number").string(problem->number()).key("name").string(problem->name());
        json.key("field").string(problem->field()).key("zh").string(problem->zh()).key("en").string(problem->en());
        json.key("count").integer(count).end_object();
    }
    json.end_array();
}

std::vector<KeptRow> kept_rows(std::string const& outcome) {
    std::vector<KeptRow> out;
    auto const json = boost::json::parse(outcome);
    for (auto const& value : json.at("rows").as_array()) {
        auto const& row = value.as_object();
        auto const* version = row.if_contains("version");
        KeptRow kept;
        kept.changed = version != nullptr;
        kept.left = {id_at(row), kept.changed ? version->to_number<std::int64_t>() : 0};
        kept.before = read_standing(row, "before");
        kept.after = read_standing(row, "after");
        out.push_back(std::move(kept));
    }
    return out;
}

std::string whole_json(Row const& row) {
    auto json = header_json(row);
    if (auto const* outcome = text_in(row[RunColumn::outcome])) {
        json.pop_back();
        json += "," + outcome->substr(1);
    }
    return json;
}

std::string counted_json(Row const& row) {
    auto json = header_json(row);
    if (auto const* outcome = text_in(row[RunColumn::outcome])) {
        json.pop_back();
        // The counts stand before the rows, see write_bulk_rows.
        json += "," + outcome->substr(1, outcome->find(",\"rows\"") - 1) + "}";
    }
    return json;
}

}  // namespace fx::app
