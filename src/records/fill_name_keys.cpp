#include "records/fill_name_keys.hpp"

#include "records/place.hpp"

namespace fx::records {
namespace {

constexpr std::size_t rows_per_commit = 1000;

/// The next rows of `table` without the key in `column`, filled. A row's values stay as they are, sealed ones too.
Result<std::size_t> fill_some(store::Tx& tx, RecordTable const& table, std::string const& column, std::int64_t county) {
    FX_TRY(auto rows, tx.query(select_all(table.table()) + " WHERE county = $1 AND " + column + " IS NULL LIMIT " +
                                   std::to_string(rows_per_commit),
                               {county}));
    for (auto& row : rows) {
        for (auto const& key : table.name_keys())
            row[std::size_t(key.column)] = key.of(row[std::size_t(table.column(key.field))]);
        tx.put(table.table(), std::move(row));
    }
    return rows.size();
}

}  // namespace

Result<std::int64_t> fill_name_keys(store::Store& store, Engine const& engine, std::int64_t county) {
    std::int64_t filled = 0;
    for (auto const* type : engine.catalogue().types()) {
        auto const& table = *engine.table(type->name);
        for (auto const& key : table.name_keys()) {
            auto const& column = table.table().columns[std::size_t(key.column)].name;
            for (std::size_t done = rows_per_commit; done == rows_per_commit; filled += std::int64_t(done))
                FX_CHECK(store.write([&](store::Tx& tx) -> Result<void> {
                    FX_TRY(done, fill_some(tx, table, column, county));
                    return {};
                }));
        }
    }
    return filled;
}

}  // namespace fx::records
