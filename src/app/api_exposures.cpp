#include "app/api.hpp"
#include "app/exposures.hpp"
#include "base/json_member.hpp"
#include "records/push.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <charconv>

namespace fx::app {

using server::Request;
using server::Response;

namespace {

Result<std::int64_t> number_or(Request const& request, std::string_view name, std::int64_t least, std::int64_t most,
                               std::int64_t fallback) {
    auto const text = text_or(request, name, "");
    if (text.empty()) return fallback;
    std::int64_t value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < least || value > most)
        return Problem(ProblemKind::invalid_parameter,
                       {std::string(name), std::to_string(least) + "…" + std::to_string(most)})
            .at(std::string(name));
    return value;
}

Result<ExposureQuery> exposure_query(Request const& request) {
    ExposureQuery query;
    FX_TRY(auto const generations, number_or(request, "generations", 1, 3, 1));
    FX_TRY(query.minutes_min, number_or(request, "minutes_min", 1, 1440, 1));
    FX_TRY(auto const offset, number_or(request, "cursor", 0, 10'000'000, 0));
    FX_TRY(auto const limit, number_or(request, "limit", 1, 200, 50));
    query.generations = int(generations);
    query.offset = std::size_t(offset);
    query.limit = std::size_t(limit);
    return query;
}

Result<NewContacts> new_contacts(Request const& request) {
    FX_TRY(auto const body, body_object(request));
    for (auto const& member : body)
        if (auto const name = std::string_view(member.key()); name != "command" && name != "persons" && name != "fields")
            return Problem(ProblemKind::field_unknown, {std::string(name)}).at(std::string(name));
    NewContacts out;
    auto const command = parse_id(text_member(body, "command"));
    if (command.has_error()) return Problem(ProblemKind::missing_member, {"command"}).at("command");
    out.command = *command;
    auto const* persons = body.if_contains("persons");
    if (persons == nullptr || !persons->is_array() || persons->get_array().empty() ||
        persons->get_array().size() > contacts_at_once_max)
        return Problem(ProblemKind::invalid_parameter, {"persons", "1…" + std::to_string(contacts_at_once_max)})
            .at("persons");
    for (auto const& one : persons->get_array()) {
        auto const id = parse_id(one.is_string() ? std::string_view(one.get_string()) : std::string_view());
        if (id.has_error()) return Problem(id.error()).at("persons");
        out.persons.push_back(*id);
    }
    if (auto const* fields = body.if_contains("fields")) {
        if (!fields->is_object()) return Problem(ProblemKind::missing_member, {"fields"}).at("fields");
        out.fields = fields->get_object();
    }
    return out;
}

}  // namespace

Response exposed_persons(App& app, Request const& request) {
    auto const id = id_param(request, "id");
    if (id.has_error()) return Response::problem(id.error());
    auto const query = exposure_query(request);
    if (query.has_error()) return Response::problem(query.error());
    auto json = exposed_json(app.program, caller(request).actor, *id, *query);
    return json.has_error() ? Response::problem(json.error()) : Response::json(*std::move(json));
}

/// On the pool: what the case exposed is found there, and the writer has only the contacts to store.
Response contacts_add(App& app, Request const& request) {
    auto const id = id_param(request, "id");
    if (id.has_error()) return Response::problem(id.error());
    auto const wanted = new_contacts(request);
    if (wanted.has_error()) return Response::problem(wanted.error());
    auto const made = add_contacts(app.program, caller(request).actor, *id, *wanted);
    if (made.has_error()) return Response::problem(made.error());
    JsonWriter json;
    json.begin_object().key("made").integer(std::ranges::count_if(*made, [](auto const& one) { return !one.refused; }));
    json.key("items").begin_array();
    for (auto const& one : *made) {
        json.begin_object().key("person").string(format(one.person));
        if (one.refused)
            json.key("problems").raw(records::problems_json({*one.refused}));
        else
            json.key("contact").string(format(one.contact));
        json.end_object();
    }
    return Response::json(json.end_array().end_object().take());
}

}  // namespace fx::app
