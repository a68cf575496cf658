#pragma once
/// Predicates: the only logic a catalogue may hold. The same trees are evaluated by web/core/src/predicate.ts,
/// against the same vectors in tests/spec/predicates.json.

#include "base/result.hpp"
#include "base/value.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace fx::catalog {

/// In a file: true, false, {"all":[…]}, {"any":[…]}, {"not":…}, {"present":"field"}, {"eq":["field",value]},
/// {"in":["field",[value,…]]}, {"range":["field",from,to]} with null for an open end; {"field":"other"} stands for
/// another field's value in eq and range. A table is present when it has a row.
/// Three-valued logic is avoided on purpose: a comparison with an absent field is false, `not` of it is true.
struct Predicate {
    enum class Op { always, all, any, not_, eq, in, range, present };
    Op op = Op::always;
    std::vector<Predicate> parts = {};  ///< all, any: every part; not_: one
    int field = -1;                     ///< eq, in, range, present: index into the record's fields (or the row's columns)
    bool many = false;                  ///< the field is of kind codes: eq and in match when one of its codes does
    std::vector<Value> operands = {};   ///< eq: one; in: any number; a `codes` field matches when one of its codes does
    Value from = {}, to = {};           ///< range: inclusive bounds, either may be absent
    int other = -1;                     ///< eq and range: compare with this field instead of a constant (-1 = constant)
    int other_from = -1, other_to = -1;

    static Predicate never() { return {.op = Op::any}; }
    bool is_always() const { return op == Op::always; }
    bool is_never() const { return op == Op::any && parts.empty(); }
};

/// `values[i]` is the value of field i.
bool holds(Predicate const& predicate, std::span<Value const> values);

}  // namespace fx::catalog
