#pragma once
/// Cells in PostgreSQL's binary formats. Internal to store.

#include "store/session.hpp"

#include <libpq-fe.h>

namespace fx::store::postgres {

/// Type numbers from PostgreSQL's pg_type.dat; they never change.
constexpr Oid oid_bool = 16, oid_bytea = 17, oid_int8 = 20, oid_int2 = 21, oid_int4 = 23, oid_text = 25, oid_float8 = 701,
              oid_bpchar = 1042, oid_varchar = 1043, oid_numeric = 1700, oid_uuid = 2950;

Oid oid_of(ColumnType type);
Oid array_oid_of(ColumnType type);
/// The parameter type of a value; 0 (the server decides) for NULL.
Oid oid_of(Cell const& cell);

/// Parameters of one statement, all binary.
class Parameters {
public:
    void add(Cell const& cell);
    /// One array of the cells at `first`, `first + stride`…
    void add_array(ColumnType type, std::span<Cell const> cells, std::size_t first, std::size_t stride);
    void clear();

    int count() const { return int(types_.size()); }
    Oid const* types() const { return types_.data(); }
    /// The arrays that libpq wants; valid until the next change.
    char const* const* values();
    int const* lengths() const { return lengths_.data(); }
    int const* formats() const { return formats_.data(); }

private:
    void begin(Oid type);
    void end(bool null);

    std::string bytes_;
    std::vector<std::size_t> offsets_;
    std::vector<Oid> types_;
    std::vector<int> lengths_, formats_;
    std::vector<bool> nulls_;
    std::vector<char const*> pointers_;
};

/// A cell of a binary result. Real numbers are cut to whole ones, as SQLite's are.
Value value_of(PGresult const* result, int row, int column);

}  // namespace fx::store::postgres
