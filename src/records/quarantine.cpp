#include "records/quarantine.hpp"

#include "base/assert.hpp"
#include "base/json_writer.hpp"
#include "base/text.hpp"
#include "records/place.hpp"

#include <sodium.h>

namespace fx::records {
namespace {

std::string const& text_at(Row const& row, std::size_t i) { return std::get<std::string>(row[i]); }

Id entry_id(Id const& record, std::string_view item) {
    Id id;
    crypto_generichash(id.bytes.data(), id.bytes.size(), reinterpret_cast<unsigned char const*>(item.data()), item.size(),
                       record.bytes.data(), record.bytes.size());
    id.bytes[6] = std::uint8_t((id.bytes[6] & 0x0f) | 0x80);
    id.bytes[8] = std::uint8_t((id.bytes[8] & 0x3f) | 0x80);
    return id;
}

}  // namespace

bool is_conflict(Outcome const& outcome) {
    for (auto const& problem : outcome.problems)
        if (problem.kind() == ProblemKind::id_conflict || problem.kind() == ProblemKind::edit_conflict) return true;
    return false;
}

store::Table const& quarantine_table() {
    using enum store::ColumnType;
    static store::Table const table{"quarantine",
                                    {{"county", integer},
                                     {"id", id},
                                     {"received_at", integer},
                                     {"user_id", id},
                                     {"post_id", id},
                                     {"kind", text},
                                     {"type", text},
                                     {"record", id},
                                     {"body", text},
                                     {"problem", text},
                                     {"state", text},
                                     {"note", text}},
                                    2};
    return table;
}

Row to_row(Quarantined const& q) {
    return {q.county, q.id, q.received_at.ms, q.user, q.post, q.kind, q.type, q.record, q.body, q.problem, q.state, q.note};
}

Quarantined quarantined_from(Row const& row) {
    FX_ASSERT(row.size() == quarantine_table().columns.size());
    return {std::get<std::int64_t>(row[0]),
            std::get<Id>(row[1]),
            {std::get<std::int64_t>(row[2])},
            std::get<Id>(row[3]),
            std::get<Id>(row[4]),
            text_at(row, 5),
            text_at(row, 6),
            std::get<Id>(row[7]),
            text_at(row, 8),
            text_at(row, 9),
            text_at(row, 10),
            text_at(row, 11)};
}

std::string problems_json(std::vector<Problem> const& problems) {
    JsonWriter json;
    json.begin_array();
    for (auto const& problem : problems) {
        json.begin_object().key("number").string(problem.number()).key("name").string(problem.name());
        json.key("field").string(problem.field()).key("zh").string(problem.zh()).key("en").string(problem.en()).end_object();
    }
    return json.end_array().take();
}

Result<void> keep(store::Tx& tx, Actor const& actor, std::int64_t county, std::string const& type, Id const& record,
                  std::string_view item, Outcome const& outcome, Sealer const& sealer) {
    FX_ASSERT(!outcome.ok());
    Quarantined entry;
    entry.county = county;
    entry.id = entry_id(record, item);
    FX_TRY(auto const known, tx.get(quarantine_table(), {county, entry.id}));
    if (known) return {};
    entry.received_at = tx.now();
    entry.user = actor.user;
    entry.post = actor.post;
    entry.kind = is_conflict(outcome) ? "conflict" : "bad";
    entry.type = type;
    entry.record = record;
    entry.body = to_hex(sealer.seal(item, seal_context(entry.id, "body")));
    entry.problem = problems_json(outcome.problems);
    tx.put(quarantine_table(), to_row(entry));
    return {};
}

Result<void> settle_mended(store::Tx& tx, Actor const& actor, std::int64_t county, std::array<Id, 2> const& records) {
    FX_TRY(auto const rows, tx.query(select_all(quarantine_table()) +
                                         " WHERE county = $1 AND state = $2 AND user_id = $3 AND record IN ($4, $5)",
                                     {county, std::string("open"), actor.user, records[0], records[1]}));
    for (auto const& row : rows) {
        auto entry = quarantined_from(row);
        entry.state = "mended";
        tx.put(quarantine_table(), to_row(entry));
    }
    return {};
}

Result<std::string> item_of(Quarantined const& entry, Sealer const& sealer) {
    return sealer.open(from_hex(entry.body), seal_context(entry.id, "body"));
}

}  // namespace fx::records
