#include "app/api.hpp"
#include "base/json_member.hpp"
#include "catalog/predicate_json.hpp"
#include "records/access_log.hpp"
#include "records/present.hpp"
#include "records/query.hpp"

#include <boost/json.hpp>

namespace fx::app {

using server::Request;
using server::Response;

namespace {

Result<records::RecordTable const*> table_param(App& app, Request const& request) {
    auto const* table = app.program.engine->table(request.param("type"));
    if (table == nullptr) return Problem(ProblemKind::unknown_record_type, {request.param("type")}).at("type");
    return table;
}

Result<records::ListQuery> list_query(Request const& request, records::RecordTable const& table) {
    FX_TRY(auto query, page_query(request));
    query.count = text_or(request, "count", "") == "1";
    auto sort = text_or(request, "sort", "id");
    query.descending = sort.starts_with('-');
    query.sort = query.descending ? sort.substr(1) : sort;
    if (auto const where = request.query_value("where"); where && !where->empty()) {
        boost::system::error_code error;
        auto const json = boost::json::parse(*where, error);
        if (error) return Problem(ProblemKind::bad_filter, {"JSON"}).at("where");
        FX_TRY(query.where, catalog::parse_predicate(json, table.type().fields));
    }
    return query;
}

void answer_outcome(App& app, server::Responder to, std::function<records::Outcome(store::Tx&)> work) {
    write(
        *app.program.store, std::move(to),
        [work = std::move(work)](store::Tx& tx) -> Result<Response> {
            auto outcome = Result<Response>(Response::empty());
            auto const done = tx.attempt([&]() -> Result<void> {
                auto const result = work(tx);
                outcome = result.ok() ? accepted(*result.receipt) : refusal(result);
                if (!result.ok()) return result.problems.front();
                return {};
            });
            (void)done;  // the refusal is the answer; what it had put is dropped
            return outcome;
        },
        app.program.county());
}

}  // namespace

void record_create(App& app, Request request, server::Responder to) {
    auto const body = body_object(request);
    if (body.has_error()) return to.respond(Response::problem(body.error()));
    auto const id = parse_id(text_member(*body, "id"));
    if (id.has_error()) return to.respond(Response::problem(Problem(ProblemKind::missing_member, {"id"}).at("id")));
    auto const now = app.program.clock.now();
    auto at =
        text_member(*body, "stated_at").empty() ? Result<Instant>(now) : parse_instant(text_member(*body, "stated_at"));
    if (at.has_error()) return to.respond(Response::problem(std::move(at).error().at("stated_at")));
    auto const* fields = body->if_contains("fields");
    if (fields == nullptr || !fields->is_object())
        return to.respond(Response::problem(Problem(ProblemKind::missing_member, {"fields"}).at("fields")));
    auto prepared = app.program.engine->prepare_create(request.param("type"), *id, *at, fields->get_object(), now);
    if (!prepared.command) return to.respond(refusal(prepared.problems));
    answer_outcome(app, std::move(to),
                   [&app, actor = caller(request).actor, command = std::move(*prepared.command)](store::Tx& tx) {
                       return app.program.engine->create(tx, actor, command);
                   });
}

namespace {

void change(App& app, Request request, server::Responder to, std::string transition) {
    auto const body = body_object(request);
    if (body.has_error()) return to.respond(Response::problem(body.error()));
    auto const id = id_param(request, "id");
    if (id.has_error()) return to.respond(Response::problem(id.error()));
    auto command = records::parse_change(*app.program.engine, request.param("type"), *id, std::move(transition), *body,
                                         app.program.clock.now());
    if (command.has_error()) return to.respond(Response::problem(command.error()));
    answer_outcome(app, std::move(to), [&app, actor = caller(request).actor, command = std::move(*command)](store::Tx& tx) {
        return app.program.engine->change(tx, actor, command);
    });
}

}  // namespace

void record_change(App& app, Request request, server::Responder to) { change(app, std::move(request), std::move(to), ""); }

void record_move(App& app, Request request, server::Responder to) {
    auto transition = request.param("transition");
    change(app, std::move(request), std::move(to), std::move(transition));
}

Response record_list(App& app, Request const& request) {
    auto const table = table_param(app, request);
    if (table.has_error()) return Response::problem(table.error());
    auto const query = list_query(request, **table);
    if (query.has_error()) return Response::problem(query.error());
    auto const& actor = caller(request).actor;
    return read(*app.program.store, [&](store::Reader& reader) -> Result<std::string> {
        FX_TRY(auto const page, records::list(*app.program.engine, reader, actor, **table, *query));
        JsonWriter json;
        json.begin_object().key("items").begin_array();
        for (auto const& record : page.records) records::write_record(json, **table, record, {&actor, false});
        write_next(json.end_array(), page.next);
        if (page.total) json.key("total").integer(*page.total);
        return json.end_object().take();
    });
}

namespace {

Result<std::string> record_json(App& app, store::Reader& reader, records::RecordTable const& table, Id const& id,
                                records::View const& view) {
    FX_TRY(auto const record, records::find(*app.program.engine, reader, *view.actor, table, id));
    JsonWriter json;
    records::write_record(json, table, record, view);
    return json.take();
}

}  // namespace

Response record_one(App& app, Request const& request) {
    auto const table = table_param(app, request);
    if (table.has_error()) return Response::problem(table.error());
    auto const id = id_param(request, "id");
    if (id.has_error()) return Response::problem(id.error());
    return read(*app.program.store, [&](store::Reader& reader) {
        return record_json(app, reader, **table, *id, {&caller(request).actor, false});
    });
}

/// The record with identity in full; the purpose is on record before the answer leaves.
void record_unmask(App& app, Request request, server::Responder to) {
    auto const body = body_object(request);
    if (body.has_error()) return to.respond(Response::problem(body.error()));
    auto const table = table_param(app, request);
    if (table.has_error()) return to.respond(Response::problem(table.error()));
    auto const id = id_param(request, "id");
    if (id.has_error()) return to.respond(Response::problem(id.error()));
    write(*app.program.store, std::move(to),
          [&app, actor = caller(request).actor, table = *table, id = *id,
           purpose = text_member(*body, "purpose")](store::Tx& tx) -> Result<Response> {
              FX_CHECK(records::log_unmasking(tx, *app.program.engine, actor, *table, app.program.county(), id, purpose,
                                              app.program.random));
              FX_TRY(auto text, record_json(app, tx, *table, id, {&actor, true}));
              return Response::json(std::move(text));
          });
}

Response record_history(App& app, Request const& request) {
    auto const table = table_param(app, request);
    if (table.has_error()) return Response::problem(table.error());
    auto const id = id_param(request, "id");
    if (id.has_error()) return Response::problem(id.error());
    auto const limit = request.query_integer("limit", 100, 1, 1000);
    if (limit.has_error()) return Response::problem(limit.error());
    auto const& actor = caller(request).actor;
    return read(*app.program.store, [&](store::Reader& reader) -> Result<std::string> {
        FX_TRY(auto const entries, records::history(*app.program.engine, reader, app.program.store->journal(), actor,
                                                    **table, *id, int(*limit)));
        JsonWriter json;
        json.begin_object().key("items");
        records::write_history(json, **table, entries, {&actor, false});
        return json.key("next").null().end_object().take();
    });
}

}  // namespace fx::app
