#include "app/accounts.hpp"
#include "app/api.hpp"
#include "base/json_member.hpp"
#include "server/auth/cookie.hpp"

namespace fx::app {

using server::Request;
using server::Response;

namespace {

std::string_view cookie_of(Request const& request) {
    return server::find_cookie(request.headers.find("Cookie"), server::session_cookie_name(request.secure));
}

void write_post(JsonWriter& json, network::Network::View const& view, network::Post const& post) {
    auto const* division = view.divisions().find(post.place);
    json.begin_object().key("id").string(format(post.id)).key("name").string(post.name).key("role").string(post.role);
    json.key("place").string(format(post.place)).key("place_name").string(division ? division->name : "");
    json.key("level").integer(division ? int(division->level) : 0).end_object();
}

std::string session_json(App& app, Account const& account, Id const& active, std::string_view csrf) {
    auto const view = app.program.network->view();
    JsonWriter json;
    json.begin_object()
        .key("user")
        .begin_object()
        .key("id")
        .string(format(account.id))
        .key("username")
        .string(account.username);
    json.key("name").string(account.name).end_object().key("post");
    auto const* post = view.posts().find(active);
    if (post != nullptr)
        write_post(json, view, *post);
    else
        json.null();
    json.key("posts").begin_array();
    for (auto const* held : view.posts().of(account.id, date_at(app.program.clock.now()))) write_post(json, view, *held);
    json.end_array().key("csrf").string(csrf).key("must_change_password").boolean(account.must_change);
    json.key("county")
        .string(format(app.program.site.county))
        .key("catalogue_version")
        .string(app.program.catalogue->version());
    json.key("now").string(format(app.program.clock.now()));
    return json.end_object().take();
}

/// A form on another site can be made to send only these, and a browser says when it does: nobody is to be signed in as
/// somebody else by opening a page.
bool from_another_site(Request const& request) {
    auto const site = request.headers.find("Sec-Fetch-Site");
    if (site == "cross-site" || site == "same-site") return true;
    auto const type = request.headers.find("Content-Type");
    return type.starts_with("text/plain") || type.starts_with("application/x-www-form-urlencoded") ||
           type.starts_with("multipart/form-data");
}

}  // namespace

Response sign_in(App& app, Request const& request) {
    if (from_another_site(request)) return Response::problem(Problem(ProblemKind::csrf_token_wrong));
    auto const body = body_object(request);
    if (body.has_error()) return Response::problem(body.error());
    // Cut to what can be a name at all: failures are remembered by it.
    auto const username = text_member(*body, "username").substr(0, username_bytes_max + 1),
               password = text_member(*body, "password");
    auto const account = app.accounts.check(request.peer, username, password);
    if (account.has_error()) return Response::problem(account.error());
    auto const caller = app.accounts.in_post(*account, {});
    if (caller.has_error()) return Response::problem(caller.error());
    auto const token = app.accounts.sessions.open(format(account->id), format(caller->actor.post));
    auto response = Response::json(session_json(app, *account, caller->actor.post, server::csrf_token(token)));
    response.headers.emplace_back(
        "Set-Cookie", server::session_cookie(token, request.secure, server::SessionLimits().absolute_ms / ms_per_second));
    return response;
}

Response session(App& app, Request const& request) {
    auto const account = app.accounts.find(caller(request).account);
    if (!account) return Response::problem(Problem(ProblemKind::sign_in_required));
    return Response::json(session_json(app, *account, caller(request).actor.post, server::csrf_token(cookie_of(request))));
}

Response sign_out(App& app, Request const& request) {
    app.accounts.sessions.end(cookie_of(request));
    auto response = Response::empty();
    response.headers.emplace_back("Set-Cookie", server::expired_session_cookie(request.secure));
    return response;
}

Response switch_post(App& app, Request const& request) {
    auto const body = body_object(request);
    if (body.has_error()) return Response::problem(body.error());
    auto const id = parse_id(text_member(*body, "post"));
    auto const account = app.accounts.find(caller(request).account);
    if (id.has_error() || !account) return Response::problem(Problem(ProblemKind::missing_member, {"post"}).at("post"));
    auto const in = app.accounts.in_post(*account, *id);
    if (in.has_error()) return Response::problem(in.error());
    if (in->actor.post != *id) return Response::problem(Problem(ProblemKind::not_found, {"post"}).at("post"));
    // A machine's token acts under the one post it was made for.
    if (!app.accounts.sessions.choose(cookie_of(request), format(*id)))
        return Response::problem(Problem(ProblemKind::role_needed).at("post"));
    return Response::json(session_json(app, *account, *id, server::csrf_token(cookie_of(request))));
}

/// Runs on a pool thread (hashing is slow); waits for the commit there.
Response change_password(App& app, Request const& request) {
    auto const body = body_object(request);
    if (body.has_error()) return Response::problem(body.error());
    auto const wanted = text_member(*body, "new");
    auto const& who = caller(request);
    if (auto const good = server::check_password(wanted, who.username); good.has_error())
        return Response::problem(Problem(good.error()).at("new"));
    if (auto const known = app.accounts.check(request.peer, who.username, text_member(*body, "current")); known.has_error())
        return Response::problem(Problem(known.error()).at("current"));
    auto const hash = server::hash_password(wanted, app.accounts.cost);
    if (hash.has_error()) return Response::problem(hash.error());
    auto const done = app.accounts.write(
        [&](store::Tx& tx) { return app.accounts.set_password(tx, who.actor, who.account, *hash, false); });
    if (done.has_error()) return Response::problem(done.error());
    app.accounts.sessions.end_all(format(who.account), cookie_of(request));
    return session(app, request);
}

}  // namespace fx::app
