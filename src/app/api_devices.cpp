#include "app/accounts.hpp"
#include "app/api.hpp"
#include "base/json_member.hpp"
#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "records/present.hpp"
#include "records/query.hpp"
#include "server/auth/cookie.hpp"

namespace fx::app {

using server::Request;
using server::Response;

namespace {

Result<records::ListQuery> device_query(Request const& request) {
    FX_TRY(auto query, page_query(request));
    query.sort = "made_at";
    query.descending = query.count = true;
    return query;
}

void write_seen(JsonWriter& json, std::optional<DeviceSeen> const& seen) {
    json.key("seen_at");
    if (seen)
        json.string(format(seen->at)).key("clock_offset_ms").integer(seen->clock_offset_ms);
    else
        json.null().key("clock_offset_ms").null();
}

}  // namespace

/// The phones of an area, newest first: whose, in what state, when they last sent.
Response devices_list(App& app, Request const& request) {
    auto const query = device_query(request);
    if (query.has_error()) return Response::problem(query.error());
    auto const& table = *app.program.engine->table(handles::device::record_type);
    auto const& actor = caller(request).actor;
    return read(*app.program.store, [&](store::Reader& reader) -> Result<std::string> {
        FX_TRY(auto const page, records::list(*app.program.engine, reader, actor, table, *query));
        FX_TRY(auto const seen, last_seen(reader, page.records));
        JsonWriter json;
        json.begin_object().key("items").begin_array();
        for (std::size_t i = 0; i < page.records.size(); ++i) {
            auto const username = std::string(get(page.records[i].values, handles::device::username).value_or(""));
            auto const account = app.accounts.find(username);
            json.begin_object().key("record");
            records::write_record(json, table, page.records[i], {&actor, false});
            json.key("holder_name").string(account ? account->name : "");
            write_seen(json, seen[i]);
            json.end_object();
        }
        write_next(json.end_array(), page.next);
        return json.key("total").integer(page.total.value_or(0)).end_object().take();
    });
}

/// A phone makes itself known: it gets the server's share of its storage key, and its session ends when it is revoked.
void device_register(App& app, Request request, server::Responder to) {
    auto const body = body_object(request);
    if (body.has_error()) return to.respond(Response::problem(body.error()));
    auto const device = parse_id(text_member(*body, "device"));
    if (device.has_error() || device->is_nil())
        return to.respond(Response::problem(Problem(ProblemKind::missing_member, {"device"}).at("device")));
    if (auto const usable = app.program.devices->usable(*device); usable.has_error())
        return to.respond(Response::problem(usable.error()));
    auto const label = text_member(*body, "name");
    auto const cookie =
        std::string(server::find_cookie(request.headers.find("Cookie"), server::session_cookie_name(request.secure)));
    auto const who = caller(request);
    write(*app.program.store, std::move(to),
          [&app, who, device = *device, label, cookie](store::Tx& tx) -> Result<Response> {
              FX_CHECK(register_device(*app.program.engine, tx, who, app.program.county(), device, label));
              app.accounts.sessions.bind(cookie, format(device));
              JsonWriter json;
              json.begin_object().key("device").string(format(device)).key("storage_key");
              json.string(storage_key(*app.program.sealer, device, who.account));
              json.key("server_time").string(format(tx.now())).end_object();
              return Response::json(json.take());
          });
}

}  // namespace fx::app
