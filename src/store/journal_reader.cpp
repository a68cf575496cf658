#include "store/journal_reader.hpp"

#include "store/tables.hpp"
#include "store/verify.hpp"

#include <fmt/format.h>

namespace fx::store {
namespace {

constexpr int feed_max = 10'000;

Problem invalid(std::string_view name, std::string_view why) {
    return Problem(ProblemKind::invalid_parameter, {std::string(name), std::string(why)}).at(std::string(name));
}

/// Proofs are given for sizes that the log has reached.
Result<void> check_size(Reader& reader, std::int64_t county, int year, std::int64_t size) {
    FX_TRY(auto const rows,
           reader.query("SELECT size FROM journal_head WHERE county = $1 AND year = $2 ORDER BY size DESC LIMIT 1",
                        {county, std::int64_t(year)}));
    std::int64_t const now = rows.empty() ? 0 : *integer_in(rows[0][0]);
    if (size < 1 || size > now) return invalid("size", fmt::format("1..{}", now));
    return {};
}

}  // namespace

Result<Head> JournalReader::head(Reader& reader, std::int64_t county, int year) {
    FX_TRY(auto const rows, reader.query("SELECT county, year, size, from_size, root, at, signature FROM journal_head "
                                         "WHERE county = $1 AND year = $2 ORDER BY size DESC LIMIT 1",
                                         {county, std::int64_t(year)}));
    if (!rows.empty()) return head_of(rows[0]);
    Head empty;
    empty.county = county;
    empty.year = year;
    empty.root = empty_root();
    return empty;
}

std::optional<Head> JournalReader::newest(std::int64_t county) const { return book_ ? book_->newest(county) : std::nullopt; }

Result<std::vector<Hash>> JournalReader::inclusion(Reader& reader, std::int64_t county, int year, std::int64_t index,
                                                   std::int64_t size) {
    FX_CHECK(check_size(reader, county, year, size));
    if (index < 0 || index >= size) return invalid("index", fmt::format("0..{}", size - 1));
    TileNodes nodes(reader, county, year);
    return inclusion_path(nodes, index, size);
}

Result<std::vector<Hash>> JournalReader::consistency(Reader& reader, std::int64_t county, int year, std::int64_t from_size,
                                                     std::int64_t size) {
    FX_CHECK(check_size(reader, county, year, size));
    if (from_size < 1 || from_size > size) return invalid("from_size", fmt::format("1..{}", size));
    TileNodes nodes(reader, county, year);
    return consistency_path(nodes, from_size, size);
}

Result<std::vector<Entry>> JournalReader::feed(Reader& reader, std::int64_t county, Sequence after, int limit) {
    if (limit < 1 || limit > feed_max) return invalid("limit", fmt::format("1..{}", feed_max));
    static std::string const sql =
        "SELECT " + entry_columns() + " FROM journal WHERE county = $1 AND sequence > $2 ORDER BY sequence LIMIT $3";
    FX_TRY(auto const rows, reader.query(sql, {county, after.value, std::int64_t(limit)}));
    std::vector<Entry> entries;
    entries.reserve(rows.size());
    for (auto const& row : rows) entries.push_back(entry_of(row));
    return entries;
}

Result<std::vector<Entry>> JournalReader::history(Reader& reader, std::int64_t county, Sequence last, int limit) {
    if (limit < 1 || limit > feed_max) return invalid("limit", fmt::format("1..{}", feed_max));
    std::vector<Entry> entries;
    while (last.value != 0 && int(entries.size()) < limit) {
        FX_TRY(auto const row, reader.get(journal_table, {county, last.value}));
        if (!row) return Problem(ProblemKind::store_damaged, {fmt::format("journal {} {}", county, last.value)});
        entries.push_back(entry_of(*row));
        // A chain only ever leads back; a row altered to point forward must not loop us.
        if (entries.back().previous >= last)
            return Problem(ProblemKind::store_damaged, {fmt::format("journal {} {}", county, last.value)});
        last = entries.back().previous;
    }
    return entries;
}

Result<std::vector<Finding>> JournalReader::verify(Reader& reader, std::int64_t county) {
    return verify_journal(reader, county, public_keys_);
}

/// The query first brings entries of this group into the table, where the row can then be replaced.
Result<void> erase_body(Tx& tx, std::int64_t county, Sequence sequence) {
    FX_TRY(auto const rows, tx.query("SELECT " + entry_columns() + " FROM journal WHERE county = $1 AND sequence = $2",
                                     {county, sequence.value}));
    if (rows.empty()) return Problem(ProblemKind::not_found, {fmt::format("journal {} {}", county, sequence.value)});
    Row row = rows.front();
    for (std::size_t i = 0; i < row.size(); ++i)
        if (auto const& name = journal_table.columns[i].name; name == "body" || name == "salt") row[i] = Value();
    tx.put(journal_table, std::move(row));
    return {};
}

}  // namespace fx::store
