#include "records/obligation.hpp"

#include "base/assert.hpp"

#include <sodium.h>

namespace fx::records {
namespace {

Value optional_time(std::optional<Instant> const& at) { return at ? Value(at->ms) : Value(); }
std::optional<Instant> optional_time(Value const& value) {
    auto const* ms = integer_in(value);
    return ms ? std::optional<Instant>(Instant{*ms}) : std::nullopt;
}
std::int64_t number(Value const& value) { return std::get<std::int64_t>(value); }
Id id_or_nil(Value const& value) { return id_in(value) ? *id_in(value) : Id{}; }
Value id_or_null(Id const& id) { return id.is_nil() ? Value() : Value(id); }

}  // namespace

Id period_id(std::int64_t county, std::string_view type, std::string_view name) {
    auto const text = std::to_string(county) + "/" + std::string(type) + "/" + std::string(name);
    Id id;
    crypto_generichash(id.bytes.data(), id.bytes.size(), reinterpret_cast<unsigned char const*>(text.data()), text.size(),
                       nullptr, 0);
    id.bytes[6] = std::uint8_t((id.bytes[6] & 0x0f) | 0x80);  // UUID version 8: by a rule of our own
    id.bytes[8] = std::uint8_t((id.bytes[8] & 0x3f) | 0x80);
    return id;
}

store::Table const& period_table() {
    using enum store::ColumnType;
    static store::Table const table{"obligation_period",
                                    {{"county", integer},
                                     {"id", id},
                                     {"type", text},
                                     {"label", text},
                                     {"area", integer},
                                     {"opens_at", integer},
                                     {"due_at", integer},
                                     {"closed_at", integer},
                                     {"source", id},
                                     {"subject_type", text}},
                                    2};
    return table;
}

store::Table const& obligation_table() {
    using enum store::ColumnType;
    static store::Table const table{"obligation",
                                    {{"county", integer},
                                     {"period", id},
                                     {"subject", id},
                                     {"type", text},
                                     {"place", integer},
                                     {"opened_at", integer},
                                     {"due_at", integer},
                                     {"state", integer},
                                     {"fulfilled_at", integer},
                                     {"fulfilled_by", id}},
                                    3};
    return table;
}

Row to_row(Period const& p) {
    return {p.county,
            p.id,
            p.type,
            p.label,
            p.area.value,
            p.opens_at.ms,
            p.due_at.ms,
            optional_time(p.closed_at),
            id_or_null(p.source),
            p.subject_type};
}

Row to_row(Obligation const& o) {
    return {o.county,
            o.period,
            o.subject,
            o.type,
            o.place.value,
            o.opened_at.ms,
            o.due_at.ms,
            std::int64_t(o.state),
            optional_time(o.fulfilled_at),
            id_or_null(o.fulfilled_by)};
}

Period period_from(Row const& row) {
    FX_ASSERT(row.size() == period_table().columns.size());
    return {number(row[0]),
            std::get<Id>(row[1]),
            std::get<std::string>(row[2]),
            std::get<std::string>(row[3]),
            {number(row[4])},
            {number(row[5])},
            {number(row[6])},
            optional_time(row[7]),
            id_or_nil(row[8]),
            std::get<std::string>(row[9])};
}

Obligation obligation_from(Row const& row) {
    FX_ASSERT(row.size() == obligation_table().columns.size());
    return {number(row[0]),   std::get<Id>(row[1]), std::get<Id>(row[2]), std::get<std::string>(row[3]), {number(row[4])},
            {number(row[5])}, {number(row[6])},     Duty(number(row[7])), optional_time(row[8]),         id_or_nil(row[9])};
}

}  // namespace fx::records
