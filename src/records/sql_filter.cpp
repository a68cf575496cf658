#include "records/sql_filter.hpp"

#include "base/json_writer.hpp"
#include "catalog/kind.hpp"

namespace fx::records {
namespace {

Problem unsearchable(catalog::Field const& field) { return Problem(ProblemKind::bad_filter, {field.name}).at(field.name); }

/// A code inside a canonical JSON list of codes: ["1","7"] matches %"7"%. Codes hold no quote, % or _ (lint).
std::string list_pattern(std::string const& code) { return "%\"" + code + "\"%"; }

}  // namespace

std::string SqlFilter::bind(Value value) {
    parameters_.push_back(std::move(value));
    return "$" + std::to_string(parameters_.size());
}

void SqlFilter::raw(std::string condition) { where_ += (where_.empty() ? "" : " AND ") + std::move(condition); }

Result<void> SqlFilter::add(catalog::Predicate const& predicate) {
    if (predicate.op == catalog::Predicate::Op::always) return {};
    FX_TRY(auto condition, compile(predicate));
    raw(std::move(condition));
    return {};
}

Result<std::string> SqlFilter::column(int field) const {
    int const index = table_.column(field);
    auto const& declared = table_.type().fields[std::size_t(field)];
    if (index < 0 || RecordTable::sealed(declared)) return unsearchable(declared);
    return table_.table().columns[std::size_t(index)].name;
}

Result<std::string> SqlFilter::joined(catalog::Predicate const& predicate, std::string_view between,
                                      std::string_view when_empty) {
    std::string out;
    for (auto const& part : predicate.parts) {
        FX_TRY(auto const condition, compile(part));
        out += (out.empty() ? "(" : std::string(between)) + condition;
    }
    return out.empty() ? std::string(when_empty) : out + ")";
}

Result<std::string> SqlFilter::compile(catalog::Predicate const& predicate) {
    using enum catalog::Predicate::Op;
    switch (predicate.op) {
        case always: return std::string("(1 = 1)");
        case all: return joined(predicate, " AND ", "(1 = 1)");
        case any: return joined(predicate, " OR ", "(1 = 0)");
        case not_: {
            FX_TRY(auto const inner, joined(predicate, " AND ", "(1 = 1)"));
            // A comparison with NULL is false in the catalogue's logic, and its negation true.
            return "(NOT COALESCE(" + inner + ", 1 = 0))";
        }
        case present: {
            auto const& field = table_.type().fields[std::size_t(predicate.field)];
            int const index = table_.column(predicate.field);
            if (index < 0) return unsearchable(field);
            return "(" + field.name + " IS NOT NULL)";
        }
        case eq:
        case in: return equals_any(predicate);
        case range: return in_range(predicate);
    }
    return Problem(ProblemKind::bad_filter, {"predicate"});
}

Result<std::string> SqlFilter::equals_any(catalog::Predicate const& predicate) {
    auto const& field = table_.type().fields[std::size_t(predicate.field)];
    if (predicate.other >= 0) {
        FX_TRY(auto const left, column(predicate.field));
        FX_TRY(auto const right, column(predicate.other));
        return "(" + left + " = " + right + ")";
    }
    int const hash = table_.hash_column(predicate.field);
    std::string name;
    if (hash >= 0)
        name = table_.table().columns[std::size_t(hash)].name;
    else {
        FX_TRY(name, column(predicate.field));
    }
    bool const list = field.kind->name() == "codes";
    std::string out;
    for (auto const& operand : predicate.operands) {
        out += out.empty() ? "(" : " OR ";
        if (hash >= 0)
            out += name + " = " + bind(sealer_.hash(plain_text(operand), field.name));
        else if (list && text_in(operand) != nullptr)
            out += name + " LIKE " + bind(list_pattern(*text_in(operand)));
        else
            out += same(name, predicate.field, operand);
    }
    return out.empty() ? std::string("(1 = 0)") : out + ")";
}

/// A name is looked for by its key: the name itself has no index.
std::string SqlFilter::same(std::string const& column, int field, Value const& value) {
    auto equal = column + " = " + bind(value);
    for (auto const& key : table_.name_keys())
        if (key.field == field)
            return "(" + table_.table().columns[std::size_t(key.column)].name + " = " + bind(key.of(value)) + " AND " +
                   equal + ")";
    return equal;
}

Result<std::string> SqlFilter::in_range(catalog::Predicate const& predicate) {
    FX_TRY(auto const name, column(predicate.field));
    auto const bound = [&](Value const& constant, int other, std::string_view compare) -> Result<std::string> {
        if (other >= 0) {
            FX_TRY(auto const right, column(other));
            return name + std::string(compare) + right;
        }
        return is_null(constant) ? std::string("1 = 1") : name + std::string(compare) + bind(constant);
    };
    FX_TRY(auto const low, bound(predicate.from, predicate.other_from, " >= "));
    FX_TRY(auto const high, bound(predicate.to, predicate.other_to, " <= "));
    return "(" + name + " IS NOT NULL AND " + low + " AND " + high + ")";
}

}  // namespace fx::records
