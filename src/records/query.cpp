#include "records/query.hpp"

#include "base/assert.hpp"
#include "base/json_member.hpp"
#include "base/json_writer.hpp"
#include "base/text.hpp"
#include "catalog/predicate_json.hpp"
#include "records/permitted.hpp"
#include "records/place.hpp"
#include "records/present.hpp"
#include "records/sql_filter.hpp"

#include <boost/json.hpp>

#include <limits>

namespace fx::records {
namespace {

Problem bad_filter(std::string why) { return Problem(ProblemKind::bad_filter, {std::move(why)}); }

/// What the list is ordered by: an SQL expression that is never NULL, so that a row comparison pages through it.
struct SortKey {
    std::string expression;
    int column = -1;
    bool integer = false;
};

Result<SortKey> sort_key(RecordTable const& table, std::string const& name, std::string const& role) {
    if (name == "id") return SortKey{"id", 1, false};
    if (name == "place" || name == "made_at" || name == "changed_at")
        return SortKey{name, name == "place" ? 2 : name == "made_at" ? 5 : 6, true};
    if (name == "state") return SortKey{"COALESCE(state, '')", 3, false};
    int const field = table.type().field_index(name);
    auto const& fields = table.type().fields;
    if (field < 0 || table.column(field) < 0 || RecordTable::sealed(fields[std::size_t(field)]) ||
        !readable(fields[std::size_t(field)], role))
        return Problem(ProblemKind::bad_filter, {"sort=" + name});
    int const column = table.column(field);
    auto const type = table.table().columns[std::size_t(column)].type;
    if (type == store::ColumnType::integer)
        return SortKey{"COALESCE(" + name + ", " + std::to_string(std::numeric_limits<std::int64_t>::min() + 1) + ")",
                       column, true};
    if (type == store::ColumnType::text) return SortKey{"COALESCE(" + name + ", '')", column, false};
    return Problem(ProblemKind::bad_filter, {"sort=" + name});
}

/// The cursor holds the last row's sort value and id as JSON in hex: opaque to clients, checked when it returns.
std::string make_cursor(SortKey const& key, Row const& row) {
    JsonWriter json;
    json.begin_array();
    auto const& value = row[std::size_t(key.column)];
    if (key.expression == "id")
        json.null();
    else if (key.integer)
        json.integer(is_null(value) ? std::numeric_limits<std::int64_t>::min() + 1 : std::get<std::int64_t>(value));
    else
        json.string(is_null(value) ? "" : std::get<std::string>(value));
    auto const text = json.string(format(std::get<Id>(row[1]))).end_array().take();
    return to_hex({reinterpret_cast<std::uint8_t const*>(text.data()), text.size()});
}

struct CursorAt {
    Value value;
    Id id;
};

Result<CursorAt> read_cursor(SortKey const& key, std::string const& cursor) {
    auto bad = Problem(ProblemKind::bad_cursor).at("cursor");
    auto const bytes = from_hex(cursor);
    boost::system::error_code error;
    auto const json = boost::json::parse(std::string_view(reinterpret_cast<char const*>(bytes.data()), bytes.size()), error);
    if (error || !json.is_array() || json.get_array().size() != 2 || !json.at(1).is_string()) return bad;
    auto const id = parse_id(std::string_view(json.at(1).get_string()));
    if (id.has_error()) return bad;
    auto const& value = json.at(0);
    if (key.expression == "id") return CursorAt{{}, *id};
    if (key.integer ? !value.is_int64() : !value.is_string()) return bad;
    return CursorAt{key.integer ? Value(value.get_int64()) : Value(std::string(value.get_string())), *id};
}

Result<void> may_read(Engine const& engine, Actor const& actor, RecordTable const& table, Place place) {
    if (!table.type().allows("read", actor.role)) return not_permitted(engine.catalogue(), actor.role, table.type().label);
    if (!engine.responsibility().covers(actor.place, place))
        return Problem(ProblemKind::not_responsible, {format(place)}).at("place");
    return {};
}

/// Adds what lets the fields that the predicate holds to one value be found by an index.
void add_index_paths(SqlFilter& filter, RecordTable const& table, catalog::Predicate const& predicate) {
    using enum catalog::Predicate::Op;
    if (predicate.op == all)
        for (auto const& part : predicate.parts) add_index_paths(filter, table, part);
    if (predicate.op != eq || predicate.other >= 0) return;
    if (auto path = table.index_path(predicate.field); !path.empty()) filter.raw(std::move(path));
}

/// What the query asks for, once it is known that this actor may ask it. `by_id`: the rows are wanted in the order of ids.
Result<void> add_query(SqlFilter& filter, Engine const& engine, Actor const& actor, RecordTable const& table,
                       ListQuery const& query, bool by_id) {
    FX_CHECK(may_read(engine, actor, table, query.place));
    auto const county = engine.responsibility().county_of(query.place);
    if (!county) return Problem(ProblemKind::unknown_place, {format(query.place)}).at("place");
    if (int const field = unreadable_field(query.where, table.type(), actor.role); field >= 0)
        return bad_filter(table.type().fields[std::size_t(field)].name);
    filter.raw("county = " + filter.bind(*county));
    auto const [first, last] = engine.responsibility().range(query.place);
    // Sorted by id, a page of a whole county or township is found sooner along the ids than by sorting all of the place.
    bool const along_ids = by_id && first.value % 1'000'000 == 0;
    filter.raw(std::string(along_ids ? "+" : "") + "place BETWEEN " + filter.bind(first.value) + " AND " +
               filter.bind(last.value));
    if (!query.state.empty()) filter.raw("state = " + filter.bind(query.state));
    FX_CHECK(filter.add(query.where));
    add_index_paths(filter, table, query.where);
    return {};
}

}  // namespace

Result<std::vector<Place>> places(Engine const& engine, store::Reader& reader, Actor const& actor, RecordTable const& table,
                                  ListQuery const& query, int places_max) {
    SqlFilter filter(table, engine.sealer());
    FX_CHECK(add_query(filter, engine, actor, table, query, false));
    std::vector<Place> out;
    FX_CHECK(reader.each("SELECT DISTINCT place FROM " + table.table().name + " WHERE " + filter.where() +
                             " ORDER BY place LIMIT " + std::to_string(places_max + 1),
                         filter.parameters(), [&](Row& row) { out.push_back({*integer_in(row[0])}); }));
    if (out.size() > std::size_t(places_max)) return Problem(ProblemKind::bulk_too_many, {std::to_string(places_max)});
    return out;
}

Result<ListQuery> parse_list_filter(boost::json::object const& filter, RecordTable const& table, Actor const& actor) {
    ListQuery query;
    query.place = actor.place;
    if (auto const place = text_member(filter, "place"); !place.empty()) {
        auto const parsed = parse_place(place);
        if (parsed.has_error()) return Problem(parsed.error()).at("place");
        query.place = *parsed;
    }
    query.state = text_member(filter, "state");
    if (auto const* where = filter.if_contains("where"); where != nullptr && !where->is_null()) {
        FX_TRY(query.where, catalog::parse_predicate(*where, table.type().fields));
    }
    return query;
}

Result<Page> list(Engine const& engine, store::Reader& reader, Actor const& actor, RecordTable const& table,
                  ListQuery const& query) {
    if (query.limit < 1 || query.limit > 500) return bad_filter("limit 1…500");
    FX_TRY(auto const key, sort_key(table, query.sort, actor.role));
    SqlFilter filter(table, engine.sealer());
    FX_CHECK(add_query(filter, engine, actor, table, query, key.expression == "id"));

    Page page;
    if (query.count) {
        FX_TRY(auto const rows,
               reader.query("SELECT COUNT(*) FROM " + table.table().name + " WHERE " + filter.where(), filter.parameters()));
        page.total = std::get<std::int64_t>(rows.at(0).at(0));
    }
    auto const direction = query.descending ? " DESC" : " ASC";
    if (!query.cursor.empty()) {
        FX_TRY(auto const at, read_cursor(key, query.cursor));
        auto const compare = query.descending ? " < " : " > ";
        if (key.expression == "id")
            filter.raw("id" + std::string(compare) + filter.bind(at.id));
        else
            filter.raw("(" + key.expression + ", id)" + compare + "(" + filter.bind(at.value) + ", " + filter.bind(at.id) +
                       ")");
    }
    auto sql = select_all(table.table()) + " WHERE " + filter.where() + " ORDER BY " + key.expression + direction;
    if (key.expression != "id") sql += ", id" + std::string(direction);
    FX_TRY(auto rows, reader.query(sql + " LIMIT " + std::to_string(query.limit + 1), filter.parameters()));
    if (rows.size() > std::size_t(query.limit)) {
        rows.pop_back();
        page.next = make_cursor(key, rows.back());
    }
    for (auto const& row : rows) {
        FX_TRY(auto record, table.from_row(row, engine.sealer()));
        page.records.push_back(std::move(record));
    }
    return page;
}

Result<std::optional<Record>> stored(Engine const& engine, store::Reader& reader, RecordTable const& table,
                                     std::int64_t county, Id const& id) {
    FX_TRY(auto const row, reader.get(table.table(), table.key(county, id)));
    if (!row) return std::optional<Record>();
    FX_TRY(auto record, table.from_row(*row, engine.sealer()));
    return std::optional<Record>(std::move(record));
}

Result<Record> find(Engine const& engine, store::Reader& reader, Actor const& actor, RecordTable const& table,
                    Id const& id) {
    auto unknown = Problem(ProblemKind::record_not_found, {format(id)});
    auto const county = engine.responsibility().county_of(actor.place);
    if (!county) return unknown;
    FX_TRY(auto record, stored(engine, reader, table, *county, id));
    if (!record || may_read(engine, actor, table, record->place).has_error()) return unknown;
    return *std::move(record);
}

Result<std::vector<store::Entry>> history(Engine const& engine, store::Reader& reader, store::Journal& journal,
                                          Actor const& actor, RecordTable const& table, Id const& id, int limit) {
    FX_TRY(auto const record, find(engine, reader, actor, table, id));
    return journal.history(reader, record.county, record.last_sequence, limit);
}

}  // namespace fx::records
