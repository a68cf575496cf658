#pragma once
/// The one walk over a JSON object against a list of fields: a record's, or a table row's.

#include "base/json_writer.hpp"
#include "base/problem.hpp"
#include "base/time.hpp"
#include "catalog/catalogue.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <bitset>
#include <string>
#include <vector>

namespace fx::catalog {

inline constexpr std::size_t fields_max = 250;  ///< of a type or a table
using FieldSet = std::bitset<fields_max>;

/// Where problems go, and the path they are said to stand at: "persons[2]." for a row, "" for a record.
struct CheckScope {
    std::span<Field const> fields;
    NameIndex const& index;
    Date today;
    std::string path;
    std::vector<Problem>& problems;
};

/// Reads the members of `input` into `values` (one per field). `named`: the fields that stand in `input`; `failed`: those
/// whose value was refused. Null gives an absent value.
void read_members(CheckScope const& scope, boost::json::object const& input, std::span<Value> values, FieldSet& named,
                  FieldSet& failed);
/// Relevance, requirement and constraint of every field that has not failed.
void apply_rules(CheckScope const& scope, std::span<Value const> values, FieldSet const& failed);
/// The canonical JSON array of a table's rows; absent when there is no row.
Value read_rows(CheckScope const& scope, Field const& table, boost::json::value const& input);
/// Members of `values` as canonical JSON, absent ones left out.
void write_members(JsonWriter& json, std::span<Field const> fields, std::span<Value const> values);

}  // namespace fx::catalog
