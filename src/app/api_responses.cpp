#include "app/api.hpp"
#include "app/response_view.hpp"
#include "catalog/handle.hpp"
#include "catalog/handles.hpp"

namespace fx::app {

using server::Request;
using server::Response;

namespace {

namespace response = handles::response;

/// Responses that the caller may decide on and nobody has looked at, though the time for it has come, or passed.
Result<std::int64_t> due_for_review(Program const& program, store::Reader& reader, records::Actor const& actor) {
    auto const& type = program.engine->table(response::record_type)->type();
    if (!type.allows("move:let_end", actor.role)) return 0;
    auto const from = program.clock.now() + type.setting(response::settings::review_hours) * ms_per_hour;
    std::int64_t due = 0;
    auto const view = program.network->view();
    FX_CHECK(
        reader.each("SELECT place, post FROM r_response WHERE county = $1 AND reviewed_at IS NULL AND ends_at <= $2 AND "
                    "state IN ('in_force', 'expired')",
                    std::vector<Value>{program.county(), from.ms}, [&](Row& row) {
                        auto const* id = id_in(row[1]);
                        auto const* post = id == nullptr ? nullptr : view.posts().find(*id);
                        bool const below = post == nullptr || view.divisions().is_within(post->place, actor.place);
                        due += below && view.divisions().is_within({*integer_in(row[0])}, actor.place);
                    }));
    return due;
}

}  // namespace

/// Every plan of the catalogue: what would be done at which level. Plans are published documents.
Response plans_list(App& app, Request const&) {
    JsonWriter json;
    json.begin_object().key("plans").begin_array();
    for (auto const& plan : app.program.plans.plans) catalog::write_plan(json, plan);
    return Response::json(json.end_array().end_object().take());
}

/// What is in force at a place, and below it.
Response responses_here(App& app, Request const& request) {
    auto const place = place_or_own(request);
    if (place.has_error()) return Response::problem(place.error());
    if (auto const allowed = in_scope(app, request, *place); allowed.has_error()) return Response::problem(allowed.error());
    auto const& actor = caller(request).actor;
    return read(*app.program.store, [&](store::Reader& reader) -> Result<std::string> {
        FX_TRY(auto const in_force, responses_in_force(app.program, reader));
        JsonWriter json;
        json.begin_object().key("as_of").string(format(app.program.clock.now())).key("place").string(format(*place));
        {
            auto const view = app.program.network->view();
            auto const* node = view.divisions().find(*place);
            json.key("place_name").string(view.divisions().name(*place));
            json.key("level").integer(node == nullptr ? 0 : int(node->level));
        }
        write_levels(json, app.program, in_force, *place);
        FX_TRY(auto const due, due_for_review(app.program, reader, actor));
        return json.key("due").integer(due).end_object().take();
    });
}

Response response_one(App& app, Request const& request) {
    auto const id = id_param(request, "id");
    if (id.has_error()) return Response::problem(id.error());
    return read(*app.program.store,
                [&](store::Reader& reader) { return one_response(app.program, reader, caller(request).actor, *id); });
}

/// What a declaration would open, keep and end. Stores nothing.
Response response_preview(App& app, Request const& request) {
    auto const body = body_object(request);
    if (body.has_error()) return Response::problem(body.error());
    auto const* fields = body->if_contains("fields");
    if (fields == nullptr || !fields->is_object())
        return Response::problem(Problem(ProblemKind::missing_member, {"fields"}).at("fields"));
    return read(*app.program.store, [&](store::Reader& reader) {
        return preview_response(app.program, reader, caller(request).actor, fields->get_object());
    });
}

}  // namespace fx::app
