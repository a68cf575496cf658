#include "app/api.hpp"
#include "app/push_batch.hpp"
#include "records/place.hpp"
#include "records/push.hpp"
#include "records/quarantine.hpp"

#include <boost/json.hpp>

namespace fx::app {

using records::Quarantined;
using server::Request;
using server::Response;

void push(App& app, Request request, server::Responder to) {
    auto batch = read_batch(app.program, request.body);
    if (batch.has_error()) return to.respond(Response::problem(batch.error()));
    write(
        *app.program.store, std::move(to),
        [&app, who = caller(request), batch = std::move(*batch)](store::Tx& tx) -> Result<Response> {
            FX_TRY(auto answer, store_batch(app.program, tx, who, *batch));
            return Response::json(std::move(answer));
        },
        app.program.county());
}

namespace {

/// A sender sees what it sent; officers what any post within their place sent; others nothing.
bool sees(network::Network::View const& view, records::Actor const& actor, Id const& sender) {
    if (sender == actor.post) return true;
    if (!actor.role.ends_with("_officer")) return false;
    auto const* post = view.posts().find(sender);
    return post != nullptr && view.divisions().is_within(post->place, actor.place);
}

void write_quarantined(JsonWriter& json, Quarantined const& entry, records::Actor const& actor,
                       records::Sealer const& sealer) {
    json.begin_object().key("id").string(format(entry.id)).key("received_at").string(format(entry.received_at));
    json.key("kind").string(entry.kind).key("type").string(entry.type).key("record").string(format(entry.record));
    json.key("post").string(format(entry.post)).key("state").string(entry.state).key("note").string(entry.note);
    json.key("problems").raw(entry.problem);
    // Only its sender sees the item in clear: it may hold identity numbers that never passed the masks.
    if (entry.post == actor.post)
        if (auto const item = records::item_of(entry, sealer); item.has_value()) json.key("item").raw(*item);
    json.end_object();
}

/// The next entries this actor sees, after `after`; one more than `limit` tells that there is a next page.
Result<std::vector<Quarantined>> seen_entries(App& app, store::Reader& reader, records::Actor const& actor,
                                              std::string const& state, Id after, std::size_t limit) {
    constexpr std::size_t page = 500;
    auto const sql = records::select_all(records::quarantine_table()) +
                     " WHERE county = $1 AND state = $2 AND id > $3 ORDER BY id LIMIT " + std::to_string(page);
    std::vector<Quarantined> seen;
    for (bool more = true; more && seen.size() <= limit;) {
        FX_TRY(auto const rows, reader.query(sql, {app.program.county(), state, after}));
        more = rows.size() == page;
        auto const view = app.program.network->view();
        for (auto const& row : rows) {
            auto entry = records::quarantined_from(row);
            after = entry.id;
            if (seen.size() <= limit && sees(view, actor, entry.post)) seen.push_back(std::move(entry));
        }
    }
    return seen;
}

}  // namespace

Response quarantine_list(App& app, Request const& request) {
    auto const limit = request.query_integer("limit", 50, 1, 500);
    if (limit.has_error()) return Response::problem(limit.error());
    auto const cursor = text_or(request, "cursor", "");
    auto const after = cursor.empty() ? Result<Id>(Id{}) : parse_id(cursor);
    if (after.has_error()) return Response::problem(Problem(ProblemKind::bad_cursor).at("cursor"));
    auto const& actor = caller(request).actor;
    return read(*app.program.store, [&](store::Reader& reader) -> Result<std::string> {
        FX_TRY(auto entries,
               seen_entries(app, reader, actor, text_or(request, "state", "open"), *after, std::size_t(*limit)));
        bool const more = entries.size() > std::size_t(*limit);
        if (more) entries.pop_back();
        JsonWriter json;
        json.begin_object().key("items").begin_array();
        for (auto const& entry : entries) write_quarantined(json, entry, actor, *app.program.sealer);
        write_next(json.end_array(), more ? std::optional(format(entries.back().id)) : std::nullopt);
        return json.end_object().take();
    });
}

namespace {

Result<Quarantined> open_entry(App& app, store::Tx& tx, records::Actor const& actor, Id const& id) {
    FX_TRY(auto const row, tx.get(records::quarantine_table(), {app.program.county(), id}));
    auto const unknown = Problem(ProblemKind::record_not_found, {format(id)});
    if (!row) return unknown;
    auto entry = records::quarantined_from(*row);
    if (!sees(app.program.network->view(), actor, entry.post)) return unknown;
    if (entry.state != "open")
        return Problem(
            ProblemKind::wrong_state,
            {entry.state == "mended" ? Words("已纠正", "mended") : Words("不予采用", "discarded"), Words("纠正", "mend")});
    return entry;
}

}  // namespace

/// The item with its fields replaced, tried again under the same record id.
void quarantine_mend(App& app, Request request, server::Responder to) {
    auto const body = body_object(request);
    auto const id = id_param(request, "id");
    if (body.has_error()) return to.respond(Response::problem(body.error()));
    if (id.has_error()) return to.respond(Response::problem(id.error()));
    auto const* fields = body->if_contains("fields");
    if (fields == nullptr || !fields->is_object())
        return to.respond(Response::problem(Problem(ProblemKind::missing_member, {"fields"}).at("fields")));
    write(*app.program.store, std::move(to),
          [&app, actor = caller(request).actor, id = *id, fields = fields->get_object()](store::Tx& tx) -> Result<Response> {
              FX_TRY(auto entry, open_entry(app, tx, actor, id));
              FX_TRY(auto const text, records::item_of(entry, *app.program.sealer));
              auto item = boost::json::parse(text);
              if (!item.is_object()) item = boost::json::object();
              auto& object = item.get_object();
              if (auto* sent = object.if_contains("fields"); sent == nullptr || !sent->is_object())
                  object["fields"] = boost::json::object();
              for (auto const& [name, value] : fields) object["fields"].get_object()[name] = value;
              boost::json::object const batch{{"items", boost::json::array{item}}};
              FX_TRY(auto const items, records::parse_push(*app.program.engine, batch, tx.now()));
              FX_TRY(auto const results, records::push(*app.program.engine, tx, actor, items));
              if (results.front().problems.empty()) {
                  entry.state = "mended";
                  tx.put(records::quarantine_table(), records::to_row(entry));
              }
              return Response::json(results_json(results, {}), results.front().problems.empty() ? 200 : 422);
          });
}

void quarantine_discard(App& app, Request request, server::Responder to) {
    auto const body = body_object(request);
    auto const id = id_param(request, "id");
    if (body.has_error()) return to.respond(Response::problem(body.error()));
    if (id.has_error()) return to.respond(Response::problem(id.error()));
    auto const* reason = body->if_contains("reason");
    if (reason == nullptr || !reason->is_string() || reason->get_string().empty())
        return to.respond(Response::problem(Problem(ProblemKind::missing_member, {"reason"}).at("reason")));
    write(*app.program.store, std::move(to),
          [&app, actor = caller(request).actor, id = *id,
           note = std::string(reason->get_string())](store::Tx& tx) -> Result<Response> {
              FX_TRY(auto entry, open_entry(app, tx, actor, id));
              entry.state = "discarded";  // kept, with who sent it and why it was set aside
              entry.note = note;
              tx.put(records::quarantine_table(), records::to_row(entry));
              return Response::json("{\"state\":\"discarded\"}");
          });
}

}  // namespace fx::app
