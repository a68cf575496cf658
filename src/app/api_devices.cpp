#include "app/accounts.hpp"
#include "app/api.hpp"
#include "base/json_member.hpp"
#include "base/text.hpp"
#include "server/auth/cookie.hpp"

#include <algorithm>

namespace fx::app {

using server::Request;
using server::Response;

namespace {

bool is_control(char c) { return (c >= 0 && c < ' ') || c == '\x7f'; }

}  // namespace

/// A phone makes itself known: it gets the server's share of its storage key, and its session ends when it is revoked.
void device_register(App& app, Request request, server::Responder to) {
    auto const body = body_object(request);
    if (body.has_error()) return to.respond(Response::problem(body.error()));
    auto const device = parse_id(text_member(*body, "device"));
    if (device.has_error() || device->is_nil())
        return to.respond(Response::problem(Problem(ProblemKind::missing_member, {"device"}).at("device")));
    if (auto const usable = app.program.devices->usable(*device); usable.has_error())
        return to.respond(Response::problem(usable.error()));
    auto label = text_member(*body, "name");
    bool const fit = label.size() <= 60 && is_utf8(label) && std::none_of(label.begin(), label.end(), is_control);
    if (!fit) label.clear();
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
