#include "app/answer.hpp"

#include "app/json_body.hpp"
#include "base/text.hpp"
#include "records/quarantine.hpp"

#include <boost/json.hpp>

#include <memory>

namespace fx::app {

using server::Response;

namespace {

std::string_view outcome_name(records::Receipt::Outcome outcome) {
    switch (outcome) {
        case records::Receipt::Outcome::created: return "created";
        case records::Receipt::Outcome::changed: return "changed";
        case records::Receipt::Outcome::merged: return "merged";
        case records::Receipt::Outcome::repeat: return "repeat";
    }
    return "";
}

}  // namespace

Response read(store::Store& store, std::function<Result<std::string>(store::Reader&)> const& work) {
    std::string text;
    auto const done = store.read([&](store::Reader& reader) -> Result<void> {
        FX_TRY(text, work(reader));
        return {};
    });
    return done.has_error() ? Response::problem(done.error()) : Response::json(std::move(text));
}

void write_head_members(JsonWriter& json, store::Head const& head) {
    json.key("county").string(std::to_string(head.county)).key("year").integer(head.year).key("size").integer(head.size);
    json.key("from_size").integer(head.from_size);
    json.key("root").string(to_hex(head.root)).key("at").string(format(head.at));
    json.key("signature").string(to_hex(head.signature));
}

namespace {

/// Puts the head into the object that `body` is.
void add_receipt(std::string& body, store::Journal const& journal, std::int64_t county) {
    auto const head = journal.newest(county);
    if (!head || !body.ends_with('}')) return;
    JsonWriter json;
    json.begin_object();
    write_head_members(json, *head);
    body.pop_back();
    body += ",\"head\":" + json.end_object().take() + "}";
}

}  // namespace

void write(store::Store& store, server::Responder to, std::function<Result<Response>(store::Tx&)> work,
           std::int64_t receipt_county) {
    struct Pending {
        server::Responder to;
        Response response;
    };
    auto pending = std::make_shared<Pending>();
    pending->to = std::move(to);
    store.submit(
        [pending, work = std::move(work)](store::Tx& tx) -> Result<void> {
            FX_TRY(pending->response, work(tx));
            return {};
        },
        [pending, &store, receipt_county](Result<void> done) {
            if (done.has_error()) return pending->to.respond(Response::problem(done.error()));
            if (receipt_county != 0 && pending->response.status < 300)
                add_receipt(pending->response.body, store.journal(), receipt_county);
            pending->to.respond(std::move(pending->response));
        });
}

Result<boost::json::object> body_object(server::Request const& request, boost::json::storage_ptr memory) {
    return json_object(request.body, std::move(memory));
}

Result<Id> id_param(server::Request const& request, std::string_view name) {
    auto id = parse_id(request.param(name));
    if (id.has_error()) return std::move(id).error().at(std::string(name));
    return id;
}

Result<Place> place_param(server::Request const& request, std::string_view name) {
    auto place = parse_place(request.param(name));
    if (place.has_error()) return std::move(place).error().at(std::string(name));
    return place;
}

Result<Place> place_or_own(server::Request const& request) {
    auto const text = request.query_value("place");
    if (!text || text->empty()) return caller(request).actor.place;
    auto place = parse_place(*text);
    if (place.has_error()) return std::move(place).error().at("place");
    return place;
}

void write_next(JsonWriter& json, std::optional<std::string> const& next) {
    json.key("next");
    next ? json.string(*next) : json.null();
}

Result<records::ListQuery> page_query(server::Request const& request) {
    records::ListQuery query;
    FX_TRY(query.place, place_or_own(request));
    FX_TRY(auto const limit, request.query_integer("limit", 50, 1, 500));
    query.limit = int(limit);
    query.cursor = text_or(request, "cursor", "");
    query.state = text_or(request, "state", "");
    return query;
}

std::string text_or(server::Request const& request, std::string_view name, std::string_view fallback) {
    return std::string(request.query_value(name).value_or(fallback));
}

Caller const& caller(server::Request const& request) { return request.as<Caller>(); }

Response refusal(std::vector<Problem> const& problems) {
    return Response::json("{\"problems\":" + records::problems_json(problems) + "}", problems.front().status());
}

Response refusal(records::Outcome const& outcome) {
    JsonWriter json;
    json.begin_object().key("problems").raw(records::problems_json(outcome.problems)).key("conflicts").begin_array();
    for (auto const& conflict : outcome.conflicts)
        json.begin_object()
            .key("field")
            .string(conflict.field)
            .key("theirs")
            .raw(conflict.theirs)
            .key("yours")
            .raw(conflict.yours)
            .end_object();
    return Response::json(json.end_array().end_object().take(), outcome.problems.front().status());
}

void write_effects(JsonWriter& json, std::vector<records::EffectSummary> const& effects) {
    json.begin_array();
    for (auto const& effect : effects) {
        json.begin_object()
            .key("what")
            .string(effect.what)
            .key("type")
            .string(effect.type)
            .key("id")
            .string(format(effect.id));
        if (effect.due_at) json.key("due_at").string(format(*effect.due_at));
        json.end_object();
    }
    json.end_array();
}

Response accepted(records::Receipt const& receipt) {
    JsonWriter json;
    json.begin_object().key("id").string(format(receipt.id)).key("version").integer(receipt.version);
    json.key("sequence").integer(receipt.sequence.value).key("outcome").string(outcome_name(receipt.outcome)).key("effects");
    write_effects(json, receipt.effects);
    return Response::json(json.end_object().take(), receipt.outcome == records::Receipt::Outcome::created ? 201 : 200);
}

}  // namespace fx::app
