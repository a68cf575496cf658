#include "app/api.hpp"
#include "app/webhooks.hpp"
#include "base/json_member.hpp"
#include "catalog/handles.hpp"
#include "records/access_log.hpp"

namespace fx::app {

using server::Request;
using server::Response;

namespace {

records::RecordTable const& webhook_table(App& app) { return *app.program.engine->table(handles::webhook::record_type); }

}  // namespace

/// Of a place and below it, the last made first, each with how its deliveries go.
Response webhooks_list(App& app, Request const& request) {
    auto query = page_query(request);
    if (query.has_error()) return Response::problem(query.error());
    query->sort = "made_at";
    query->descending = true;
    auto const waiting = app.webhooks.waiting();
    auto const& actor = caller(request).actor;
    return read(*app.program.store, [&](store::Reader& reader) -> Result<std::string> {
        FX_TRY(auto const page, records::list(*app.program.engine, reader, actor, webhook_table(app), *query));
        JsonWriter json;
        json.begin_object().key("items").begin_array();
        for (auto const& record : page.records) {
            auto const of = waiting.find(record.id);
            FX_CHECK(write_webhook(json, app.program, reader, actor, record, of == waiting.end() ? 0 : of->second));
        }
        write_next(json.end_array(), page.next);
        return json.end_object().take();
    });
}

/// Sends a test message now and waits for the gateway's answer.
Response webhook_test(App& app, Request const& request) {
    auto const id = id_param(request, "id");
    if (id.has_error()) return Response::problem(id.error());
    std::optional<records::Record> of;
    auto const found = app.program.store->read([&](store::Reader& reader) -> Result<void> {
        FX_TRY(of, records::find(*app.program.engine, reader, caller(request).actor, webhook_table(app), *id));
        return {};
    });
    if (found.has_error()) return Response::problem(found.error());
    auto const tried = app.webhooks.test(*of);
    if (tried.has_error()) return Response::problem(tried.error());
    JsonWriter json;
    write_tried(json, *tried);
    return Response::json(json.take());
}

/// What the gateway checks signatures with; the purpose is on record before it leaves.
Response webhook_secret(App& app, Request const& request) {
    auto const id = id_param(request, "id");
    if (id.has_error()) return Response::problem(id.error());
    auto const body = body_object(request);
    if (body.has_error()) return Response::problem(body.error());
    auto const purpose = text_member(*body, "purpose");
    auto const logged = app.program.store->write([&](store::Tx& tx) -> Result<void> {
        auto const& actor = caller(request).actor;
        FX_CHECK(records::find(*app.program.engine, tx, actor, webhook_table(app), *id));
        return records::log_unmasking(tx, *app.program.engine, actor, webhook_table(app), app.program.county(), *id, purpose,
                                      app.program.random);
    });
    if (logged.has_error()) return Response::problem(logged.error());
    JsonWriter json;
    json.begin_object().key("secret").string(webhooks::secret_of(*app.program.sealer, *id)).end_object();
    return Response::json(json.take());
}

}  // namespace fx::app
