#include "app/api.hpp"
#include "app/bulk.hpp"
#include "base/json_member.hpp"
#include "catalog/predicate_json.hpp"

#include <boost/json.hpp>

namespace fx::app {

using boost::json::object;
using server::Request;
using server::Response;

namespace {

Result<Id> command_of(object const& body) {
    auto const id = parse_id(text_member(body, "command"));
    if (id.has_error()) return Problem(ProblemKind::missing_member, {"command"}).at("command");
    return *id;
}

/// [{"id","version"}, …]
Result<std::vector<records::BulkItem>> items_of(boost::json::value const& list) {
    auto const wrong =
        Problem(ProblemKind::invalid_parameter, {"records", Words("须为 [{id, version}]，version 不小于 1",
                                                                  "it must be [{id, version}], the version at least 1")})
            .at("records");
    if (!list.is_array()) return wrong;
    std::vector<records::BulkItem> items;
    for (auto const& one : list.get_array()) {
        if (!one.is_object()) return wrong;
        auto const id = parse_id(text_member(one.get_object(), "id"));
        auto const* version = one.get_object().if_contains("version");
        if (id.has_error() || version == nullptr || !version->is_int64() || version->get_int64() < 1) return wrong;
        items.push_back({*id, version->get_int64()});
    }
    return items;
}

/// The records named one by one, or all that the filter matches.
Result<std::vector<records::BulkItem>> chosen(App& app, records::Actor const& actor, records::RecordTable const& table,
                                              object const& body) {
    if (auto const* filter = body.if_contains("filter"); filter != nullptr && filter->is_object()) {
        FX_TRY(auto query, records::parse_list_filter(filter->get_object(), table, actor));
        return app.bulk.matching(actor, table, std::move(query));
    }
    auto const* list = body.if_contains("records");
    if (list == nullptr) return Problem(ProblemKind::missing_member, {"records"}).at("records");
    FX_TRY(auto items, items_of(*list));
    FX_CHECK(app.bulk.check(items));
    return items;
}

Response answer(Result<std::string> json) {
    return json.has_error() ? Response::problem(json.error()) : Response::json(std::move(*json));
}

Result<std::string> preview(App& app, Request const& request) {
    auto const& actor = caller(request).actor;
    FX_TRY(auto const body, body_object(request));
    FX_TRY(auto const action, records::parse_bulk_action(*app.program.engine, actor, body));
    FX_TRY(auto const items, chosen(app, actor, *action.table, body));
    return app.bulk.preview(actor, action, items);
}

Result<std::string> run(App& app, Request const& request) {
    auto const& actor = caller(request).actor;
    FX_TRY(auto const body, body_object(request));
    FX_TRY(auto const command, command_of(body));
    FX_TRY(auto const action, records::parse_bulk_action(*app.program.engine, actor, body));
    auto const* list = body.if_contains("records");  // what was previewed, never a filter that may match others by now
    if (list == nullptr) return Problem(ProblemKind::missing_member, {"records"}).at("records");
    FX_TRY(auto const items, items_of(*list));
    FX_CHECK(app.bulk.check(items));
    return app.bulk.run(actor, command, action, items);
}

Result<std::string> undo(App& app, Request const& request) {
    FX_TRY(auto const id, id_param(request, "id"));
    FX_TRY(auto const body, body_object(request));
    FX_TRY(auto const command, command_of(body));
    return app.bulk.undo(caller(request).actor, command, id);
}

}  // namespace

/// {"type","move"?,"fields"?, "records":[{"id","version"}] or "filter":{"place","state","where"}}: what would come of it.
Response bulk_preview(App& app, Request const& request) { return answer(preview(app, request)); }

/// {"command","type","move"?,"fields"?,"records":[{"id","version"}]}
Response bulk_run(App& app, Request const& request) { return answer(run(app, request)); }

/// {"command"}
Response bulk_undo(App& app, Request const& request) { return answer(undo(app, request)); }

Response bulk_one(App& app, Request const& request) {
    auto const id = id_param(request, "id");
    if (id.has_error()) return Response::problem(id.error());
    return answer(app.bulk.describe(*id, caller(request).actor.user));
}

Response bulk_list(App& app, Request const& request) {
    auto const limit = request.query_integer("limit", 20, 1, 100);
    if (limit.has_error()) return Response::problem(limit.error());
    return answer(app.bulk.recent(caller(request).actor.user, int(*limit)));
}

}  // namespace fx::app
