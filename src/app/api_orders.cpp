#include "app/api.hpp"
#include "app/order_view.hpp"
#include "base/json_member.hpp"
#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "catalog/kind.hpp"
#include "command/addressees.hpp"
#include "command/order.hpp"
#include "records/permitted.hpp"

#include <boost/json.hpp>

namespace fx::app {

using server::Request;
using server::Response;

namespace {

namespace order = handles::order;
namespace receipt = handles::order_receipt;

records::RecordTable const& order_table(App& app) { return *app.program.engine->table(order::record_type); }
records::RecordTable const& receipt_table(App& app) { return *app.program.engine->table(receipt::record_type); }

catalog::Predicate is(int field, Value value) {
    catalog::Predicate equal;
    equal.op = catalog::Predicate::Op::eq;
    equal.field = field;
    equal.operands = {std::move(value)};
    return equal;
}

/// The receipts of the caller's post, each with its order.
Result<std::string> received(App& app, store::Reader& reader, records::Actor const& actor, records::ListQuery query) {
    query.where = is(receipt::post.index, actor.post);
    FX_TRY(auto const page, records::list(*app.program.engine, reader, actor, receipt_table(app), query));
    JsonWriter json;
    json.begin_object().key("items").begin_array();
    for (auto const& one : page.records) {
        auto const of = get(one.values, receipt::of_order).value_or(Id{});
        FX_TRY(auto const record, records::stored(*app.program.engine, reader, order_table(app), one.county, of));
        if (!record) continue;
        json.begin_object().key("receipt");
        records::write_record(json, receipt_table(app), one, {&actor, false});
        write_order(json, app.program, actor, *record);
        json.end_object();
    }
    write_next(json.end_array(), page.next);
    return json.key("total").integer(page.total.value_or(0)).end_object().take();
}

/// The orders issued in the caller's area, each with its progress.
Result<std::string> issued(App& app, store::Reader& reader, records::Actor const& actor, records::ListQuery const& query) {
    FX_TRY(auto const page, records::list(*app.program.engine, reader, actor, order_table(app), query));
    auto const now = app.program.clock.now();
    JsonWriter json;
    json.begin_object().key("items").begin_array();
    for (auto const& one : page.records) {
        auto const [first, last] = app.program.network->range(one.place);
        FX_TRY(auto const nodes, command::progress_of(reader, one.county, one.id, first, last));
        json.begin_object();
        write_order(json, app.program, actor, one);
        json.key("progress");
        write_progress(json, one, command::whole(nodes), now);
        json.end_object();
    }
    write_next(json.end_array(), page.next);
    return json.key("total").integer(page.total.value_or(0)).end_object().take();
}

/// Orders by which posts of the caller's area pass this one on.
Result<void> write_passed_on(JsonWriter& json, App& app, store::Reader& reader, Id const& of, Place area) {
    auto const [first, last] = app.program.network->range(area);
    FX_TRY(auto const rows, reader.query("SELECT o.id, o.subject, o.state, o.place, o.addressed FROM r_order_receipt r JOIN "
                                         "r_order o ON o.county = r.county AND o.carries_out = r.id WHERE r.county = $1 AND "
                                         "r.of_order = $2 AND r.place BETWEEN $3 AND $4 ORDER BY o.place, o.id LIMIT 200",
                                         {app.program.county(), of, first.value, last.value}));
    auto const view = app.program.network->view();
    json.key("passed_on").begin_array();
    for (auto const& row : rows) {
        Place const place{*integer_in(row[3])};
        json.begin_object().key("id").string(format(std::get<Id>(row[0]))).key("subject").string(*text_in(row[1]));
        json.key("state").string(*text_in(row[2])).key("place").string(format(place));
        json.key("place_name").string(view.divisions().name(place)).key("addressed").integer(*integer_in(row[4]));
        json.end_object();
    }
    json.end_array();
    return {};
}

/// The order that this one carries out, and the one that has taken its place.
Result<void> write_relatives(JsonWriter& json, store::Reader& reader, records::Record const& of) {
    json.key("carries_out");
    auto const above = get(of.values, order::carries_out);
    FX_TRY(auto const parents, reader.query("SELECT o.id, o.subject FROM r_order_receipt r JOIN r_order o ON o.county = "
                                            "r.county AND o.id = r.of_order WHERE r.county = $1 AND r.id = $2",
                                            {of.county, above.value_or(Id{})}));
    FX_TRY(auto const later, reader.query("SELECT id, subject FROM r_order WHERE county = $1 AND supersedes = $2 LIMIT 1",
                                          {of.county, of.id}));
    auto const write = [&](store::Rows const& rows) {
        if (rows.empty()) return json.null(), void();
        json.begin_object().key("id").string(format(std::get<Id>(rows[0][0]))).key("subject").string(*text_in(rows[0][1]));
        json.end_object();
    };
    write(parents);
    json.key("superseded_by");
    write(later);
    return {};
}

/// The posts a draft would go to: how many of which role, and those that nobody holds.
void write_addressed(JsonWriter& json, App& app, std::vector<network::Post> const& posts, Date today) {
    constexpr int shown_max = 50;
    auto const view = app.program.network->view();
    std::map<std::string, std::int64_t> roles;
    std::int64_t vacant = 0;
    for (auto const& post : posts) ++roles[post.role], vacant += !post.held(today);
    json.key("addressed").integer(std::int64_t(posts.size())).key("roles").begin_array();
    for (auto const& [role, count] : roles)
        json.begin_object().key("role").string(role).key("count").integer(count).end_object();
    json.end_array().key("vacant_count").integer(vacant).key("vacant").begin_array();
    int shown = 0;
    for (auto const& post : posts) {
        if (post.held(today) || ++shown > shown_max) continue;
        json.begin_object().key("post").string(format(post.id)).key("name").string(post.name);
        json.key("place")
            .string(format(post.place))
            .key("place_name")
            .string(view.divisions().name(post.place))
            .end_object();
    }
    json.end_array();
}

/// Orders in force on the same topic for the same posts, without the one that the draft takes the place of.
Result<void> write_conflicts(JsonWriter& json, App& app, store::Reader& reader, records::Actor const& actor,
                             std::string const& topic, Id const& replaced, std::vector<network::Post> const& posts) {
    std::vector<Id> ids;
    for (auto const& post : posts) ids.push_back(post.id);
    FX_TRY(auto const found, command::conflicts_of(reader, app.program.county(), topic, std::move(ids)));
    json.key("conflicts").begin_array();
    for (auto const& one : found) {
        if (one.order == replaced) continue;
        auto const record = visible_order(app.program, reader, actor, one.order);
        if (record.has_error() && record.error().kind() == ProblemKind::record_not_found) continue;  // not for these eyes
        if (record.has_error()) return record.error();
        json.begin_object().key("posts").integer(one.posts);
        write_order(json, app.program, actor, *record);
        json.end_object();
    }
    json.end_array();
    return {};
}

}  // namespace

/// box=received: what the caller's post has been told; box=issued: what posts of its area have ordered.
Response orders_list(App& app, Request const& request) {
    auto query = page_query(request);
    if (query.has_error()) return Response::problem(query.error());
    query->sort = "id";
    query->descending = true;
    query->count = true;
    auto const& actor = caller(request).actor;
    auto const box = text_or(request, "box", "received");
    if (box != "received" && box != "issued")
        return Response::problem(Problem(ProblemKind::invalid_parameter, {"box", "received, issued"}).at("box"));
    return read(*app.program.store, [&](store::Reader& reader) {
        return box == "received" ? received(app, reader, actor, *query) : issued(app, reader, actor, *query);
    });
}

/// What orders and escalations ask of the caller's post now: a digest, not a flood.
Response orders_waiting(App& app, Request const& request) {
    auto const now = app.program.clock.now();
    return read(*app.program.store, [&](store::Reader& reader) -> Result<std::string> {
        FX_TRY(auto const waiting, command::waiting_for(reader, app.program.county(), caller(request).actor.post, now));
        JsonWriter json;
        json.begin_object().key("acknowledge").integer(waiting.acknowledge);
        json.key("acknowledge_overdue").integer(waiting.acknowledge_overdue).key("report").integer(waiting.report);
        json.key("report_overdue").integer(waiting.report_overdue).key("verify").integer(waiting.verify);
        return json.key("escalations").integer(waiting.escalations).end_object().take();
    });
}

/// One order with its progress below `place` (the caller's own, or the issuer's when that is below it).
Response order_one(App& app, Request const& request) {
    auto const id = id_param(request, "id");
    if (id.has_error()) return Response::problem(id.error());
    auto const& actor = caller(request).actor;
    auto const asked = place_or_own(request);
    if (asked.has_error()) return Response::problem(asked.error());
    if (auto const allowed = in_scope(app, request, *asked); allowed.has_error()) return Response::problem(allowed.error());
    auto const now = app.program.clock.now();
    return read(*app.program.store, [&](store::Reader& reader) -> Result<std::string> {
        FX_TRY(auto const record, visible_order(app.program, reader, actor, *id));
        bool const named = request.query_value("place").has_value();
        auto const place = !named && app.program.network->covers(*asked, record.place) ? record.place : *asked;
        JsonWriter json;
        json.begin_object().key("as_of").string(format(now));
        write_order(json, app.program, actor, record);
        FX_CHECK(write_tree(json, app.program, reader, record, place, now));
        json.key("here");
        FX_CHECK(write_receipts_at(json, app.program, reader, actor, *id, place, date_at(now)));
        auto const own = command::receipt_id(*id, actor.post);
        FX_TRY(auto const mine, records::stored(*app.program.engine, reader, receipt_table(app), record.county, own));
        json.key("own");
        if (mine)
            records::write_record(json, receipt_table(app), *mine, {&actor, false});
        else
            json.null();
        FX_CHECK(write_relatives(json, reader, record));
        FX_CHECK(write_passed_on(json, app, reader, *id, actor.place));
        return json.end_object().take();
    });
}

/// What an order that is being written would do: whom it goes to, who is missing there, what it may contradict. Stores
/// nothing.
Response order_preview(App& app, Request const& request) {
    auto const body = body_object(request);
    if (body.has_error()) return Response::problem(body.error());
    auto const* fields = body->if_contains("fields");
    if (fields == nullptr || !fields->is_object())
        return Response::problem(Problem(ProblemKind::missing_member, {"fields"}).at("fields"));
    auto const& actor = caller(request).actor;
    auto const& type = order_table(app).type();
    if (!type.allows("create", actor.role))
        return Response::problem(records::not_permitted(*app.program.catalogue, actor.role, type.label));
    auto const* rows = fields->get_object().if_contains("addressees");
    auto const& field = type.fields[std::size_t(order::addressees.index)];
    auto const table = rows == nullptr ? Result<Value>(Problem(ProblemKind::missing_member, {"addressees"}))
                                       : field.kind->parse(*rows, field);
    if (table.has_error()) return Response::problem(Problem(table.error()).at("addressees"));
    auto const today = date_at(app.program.clock.now());
    auto const* text = text_in(*table);
    auto wanted = command::addressee_rows(text == nullptr ? "[]" : *text);
    return read(*app.program.store, [&](store::Reader& reader) -> Result<std::string> {
        FX_CHECK(command::look_up(*app.program.engine, reader, actor, wanted));
        FX_TRY(auto const posts, command::addressees(app.program.network->view(), receipt_table(app).type(), actor, wanted,
                                                     today, type.setting(order::settings::addressed_max)));
        JsonWriter json;
        json.begin_object();
        write_addressed(json, app, posts, today);
        auto const& draft = fields->get_object();
        auto const replaced = parse_id(text_member(draft, "supersedes"));
        FX_CHECK(write_conflicts(json, app, reader, actor, text_member(draft, "topic"),
                                 replaced.has_value() ? *replaced : Id{}, posts));
        return json.end_object().take();
    });
}

}  // namespace fx::app
