#include "catalog/predicate.hpp"

#include "base/assert.hpp"
#include "catalog/kinds/codes.hpp"

#include <algorithm>

namespace fx::catalog {
namespace {

Value const& at(std::span<Value const> values, int field) {
    FX_ASSERT(field >= 0 && std::size_t(field) < values.size());
    return values[std::size_t(field)];
}

/// A `codes` value matches when one of its codes is the operand; any other when it is equal.
bool matches(Predicate const& predicate, Value const& value, Value const& operand) {
    if (is_null(value) || is_null(operand)) return false;
    if (!predicate.many) return value == operand;
    auto const *codes = text_in(value), *wanted = text_in(operand);
    FX_ASSERT(codes != nullptr && wanted != nullptr);
    bool found = false;
    each_code(*codes, [&](std::string_view code) { return found = code == *wanted; });
    return found;
}

/// Whether `value` lies between the bounds; a bound taken from a field that is absent makes it false.
bool within(Predicate const& predicate, std::span<Value const> values) {
    auto const* value = integer_in(at(values, predicate.field));
    if (value == nullptr) return false;
    auto const bound = [&](Value const& constant, int other) -> std::pair<bool, std::int64_t const*> {
        if (other < 0) return {true, integer_in(constant)};
        auto const* number = integer_in(at(values, other));
        return {number != nullptr, number};
    };
    auto const [from_known, from] = bound(predicate.from, predicate.other_from);
    auto const [to_known, to] = bound(predicate.to, predicate.other_to);
    return from_known && to_known && (from == nullptr || *from <= *value) && (to == nullptr || *value <= *to);
}

}  // namespace

bool holds(Predicate const& predicate, std::span<Value const> values) {
    auto const part = [&](Predicate const& each) { return holds(each, values); };
    switch (predicate.op) {
        case Predicate::Op::always: return true;
        case Predicate::Op::all: return std::all_of(predicate.parts.begin(), predicate.parts.end(), part);
        case Predicate::Op::any: return std::any_of(predicate.parts.begin(), predicate.parts.end(), part);
        case Predicate::Op::not_: return !holds(predicate.parts.at(0), values);
        case Predicate::Op::present: return !is_null(at(values, predicate.field));
        case Predicate::Op::range: return within(predicate, values);
        case Predicate::Op::eq: {
            auto const& operand = predicate.other >= 0 ? at(values, predicate.other) : predicate.operands.at(0);
            return matches(predicate, at(values, predicate.field), operand);
        }
        case Predicate::Op::in: break;
    }
    auto const& value = at(values, predicate.field);
    return std::any_of(predicate.operands.begin(), predicate.operands.end(),
                       [&](Value const& operand) { return matches(predicate, value, operand); });
}

}  // namespace fx::catalog
