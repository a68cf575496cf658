#pragma once
/// Lists of records: filter, sort, page by cursor, within a place.

#include "catalog/predicate.hpp"
#include "records/engine.hpp"

#include <boost/json/fwd.hpp>

#include <optional>
#include <string>
#include <vector>

namespace fx::records {

struct ListQuery {
    Place place;               ///< this place and everything below
    catalog::Predicate where;  ///< over the type's fields; identity fields only with eq and in
    std::string state;         ///< empty = any
    std::string sort = "id";   ///< a field, or id, place, made_at, changed_at, state; identity fields not
    bool descending = false;
    int limit = 50;      ///< 1..500
    std::string cursor;  ///< from the page before; empty = first page
    bool count = false;  ///< also count all matches
};

struct Page {
    std::vector<Record> records;
    std::optional<std::string> next;  ///< cursor of the next page, nothing at the end
    std::optional<std::int64_t> total;
};

/// 403.50 without the read permission, 403.51 outside the actor's place, 400.61 and 400.62 for a bad cursor or filter.
Result<Page> list(Engine const& engine, store::Reader& reader, Actor const& actor, RecordTable const& table,
                  ListQuery const& query);

/// The places where records match, each once, ascending; the query's sort, limit and cursor do not count. Problems as
/// list(); 413.232 for more than `places_max` places.
Result<std::vector<Place>> places(Engine const& engine, store::Reader& reader, Actor const& actor, RecordTable const& table,
                                  ListQuery const& query, int places_max);

/// {"place","state","where"}, each optional, without a place the actor's own: the filter of a list as clients send and keep
/// it.
Result<ListQuery> parse_list_filter(boost::json::object const& filter, RecordTable const& table, Actor const& actor);

/// One record as it is stored, whoever asks: for code that judges itself who may see it. Of a Tx, with what it has put.
Result<std::optional<Record>> stored(Engine const& engine, store::Reader& reader, RecordTable const& table,
                                     std::int64_t county, Id const& id);

/// One record, 404.55 when there is none or the actor may not see it.
Result<Record> find(Engine const& engine, store::Reader& reader, Actor const& actor, RecordTable const& table, Id const& id);

/// The record's journal entries, newest first, after the same checks as find.
Result<std::vector<store::Entry>> history(Engine const& engine, store::Reader& reader, store::Journal& journal,
                                          Actor const& actor, RecordTable const& table, Id const& id, int limit);

}  // namespace fx::records
