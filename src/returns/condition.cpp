#include "returns/condition.hpp"

#include "catalog/kind.hpp"
#include "records/place.hpp"

#include <algorithm>

namespace fx::returns {
namespace {

using catalog::Predicate;
using Op = Predicate::Op;

/// The day's first and last value in the field's own unit: the day itself, or its milliseconds.
std::pair<Value, Value> bounds(catalog::Field const& field, Date day) {
    if (field.kind->name() == "date") return {std::int64_t(day.days), std::int64_t(day.days)};
    return {start_of(day).ms, start_of(day + 1).ms - 1};
}

Predicate range(int field, Value from, Value to) {
    Predicate out{.op = Op::range, .field = field};
    out.from = std::move(from);
    out.to = std::move(to);
    return out;
}

}  // namespace

Result<std::vector<records::Period>> standing(store::Reader& reader, records::Responsibility const& places,
                                              std::int64_t county, std::string_view duty, Date since, Date day) {
    static std::string const sql = records::select_all(records::period_table()) +
                                   " WHERE county = $1 AND type = $2 AND opens_at < $3 AND "
                                   "((source IS NULL AND opens_at >= $4) OR "
                                   "(source IS NOT NULL AND (closed_at IS NULL OR closed_at >= $4)))";
    FX_TRY(auto const rows, reader.query(sql, {county, std::string(duty), start_of(day + 1).ms, start_of(since).ms}));
    std::vector<records::Period> periods;
    for (auto const& row : rows) periods.push_back(records::period_from(row));
    auto const width = [&](records::Period const& period) {
        auto const [first, last] = places.range(period.area);
        return last.value - first.value;
    };
    std::ranges::sort(periods, [&](auto const& a, auto const& b) {
        return std::tuple(-width(a), -a.opens_at.ms, a.id) < std::tuple(-width(b), -b.opens_at.ms, b.id);
    });
    return periods;
}

Predicate condition(catalog::Cell const& cell, Date since, Date day, std::vector<records::Period> const& periods) {
    auto all = day_condition(cell, since, day, periods);
    if (cell.where.is_always()) return all;
    if (all.is_always()) return cell.where;
    all.parts.insert(all.parts.begin(), cell.where);
    return all;
}

Predicate day_condition(catalog::Cell const& cell, Date since, Date day, std::vector<records::Period> const& periods) {
    auto const& fields = cell.type->fields;
    Predicate all{.op = Op::all};
    if (cell.on >= 0) {
        auto const& on = fields[std::size_t(cell.on)];
        all.parts.push_back(range(cell.on, bounds(on, since).first, bounds(on, day).second));
    }
    if (cell.from >= 0) all.parts.push_back(range(cell.from, {}, bounds(fields[std::size_t(cell.from)], day).second));
    if (cell.until >= 0) {
        Predicate still{.op = Op::any};
        still.parts.push_back({.op = Op::not_, .parts = {{.op = Op::present, .field = cell.until}}});
        still.parts.push_back(range(cell.until, bounds(fields[std::size_t(cell.until)], day + 1).first, {}));
        all.parts.push_back(std::move(still));
    }
    if (cell.of >= 0) {
        Predicate in{.op = Op::in, .field = cell.of};
        for (auto const& period : periods) in.operands.emplace_back(period.id);
        all.parts.push_back(std::move(in));
    }
    return all.parts.empty() ? Predicate{} : all;
}

}  // namespace fx::returns
