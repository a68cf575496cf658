#include "app/api.hpp"
#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "records/permitted.hpp"

namespace fx::app {

using server::Request;
using server::Responder;
using server::Response;

namespace {

namespace person = handles::person;
namespace candidate = handles::duplicate_candidate;

Result<Id> member_id(boost::json::object const& from, std::string_view name) {
    auto const* value = from.if_contains(name);
    if (value != nullptr && value->is_string())
        if (auto const id = parse_id(std::string_view(value->get_string())); id.has_value()) return *id;
    return Problem(ProblemKind::missing_member, {std::string(name)}).at(std::string(name));
}

Result<records::Record> person_of(App& app, store::Tx& tx, records::Actor const& actor, Id const& id) {
    auto const* table = app.program.engine->table(person::record_type);
    FX_TRY(auto record, records::stored(*app.program.engine, tx, *table, app.program.county(), id));
    if (!record || !app.program.network->covers(actor.place, record->place))
        return Problem(ProblemKind::record_not_found, {format(id)});
    return *std::move(record);
}

/// What `keep` lacks is filled from `drop`; what both hold stays as `keep` has it. `drop` remains, as merged, with its
/// history.
records::Effects merge_effects(records::Record const& keep, records::Record const& drop,
                               std::vector<records::Record> const& candidates) {
    records::Effects effects;
    records::RecordUpdate filled{std::string(person::record_type), keep.id, {}, "", {}};
    for (std::size_t i = 0; i < keep.values.size(); ++i)
        if (is_null(keep.values[i]) && !is_null(drop.values[i]) && i != std::size_t(person::merged_into.index))
            filled.values.emplace_back(int(i), drop.values[i]);
    if (!filled.values.empty()) effects.update.push_back(std::move(filled));
    effects.update.push_back({std::string(person::record_type),
                              drop.id,
                              {{person::merged_into.index, Value(keep.id)}},
                              std::string(person::states::merged),
                              {}});
    for (auto const& pair : candidates)
        if (pair.state == candidate::states::open)
            effects.update.push_back(
                {std::string(candidate::record_type), pair.id, {}, std::string(candidate::states::merged), {}});
    return effects;
}

Result<std::vector<records::Record>> candidates_of(App& app, store::Tx& tx, Id const& keep, Id const& drop) {
    auto const* table = app.program.engine->table(candidate::record_type);
    std::string sql =
        "SELECT id FROM r_duplicate_candidate WHERE county = $1 AND ((first = $2 AND second = $3) OR (first = $3 AND second "
        "= $2))";
    FX_TRY(auto const rows, tx.query(sql, {app.program.county(), keep, drop}));
    std::vector<records::Record> out;
    for (auto const& row : rows) {
        FX_TRY(auto const found, tx.get(table->table(), table->key(app.program.county(), std::get<Id>(row[0]))));
        if (!found) continue;
        FX_TRY(auto record, table->from_row(*found, *app.program.sealer));
        out.push_back(std::move(record));
    }
    return out;
}

}  // namespace

/// Two records of one person become one; a person has confirmed it. {"command","keep","drop"}
void merge_persons(App& app, Request request, Responder to) {
    auto const body = body_object(request);
    if (body.has_error()) return to.respond(Response::problem(body.error()));
    auto const command = member_id(*body, "command"), keep = member_id(*body, "keep"), drop = member_id(*body, "drop");
    for (auto const* id : {&command, &keep, &drop})
        if (id->has_error()) return to.respond(Response::problem(id->error()));
    if (*keep == *drop) return to.respond(Response::problem(Problem(ProblemKind::merge_same).at("drop")));
    auto const actor = caller(request).actor;
    if (!app.program.catalogue->type(person::record_type)->allows("merge", actor.role))
        return to.respond(Response::problem(
            records::not_permitted(*app.program.catalogue, actor.role, Words("合并人员", "merge persons"))));
    write(*app.program.store, std::move(to),
          [&app, actor, command = *command, keep = *keep, drop = *drop](store::Tx& tx) -> Result<Response> {
              FX_TRY(auto const kept, person_of(app, tx, actor, keep));
              FX_TRY(auto const dropped, person_of(app, tx, actor, drop));
              if (get(dropped.values, person::merged_into) == keep)
                  return Response::json("{\"merged\":true,\"repeat\":true}");
              if (kept.state != person::states::active || dropped.state != person::states::active)
                  return Problem(ProblemKind::wrong_state,
                                 {app.program.catalogue->type(person::record_type)
                                      ->state_label(kept.state == person::states::active ? dropped.state : kept.state),
                                  Words("合并", "merge")});
              FX_TRY(auto const candidates, candidates_of(app, tx, keep, drop));
              FX_CHECK(app.program.engine->run_effects(tx, actor, app.program.county(), command,
                                                       merge_effects(kept, dropped, candidates)));
              return Response::json("{\"merged\":true}");
          });
}

}  // namespace fx::app
