#include "relay/tables.hpp"

#include "records/place.hpp"

namespace fx::relay {
namespace {

using enum store::ColumnType;

std::int64_t number(Value const& value) { return std::get<std::int64_t>(value); }
std::string words(Value const& value) { return std::get<std::string>(value); }
std::optional<Instant> moment(Value const& value) {
    auto const* ms = integer_in(value);
    return ms == nullptr ? std::nullopt : std::optional(Instant{*ms});
}
Value cell(std::optional<Instant> const& at) { return at ? Value(at->ms) : Value(); }

Upstream upstream_from(Row const& row) {
    return {number(row[0]), words(row[1]), words(row[2]),       {number(row[3])},
            number(row[4]), words(row[5]), number(row[6]) != 0, moment(row[7])};
}

Lower lower_from(Row const& row) {
    return {Place::division(number(row[0])),
            words(row[1]),
            words(row[2]),
            {number(row[3])},
            number(row[4]),
            words(row[5]),
            moment(row[6]),
            moment(row[7]),
            moment(row[8])};
}

}  // namespace

store::Table const& upstream_table() {
    static store::Table const table{"relay_upstream",
                                    {{"county", integer},
                                     {"url", text},
                                     {"name", text},
                                     {"made_at", integer},
                                     {"sequence", integer},
                                     {"hash", text},
                                     {"whole", integer},
                                     {"acknowledged_at", integer}},
                                    1};
    return table;
}

store::Table const& outbox_table() {
    static store::Table const table{
        "relay_outbox",
        {{"county", integer}, {"sequence", integer}, {"hash", text}, {"made_at", integer}, {"body", text}},
        2};
    return table;
}

store::Table const& stated_table() {
    static store::Table const table{"relay_stated", {{"county", integer}, {"period", id}, {"stated", text}}, 2};
    return table;
}

store::Table const& lower_table() {
    static store::Table const table{"relay_lower",
                                    {{"county", integer},
                                     {"name", text},
                                     {"public_key", text},
                                     {"made_at", integer},
                                     {"sequence", integer},
                                     {"hash", text},
                                     {"as_of", integer},
                                     {"known_at", integer},
                                     {"received_at", integer}},
                                    1};
    return table;
}

store::Table const& period_table() {
    static store::Table const table{"relay_period",
                                    {{"county", integer},
                                     {"period", id},
                                     {"type", text},
                                     {"area", integer},
                                     {"opens_at", integer},
                                     {"due_at", integer},
                                     {"closed_at", integer},
                                     {"expected", integer},
                                     {"fulfilled", integer},
                                     {"late", integer}},
                                    2};
    return table;
}

store::Table const& figure_table() {
    static store::Table const table{"relay_figure",
                                    {{"county", integer},
                                     {"period", id},
                                     {"place", integer},
                                     {"expected", integer},
                                     {"fulfilled", integer},
                                     {"late", integer}},
                                    3};
    return table;
}

Row to_row(Upstream const& of) {
    return {
        of.county, of.url, of.name, of.made_at.ms, of.sequence, of.hash, std::int64_t(of.whole), cell(of.acknowledged_at)};
}

Row to_row(Lower const& of) {
    return {
        of.instance.division_code(), of.name, of.key, of.made_at.ms, of.sequence, of.hash, cell(of.as_of), cell(of.known_at),
        cell(of.received_at)};
}

Result<std::optional<Upstream>> upstream_of(store::Reader& reader, std::int64_t county) {
    FX_TRY(auto const row, reader.get(upstream_table(), {county}));
    return row ? std::optional(upstream_from(*row)) : std::nullopt;
}

Result<std::optional<Lower>> lower_of(store::Reader& reader, Place instance) {
    FX_TRY(auto const row, reader.get(lower_table(), {instance.division_code()}));
    return row ? std::optional(lower_from(*row)) : std::nullopt;
}

Result<std::vector<Lower>> all_lowers(store::Reader& reader) {
    FX_TRY(auto const rows, reader.query(records::select_all(lower_table()) + " ORDER BY county", {}));
    std::vector<Lower> out;
    for (auto const& row : rows) out.push_back(lower_from(row));
    return out;
}

Row to_row(Place instance, Held const& held) {
    auto const& [period, sum] = held;
    return {instance.division_code(),
            period.id,
            period.type,
            period.area.value,
            period.opens_at.ms,
            period.due_at.ms,
            cell(period.closed_at),
            std::int64_t(sum.expected),
            std::int64_t(sum.fulfilled),
            std::int64_t(sum.late)};
}

Held held_from(Row const& row) {
    return {{std::get<Id>(row[1]), words(row[2]), {number(row[3])}, {number(row[4])}, {number(row[5])}, moment(row[6]), {}},
            {std::uint32_t(number(row[7])), std::uint32_t(number(row[8])), std::uint32_t(number(row[9]))}};
}

}  // namespace fx::relay
