#include "app/accounts.hpp"
#include "app/api.hpp"

namespace fx::app {

using server::Request;
using server::Response;

namespace {

constexpr std::size_t ids_max = 100;

void write_name(JsonWriter& json, Account const& account) {
    json.begin_object().key("id").string(format(account.id)).key("username").string(account.username);
    json.key("name").string(account.name).key("disabled").boolean(account.disabled).end_object();
}

bool answers(Account const& account, std::string_view search) {
    return !account.disabled &&
           (account.username.find(search) != std::string::npos || account.name.find(search) != std::string::npos);
}

/// The accounts of `ids` ("id,id,…"), those unknown left out. 400.7 for what is no id, or too many.
Result<std::vector<Account>> named(App& app, std::string_view ids) {
    std::vector<Account> found;
    for (std::size_t n = 0; !ids.empty(); ++n) {
        if (n == ids_max) return Problem(ProblemKind::invalid_parameter, {"ids", "1…" + std::to_string(ids_max)}).at("ids");
        auto const comma = std::min(ids.find(','), ids.size());
        auto const id = parse_id(ids.substr(0, comma));
        if (id.has_error()) return Problem(id.error()).at("ids");
        if (auto account = app.accounts.find(*id)) found.push_back(std::move(*account));
        ids.remove_prefix(std::min(comma + 1, ids.size()));
    }
    return found;
}

}  // namespace

/// ?ids= names the holders of posts, for whoever reads posts; ?search= finds who could hold one, for whoever makes or
/// changes posts. Nothing of an account but its names leaves here.
Response account_names(App& app, Request const& request) {
    auto const& post = *app.program.catalogue->type("post");
    auto const& role = caller(request).actor.role;
    auto const ids = text_or(request, "ids", "");
    bool const allowed =
        ids.empty() ? post.allows("create", role) || post.allows("change", role) : post.allows("read", role);
    if (!allowed) return Response::problem(Problem(ProblemKind::role_needed));
    auto const limit = request.query_integer("limit", 20, 1, 100);
    if (limit.has_error()) return Response::problem(limit.error());
    std::vector<Account> found;
    if (!ids.empty()) {
        auto some = named(app, ids);
        if (some.has_error()) return Response::problem(some.error());
        found = std::move(*some);
    } else {
        auto const search = text_or(request, "search", "");
        for (auto& account : app.accounts.all())
            if (std::int64_t(found.size()) < *limit && answers(account, search)) found.push_back(std::move(account));
    }
    JsonWriter json;
    json.begin_object().key("items").begin_array();
    for (auto const& account : found) write_name(json, account);
    return Response::json(json.end_array().key("next").null().end_object().take());
}

}  // namespace fx::app
