#include "app/api.hpp"
#include "app/federation.hpp"
#include "base/json_member.hpp"

#include <algorithm>

namespace fx::app {

using server::Request;
using server::Response;

namespace {

std::string receipt_members(relay::Receipt const& receipt) {
    JsonWriter json;
    json.key("acknowledged").integer(receipt.acknowledged).key("hash").string(receipt.hash);
    return json.take();
}

void write_instant(JsonWriter& json, std::string_view name, std::optional<Instant> const& at) {
    json.key(name);
    if (at)
        json.string(format(*at));
    else
        json.null();
}

void write_held(JsonWriter& json, relay::Held const& held, Instant now) {
    auto const& period = held.period;
    json.begin_object().key("id").string(format(period.id)).key("type").string(period.type);
    json.key("area").string(format(period.area)).key("opens_at").string(format(period.opens_at));
    json.key("due_at").string(format(period.due_at));
    write_instant(json, "closed_at", period.closed_at);
    write_figures(json, held.sum, now > period.due_at);
    json.end_object();
}

void write_overview(JsonWriter& json, relay::Overview const& one, App& app, Instant now) {
    auto const& lower = one.lower;
    json.begin_object().key("place").string(format(lower.instance)).key("name").string(lower.name);
    json.key("standing").string(relay::name(relay::standing_of(lower, now, app.program.site.relaying)));
    json.key("age_seconds");
    if (lower.known_at)
        json.integer(std::max<std::int64_t>(0, now - *lower.known_at) / ms_per_second);
    else
        json.null();
    json.key("silent_for_seconds");
    if (lower.received_at)
        json.integer(std::max<std::int64_t>(0, now - *lower.received_at) / ms_per_second);
    else
        json.null();
    write_instant(json, "known_at", lower.known_at);
    write_instant(json, "received_at", lower.received_at);
    json.key("sequence").integer(lower.sequence).key("period");
    if (one.newest)
        write_held(json, *one.newest, now);
    else
        json.null();
    json.end_object();
}

/// The lower instance a path names, if the caller's area holds it.
Result<Place> named_instance(App& app, Request const& request) {
    FX_TRY(auto const place, place_param(request, "place"));
    if (!app.program.network->covers(caller(request).actor.place, place))
        return Problem(ProblemKind::not_responsible, {format(place)}).at("place");
    return place;
}

}  // namespace

Response relay_receive(App& app, Request const& request) {
    auto const field = [&](std::string_view name) { return std::string(request.headers.find(name)); };
    auto const receipt = app.federation.receiver().receive(
        {field("Fangxian-Instance"), field("Fangxian-Sent-At"), field("Fangxian-Signature"), request.body});
    if (receipt.has_error()) return Response::problem(receipt.error());
    if (receipt->outcome != relay::Receipt::Outcome::gap) return Response::json("{" + receipt_members(*receipt) + "}");
    auto answer = Response::problem(Problem(ProblemKind::relay_gap, {std::to_string(receipt->acknowledged)}));
    answer.body.pop_back();
    answer.body += "," + receipt_members(*receipt) + "}";
    return answer;
}

/// Every lower instance with its figures of the newest period and the age of what is known.
Response relay_counties(App& app, Request const& request) {
    auto const type = text_or(request, "type", "household_screening");
    auto const now = app.program.clock.now();
    auto const& settings = app.program.site.relaying;
    auto const& own = caller(request).actor.place;
    return read(*app.program.store, [&](store::Reader& reader) -> Result<std::string> {
        FX_TRY(auto const all, relay::overview(reader, type));
        JsonWriter json;
        json.begin_object().key("type").string(type).key("now").string(format(now));
        json.key("fresh_seconds").integer(settings.fresh_ms / ms_per_second);
        json.key("silent_seconds").integer(settings.silent_ms / ms_per_second).key("items").begin_array();
        for (auto const& one : all)
            if (app.program.network->covers(own, one.lower.instance)) write_overview(json, one, app, now);
        return json.end_array().end_object().take();
    });
}

/// One lower instance, opened: the figures of a period at `at` (default: the instance itself) and its children.
Response relay_county(App& app, Request const& request) {
    auto const instance = named_instance(app, request);
    if (instance.has_error()) return Response::problem(instance.error());
    auto const text = text_or(request, "at", "");
    auto const at = text.empty() ? *instance : parse_place(text);
    if (at.has_error()) return Response::problem(Problem(at.error()).at("at"));
    if (!app.program.network->covers(*instance, *at))
        return Response::problem(Problem(ProblemKind::not_responsible, {format(*at)}).at("at"));
    auto const type = text_or(request, "type", "household_screening");
    auto const now = app.program.clock.now();
    return read(*app.program.store, [&](store::Reader& reader) -> Result<std::string> {
        FX_TRY(auto const all, relay::overview(reader, type));
        auto const one =
            std::find_if(all.begin(), all.end(), [&](auto const& each) { return each.lower.instance == *instance; });
        if (one == all.end()) return Problem(ProblemKind::not_found, {format(*instance)}).at("place");
        JsonWriter json;
        json.begin_object().key("county");
        write_overview(json, *one, app, now);
        json.key("nodes").begin_array();
        if (one->newest) {
            auto const view = app.program.network->view();
            FX_TRY(auto const nodes, relay::figures_below(reader, view.divisions(), *instance, one->newest->period.id, *at));
            for (auto const& [place, figures] : nodes) {
                auto const* division = view.divisions().find(place);
                json.begin_object().key("place").string(format(place)).key("name").string(division ? division->name : "");
                json.key("level").integer(division ? int(division->level) : 0);
                write_figures(json, figures, now > one->newest->period.due_at);
                json.end_object();
            }
        }
        return json.end_array().end_object().take();
    });
}

Response relay_register(App& app, Request const& request) {
    auto const body = body_object(request);
    if (body.has_error()) return Response::problem(body.error());
    auto const place = parse_place(text_member(*body, "place"));
    if (place.has_error()) return Response::problem(Problem(place.error()).at("place"));
    relay::Lower lower;
    lower.instance = *place;
    lower.name = text_member(*body, "name");
    lower.key = text_member(*body, "key");
    auto const done = app.program.store->write(
        [&](store::Tx& tx) { return register_lower(app.program, tx, caller(request).actor, lower); });
    return done.has_error() ? Response::problem(done.error())
                            : Response::json("{\"place\":\"" + format(*place) + "\"}", 201);
}

Response relay_remove(App& app, Request const& request) {
    auto const place = named_instance(app, request);
    if (place.has_error()) return Response::problem(place.error());
    auto const done = app.program.store->write(
        [&](store::Tx& tx) { return remove_lower(app.program, tx, caller(request).actor, *place); });
    return done.has_error() ? Response::problem(done.error()) : Response::json("{}");
}

/// How this site's own figures travel to the level above; null when there is none.
Response relay_upstream(App& app, Request const&) {
    auto const progress = app.federation.progress();
    if (!progress) return Response::json("null");
    JsonWriter json;
    json.begin_object().key("url").string(progress->url).key("sequence").integer(progress->sequence);
    json.key("waiting").integer(progress->waiting);
    write_instant(json, "acknowledged_at", progress->acknowledged_at);
    write_instant(json, "next_try", progress->next_try);
    json.key("problem");
    if (progress->problem)
        json.begin_object()
            .key("number")
            .string(progress->problem->number())
            .key("zh")
            .string(progress->problem->zh())
            .key("en")
            .string(progress->problem->en())
            .end_object();
    else
        json.null();
    return Response::json(json.end_object().take());
}

}  // namespace fx::app
