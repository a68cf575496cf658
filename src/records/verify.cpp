#include "records/verify.hpp"

#include "records/place.hpp"

#include <algorithm>

namespace fx::records {
namespace {

/// Nothing when the row agrees with its chain of entries.
Result<std::optional<store::Finding>> compare(RecordTable const& table, Row const& row, Record const& record,
                                              std::vector<store::Entry> const& history, Sealer const& sealer) {
    auto const finding = [&](std::string kind, std::string detail) {
        return std::optional(store::Finding{record.county, record.last_sequence, std::move(kind),
                                            table.table().name + " " + format(record.id) + ": " + detail});
    };
    if (history.empty() || history.front().record != record.id || history.front().version != record.version)
        return finding("row_differs", "version " + std::to_string(record.version) + " is not in the journal");
    std::vector<Value> values(record.values.size());
    for (auto entry = history.rbegin(); entry != history.rend(); ++entry) {
        if (entry->body.empty()) return std::optional<store::Finding>();  // erased: nothing to compare with
        FX_CHECK(table.apply_body(record.id, entry->body, values, sealer));
    }
    std::string fields;
    for (std::size_t i = 0; i < values.size(); ++i)
        if (values[i] != record.values[i]) fields += (fields.empty() ? "" : ", ") + table.type().fields[i].name;
    // A name whose key says another is a person whom nobody finds.
    for (auto const& key : table.name_keys())
        if (auto const* held = text_in(row[std::size_t(key.column)]);
            held != nullptr && *held != key.of(record.values[std::size_t(key.field)]))
            fields += (fields.empty() ? "" : ", ") + table.table().columns[std::size_t(key.column)].name;
    if (history.front().place != record.place) fields += fields.empty() ? "place" : ", place";
    return fields.empty() ? std::optional<store::Finding>() : finding("row_differs", fields);
}

}  // namespace

Result<std::vector<store::Finding>> verify_rows(Engine const& engine, store::Reader& reader, store::Journal& journal,
                                                std::int64_t county, std::int64_t& checked) {
    std::vector<store::Finding> findings;
    for (auto const* type : engine.catalogue().types()) {
        auto const& table = *engine.table(type->name);
        std::vector<Id> ids;
        FX_CHECK(reader.each("SELECT id FROM " + table.table().name + " WHERE county = $1 ORDER BY id",
                             std::vector<Value>{county}, [&](Row& row) { ids.push_back(std::get<Id>(row[0])); }));
        for (auto const& id : ids) {
            FX_TRY(auto const row, reader.get(table.table(), table.key(county, id)));
            auto const record = row ? table.from_row(*row, engine.sealer()) : Result<Record>(Problem());
            if (record.has_error()) {
                findings.push_back(
                    {county, {}, "row_differs", table.table().name + " " + format(id) + ": sealed value does not open"});
                continue;
            }
            FX_TRY(auto const history, journal.history(reader, county, record->last_sequence,
                                                       int(std::min<std::int64_t>(record->version, 10'000))));
            FX_TRY(auto const found, compare(table, *row, *record, history, engine.sealer()));
            if (found) findings.push_back(*found);
            ++checked;
        }
        std::vector<std::pair<Id, std::int64_t>> created;
        FX_CHECK(reader.each("SELECT record, sequence FROM journal WHERE county = $1 AND type = $2 AND version = 1",
                             std::vector<Value>{county, type->name},
                             [&](Row& row) { created.emplace_back(std::get<Id>(row[0]), std::get<std::int64_t>(row[1])); }));
        for (auto const& [id, sequence] : created)
            if (!std::binary_search(ids.begin(), ids.end(), id))
                findings.push_back({county, {sequence}, "row_missing", table.table().name + " " + format(id)});
    }
    return findings;
}

}  // namespace fx::records
