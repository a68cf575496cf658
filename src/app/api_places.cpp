#include "app/api.hpp"

namespace fx::app {

using server::Request;
using server::Response;

namespace {

void write_division(JsonWriter& json, Division const& division) {
    json.key("place")
        .string(format(division.place))
        .key("name")
        .string(division.name)
        .key("level")
        .integer(int(division.level));
    json.key("kind").string(kind_name(division.kind));
}

}  // namespace

Response place_one(App& app, Request const& request) {
    auto const place = place_param(request, "place");
    if (place.has_error()) return Response::problem(place.error());
    auto const view = app.program.network->view();
    auto const* division = view.divisions().find(*place);
    if (division == nullptr) return Response::problem(Problem(ProblemKind::unknown_place, {format(*place)}).at("place"));
    JsonWriter json;
    json.begin_object();
    write_division(json, *division);
    json.key("full_name").string(view.divisions().full_name(*place)).key("path").begin_array();
    for (auto const& node : view.divisions().path(*place)) {
        json.begin_object();
        write_division(json, *view.divisions().find(node));
        json.end_object();
    }
    json.end_array().key("children").begin_array();
    for (auto const* child : view.divisions().children(*place)) {
        json.begin_object();
        write_division(json, *child);
        json.key("has_children").boolean(!view.divisions().children(child->place).empty()).end_object();
    }
    json.end_array().key("responsible");
    write_responsible(json, view, *place, date_at(app.program.clock.now()));
    return Response::json(json.end_object().take());
}

Response place_search(App& app, Request const& request) {
    auto const limit = request.query_integer("limit", 20, 1, 100);
    if (limit.has_error()) return Response::problem(limit.error());
    auto const view = app.program.network->view();
    auto const& own = caller(request).actor.place;
    JsonWriter json;
    json.begin_object().key("items").begin_array();
    // Names repeat across townships: each hit comes with its full name.
    for (auto const* division : view.divisions().search(text_or(request, "search", ""), std::size_t(*limit))) {
        if (!view.divisions().is_within(division->place, own)) continue;
        json.begin_object();
        write_division(json, *division);
        json.key("full_name").string(view.divisions().full_name(division->place)).end_object();
    }
    return Response::json(json.end_array().key("next").null().end_object().take());
}

}  // namespace fx::app
