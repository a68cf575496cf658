#include "store/verify.hpp"

#include "store/tables.hpp"
#include "store/verify_year.hpp"

#include <optional>

namespace fx::store {
namespace {

constexpr std::int64_t page = 2'000;

/// Years that have entries, tiles or heads; a year whose entries are all gone is still known by its heads.
Result<std::vector<int>> years_of(Reader& reader, std::int64_t county) {
    FX_TRY(auto const rows, reader.query("SELECT year FROM journal_head WHERE county = $1 GROUP BY year "
                                         "UNION SELECT sequence / 10000000000 FROM journal WHERE county = $1 "
                                         "GROUP BY sequence / 10000000000 ORDER BY 1",
                                         {county}));
    std::vector<int> years;
    for (auto const& row : rows)
        if (auto const* year = integer_in(row[0])) years.push_back(int(*year));
    return years;
}

}  // namespace

Result<std::vector<Finding>> verify_journal(Reader& reader, std::int64_t county, std::span<std::string const> public_keys) {
    static std::string const sql =
        "SELECT " + entry_columns() +
        " FROM journal WHERE county = $1 AND sequence >= $2 AND sequence < $3 ORDER BY sequence LIMIT $4";
    std::vector<Finding> findings;
    FX_TRY(auto const years, years_of(reader, county));
    for (int const year : years) {
        YearCheck check(reader, county, year, public_keys, findings);
        auto next = first_of(year).value;
        for (;;) {
            FX_TRY(auto const rows, reader.query(sql, {county, next, first_of(year + 1).value, page}));
            for (auto const& row : rows) {
                bool erased = false;
                auto const entry = entry_of(row, &erased);
                FX_CHECK(check.entry(entry, erased));
                next = entry.sequence.value + 1;
            }
            if (std::int64_t(rows.size()) < page) break;
        }
        FX_CHECK(check.finish());
    }
    return findings;
}

}  // namespace fx::store
