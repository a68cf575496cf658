#include "app/field_home.hpp"
#include "app/sync_delta.hpp"
#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "records/permitted.hpp"
#include "records/query.hpp"

namespace fx::app {

using server::Request;
using server::Response;

namespace {

namespace household = handles::household;

/// What goes to the phone in one answer.
struct Batch {
    std::vector<records::Record> households;
    std::vector<Id> removed;
    SyncCursor next;
    bool reset = false;
    bool more = false;
    std::optional<std::int64_t> total;
};

Result<store::Sequence> newest(store::Reader& reader, std::int64_t county) {
    FX_TRY(auto const rows,
           reader.query("SELECT sequence FROM journal WHERE county = $1 ORDER BY sequence DESC LIMIT 1", {county}));
    return store::Sequence{rows.empty() ? 0 : *integer_in(rows[0][0])};
}

/// The whole place, page by page. The cursor remembers where the feed stood when the first page was read: what changes
/// meanwhile comes with the first delta.
Result<Batch> first_reading(App& app, store::Reader& reader, records::Actor const& actor, SyncCursor cursor, int limit) {
    bool const begins = cursor.list.empty();
    records::ListQuery query;
    query.place = actor.place;
    query.sort = "place";
    query.state = household::states::active;
    query.limit = limit;
    query.cursor = cursor.list;
    query.count = begins;
    auto const& table = *app.program.engine->table(household::record_type);
    FX_TRY(auto page, records::list(*app.program.engine, reader, actor, table, query));
    Batch batch;
    batch.households = std::move(page.records);
    batch.reset = begins;
    batch.total = page.total;
    batch.more = page.next.has_value();
    cursor.list = page.next.value_or("");
    batch.next = std::move(cursor);
    return batch;
}

Result<Batch> read_delta(App& app, store::Reader& reader, SyncCursor const& from, SyncDelta const& delta, Instant now) {
    auto const& table = *app.program.engine->table(household::record_type);
    std::vector<Row> keys;
    for (auto const& id : delta.households) keys.push_back(table.key(app.program.county(), id));
    FX_TRY(auto const rows, reader.get_many(table.table(), keys));
    Batch batch;
    std::size_t i = 0;
    for (auto const& id : delta.households) {
        auto const& row = rows[i++];
        if (!row) continue;
        FX_TRY(auto record, table.from_row(*row, *app.program.sealer));
        if (record.state == household::states::active && app.program.network->covers(from.place, record.place))
            batch.households.push_back(std::move(record));
        else
            batch.removed.push_back(id);
    }
    batch.more = delta.more;
    batch.next = {delta.after, delta.more ? from.at : now, from.place, ""};
    return batch;
}

Result<Batch> next_batch(App& app, store::Reader& reader, records::Actor const& actor,
                         std::optional<SyncCursor> const& cursor, std::vector<records::Period> const& periods, int limit,
                         Instant now) {
    bool const own = cursor && cursor->place == actor.place;
    if (own && !cursor->list.empty()) return first_reading(app, reader, actor, *cursor, limit);
    if (own) {
        auto const& type = app.program.engine->table(household::record_type)->type();
        if (!type.allows("read", actor.role)) return records::not_permitted(*app.program.catalogue, actor.role, type.label);
        FX_TRY(auto const delta, changes_since(*app.program.engine, reader, app.program.county(), *cursor, periods));
        if (!delta.reset) return read_delta(app, reader, *cursor, delta, now);
    }
    FX_TRY(auto const after, newest(reader, app.program.county()));
    return first_reading(app, reader, actor, {after, now, actor.place, ""}, limit);
}

std::string batch_json(App& app, Batch const& batch, Homes const& homes, std::vector<records::Period> const& periods,
                       Instant now) {
    JsonWriter json;
    json.begin_object().key("reset").boolean(batch.reset).key("households").begin_array();
    for (auto const& record : homes.households) {
        json.begin_object();
        write_home(json, app, homes, record, now);
        json.end_object();
    }
    json.end_array().key("removed").begin_array();
    for (auto const& id : batch.removed) json.string(format(id));
    json.end_array().key("periods").begin_array();
    for (auto const& period : periods) write_period(json, period);
    json.end_array().key("next").string(format(batch.next)).key("more").boolean(batch.more);
    if (batch.total) json.key("total").integer(*batch.total);
    return json.key("server_time").string(format(now)).end_object().take();
}

}  // namespace

/// The caller's place, whole at first and then what has changed: what a phone keeps for days without a network.
Response field_sync(App& app, Request const& request) {
    auto const limit = request.query_integer("limit", 200, 1, 500);
    if (limit.has_error()) return Response::problem(limit.error());
    auto const text = text_or(request, "cursor", "");
    std::optional<SyncCursor> cursor;
    if (!text.empty()) {
        auto parsed = parse_sync_cursor(text);
        if (parsed.has_error()) return Response::problem(parsed.error());
        cursor = std::move(*parsed);
    }
    auto const& actor = caller(request).actor;
    auto const now = app.program.clock.now();
    auto const periods = open_periods(app);
    return read(*app.program.store, [&](store::Reader& reader) -> Result<std::string> {
        FX_TRY(auto batch, next_batch(app, reader, actor, cursor, periods, int(*limit), now));
        FX_TRY(auto const homes, read_homes(app, reader, std::move(batch.households), periods));
        return batch_json(app, batch, homes, periods, now);
    });
}

}  // namespace fx::app
