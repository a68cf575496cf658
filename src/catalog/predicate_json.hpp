#pragma once
/// Predicates as catalogue files and query filters write them.

#include "catalog/catalogue.hpp"

#include <boost/json/value.hpp>

namespace fx::catalog {

/// Resolves field names against `fields` and parses operands with each field's kind. 400.7 names what is wrong.
Result<Predicate> parse_predicate(boost::json::value const& json, std::span<Field const> fields);

}  // namespace fx::catalog
