#include "app/accounts.hpp"
#include "app/api.hpp"
#include "base/json_member.hpp"

namespace fx::app {

using server::Request;
using server::Response;

namespace {

/// The members of the open JSON object that every answer about an account begins with.
void write_names(JsonWriter& json, Account const& account) {
    json.key("id").string(format(account.id));
    json.key("username").string(account.username).key("name").string(account.name);
}

/// One account with the one-time password its owner must change: shown once, to the administrator who asked. null when
/// the account was there already.
Response with_password(Account const& account, std::string const& password, int status) {
    JsonWriter json;
    json.begin_object();
    write_names(json, account);
    json.key("one_time_password");
    if (password.empty())
        json.null();
    else
        json.string(password);
    return Response::json(json.end_object().take(), status);
}

Result<Id> id_or_new(App& app, boost::json::object const& body) {
    if (!body.contains("id")) return make_id(app.program.clock.now(), app.program.random);
    auto id = parse_id(text_member(body, "id"));
    if (id.has_error()) return std::move(id).error().at("id");
    return id;
}

}  // namespace

Response accounts_list(App& app, Request const& request) {
    auto const limit = request.query_integer("limit", 100, 1, 500);
    auto const offset = request.query_integer("cursor", 0, 0, 10'000'000);
    if (limit.has_error()) return Response::problem(limit.error());
    if (offset.has_error()) return Response::problem(offset.error());
    auto const all = app.accounts.all();
    auto const today = date_at(app.program.clock.now());
    auto const view = app.program.network->view();
    auto const last = std::min(all.size(), std::size_t(*offset + *limit));
    JsonWriter json;
    json.begin_object().key("items").begin_array();
    for (auto i = std::size_t(*offset); i < last; ++i) {
        auto const& account = all[i];
        json.begin_object();
        write_names(json, account);
        json.key("disabled").boolean(account.disabled).key("must_change_password").boolean(account.must_change);
        json.key("made_at").string(format(account.made_at)).key("posts").begin_array();
        for (auto const* post : view.posts().of(account.id, today)) json.string(post->name);
        json.end_array().end_object();
    }
    write_next(json.end_array(), last < all.size() ? std::optional(std::to_string(last)) : std::nullopt);
    return Response::json(json.key("total").integer(std::int64_t(all.size())).end_object().take());
}

Response account_create(App& app, Request const& request) {
    auto const body = body_object(request);
    if (body.has_error()) return Response::problem(body.error());
    auto const id = id_or_new(app, *body);
    if (id.has_error()) return Response::problem(id.error());
    auto const password = server::make_one_time_password(app.program.random);
    auto const hash = server::hash_password(password, app.accounts.cost);
    if (hash.has_error()) return Response::problem(hash.error());
    Account made;
    auto const done = app.accounts.write([&](store::Tx& tx) -> Result<void> {
        FX_TRY(made, app.accounts.create(tx, caller(request).actor, *id, text_member(*body, "username"),
                                         text_member(*body, "name"), *hash, true));
        return {};
    });
    if (done.has_error()) return Response::problem(done.error());
    bool const repeat = made.password_hash != *hash;
    return with_password(made, repeat ? "" : password, repeat ? 200 : 201);
}

Response account_reset(App& app, Request const& request) {
    auto const id = id_param(request, "id");
    if (id.has_error()) return Response::problem(id.error());
    auto const account = app.accounts.find(*id);
    if (!account) return Response::problem(Problem(ProblemKind::not_found, {"account"}));
    auto const password = server::make_one_time_password(app.program.random);
    auto const hash = server::hash_password(password, app.accounts.cost);
    if (hash.has_error()) return Response::problem(hash.error());
    auto const done = app.accounts.write(
        [&](store::Tx& tx) { return app.accounts.set_password(tx, caller(request).actor, *id, *hash, true); });
    if (done.has_error()) return Response::problem(done.error());
    app.accounts.sessions.end_all(format(*id));
    return with_password(*account, password, 200);
}

Response account_disable(App& app, Request const& request) {
    auto const body = body_object(request);
    auto const id = id_param(request, "id");
    if (body.has_error()) return Response::problem(body.error());
    if (id.has_error()) return Response::problem(id.error());
    if (*id == caller(request).account) return Response::problem(Problem(ProblemKind::role_needed).at("id"));
    auto const* wanted = body->if_contains("disabled");
    if (wanted != nullptr && !wanted->is_bool())
        return Response::problem(Problem(ProblemKind::invalid_parameter, {"disabled", "true, false"}).at("disabled"));
    bool const disabled = wanted == nullptr || wanted->get_bool();
    auto const done = app.accounts.write(
        [&](store::Tx& tx) { return app.accounts.set_disabled(tx, caller(request).actor, *id, disabled); });
    return done.has_error() ? Response::problem(done.error())
                            : Response::json(disabled ? "{\"disabled\":true}" : "{\"disabled\":false}");
}

Response tokens_list(App& app, Request const&) {
    JsonWriter json;
    json.begin_object().key("items").begin_array();
    for (auto const& token : app.accounts.tokens()) {
        json.begin_object()
            .key("id")
            .string(token.id)
            .key("label")
            .string(token.label)
            .key("account")
            .string(format(token.account));
        json.key("post")
            .string(format(token.post))
            .key("made_at")
            .string(format(token.made_at))
            .key("expires_at")
            .string(format(token.expires_at));
        json.key("revoked").boolean(token.revoked_at.has_value()).end_object();
    }
    return Response::json(json.end_array().key("next").null().end_object().take());
}

/// A token acts under one post of one account, for at most a year.
Response token_create(App& app, Request const& request) {
    auto const body = body_object(request);
    if (body.has_error()) return Response::problem(body.error());
    auto const account = parse_id(text_member(*body, "account")), post = parse_id(text_member(*body, "post"));
    if (account.has_error()) return Response::problem(Problem(ProblemKind::missing_member, {"account"}).at("account"));
    if (post.has_error()) return Response::problem(Problem(ProblemKind::missing_member, {"post"}).at("post"));
    auto const holder = app.accounts.find(*account);
    if (!holder) return Response::problem(Problem(ProblemKind::not_found, {"account"}).at("account"));
    auto const in = app.accounts.in_post(*holder, *post);
    if (in.has_error() || in->actor.post != *post)
        return Response::problem(Problem(ProblemKind::no_post, {holder->name}).at("post"));
    auto const* wanted = body->if_contains("days");
    auto const days = wanted == nullptr ? 90 : wanted->is_int64() ? wanted->get_int64() : 0;
    if (days < 1 || days > 366)
        return Response::problem(Problem(ProblemKind::invalid_parameter, {"days", "1…366"}).at("days"));
    auto const fresh = server::make_api_token(app.program.random);
    auto const now = app.program.clock.now();
    ApiToken token{fresh.id, *account, *post, text_member(*body, "label"), fresh.hash, now, now + days * ms_per_day, {}};
    auto const done =
        app.accounts.write([&](store::Tx& tx) { return app.accounts.put_token(tx, caller(request).actor, token); });
    if (done.has_error()) return Response::problem(done.error());
    JsonWriter json;
    json.begin_object()
        .key("id")
        .string(token.id)
        .key("token")
        .string(fresh.text)
        .key("expires_at")
        .string(format(token.expires_at))
        .end_object();
    return Response::json(json.take(), 201);
}

Response token_revoke(App& app, Request const& request) {
    auto const done = app.accounts.write(
        [&](store::Tx& tx) { return app.accounts.revoke_token(tx, caller(request).actor, request.param("id")); });
    return done.has_error() ? Response::problem(done.error()) : Response::json("{\"revoked\":true}");
}

}  // namespace fx::app
