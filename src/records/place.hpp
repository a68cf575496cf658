#pragma once
/// Where a record stands, by its type's place rule, and whether what it refers to exists.

#include "records/engine.hpp"

namespace fx::records {

struct Placed {
    Place place;
    std::int64_t county = 0;
};

/// 422.56 when the reference it stands by is unknown, 422.66 for an unknown place, each with the field.
Result<Placed> place_of_record(Engine const& engine, store::Tx& tx, Actor const& actor, RecordTable const& table,
                               std::span<Value const> values);

/// One 422.56 for every reference among `which` (all fields when empty) that names nothing in `county`.
std::vector<Problem> missing_references(Engine const& engine, store::Tx& tx, RecordTable const& table,
                                        std::span<Value const> values, std::int64_t county, std::span<int const> which);

/// "SELECT a, b, … FROM table" in column order.
std::string select_all(store::Table const& table);

}  // namespace fx::records
