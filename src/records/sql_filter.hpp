#pragma once
/// A WHERE clause from a catalogue predicate, for both databases.

#include "catalog/predicate.hpp"
#include "records/record.hpp"

#include <string>
#include <vector>

namespace fx::records {

/// Collects conditions (joined by AND) and their parameters. All user text becomes a parameter, never SQL.
class SqlFilter {
public:
    SqlFilter(RecordTable const& table, Sealer const& sealer) : table_(table), sealer_(sealer) {}

    /// Adds `value` to the parameters, gives its "$n".
    std::string bind(Value value);
    void raw(std::string condition);
    /// 400.62 for a field that cannot be searched (extension fields, sealed fields with anything but eq and in).
    Result<void> add(catalog::Predicate const& predicate);
    /// The same as a text that is not added, for CASE WHEN; its parameters are.
    Result<std::string> compile(catalog::Predicate const& predicate);

    std::string const& where() const { return where_; }
    std::vector<Value> const& parameters() const { return parameters_; }

private:
    Result<std::string> joined(catalog::Predicate const& predicate, std::string_view between, std::string_view when_empty);
    Result<std::string> equals_any(catalog::Predicate const& predicate);
    std::string same(std::string const& column, int field, Value const& value);
    Result<std::string> in_range(catalog::Predicate const& predicate);
    Result<std::string> column(int field) const;

    RecordTable const& table_;
    Sealer const& sealer_;
    std::string where_;
    std::vector<Value> parameters_;
};

}  // namespace fx::records
