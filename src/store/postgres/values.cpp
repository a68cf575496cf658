#include "store/postgres/values.hpp"

#include <bit>
#include <cstring>

namespace fx::store::postgres {
namespace {

template <class Unsigned>
void add_number(std::string& out, Unsigned value) {
    for (int shift = int(sizeof value) * 8 - 8; shift >= 0; shift -= 8) out += char(value >> shift);
}

template <class Unsigned>
Unsigned number_at(char const* data) {
    Unsigned value = 0;
    for (std::size_t i = 0; i < sizeof value; ++i) value = Unsigned(value << 8 | std::uint8_t(data[i]));
    return value;
}

void add_bytes(std::string& out, Cell const& cell) {
    if (cell.kind == Cell::Kind::integer)
        add_number(out, std::uint64_t(cell.integer));
    else
        out.append(cell.data ? cell.data : "", cell.size);
}

/// The whole part of a numeric (sum() and avg() give one): digits to base 10,000 with a weight.
std::int64_t whole_number(char const* data) {
    auto const digits = number_at<std::uint16_t>(data);
    auto const weight = std::int16_t(number_at<std::uint16_t>(data + 2));
    bool const negative = number_at<std::uint16_t>(data + 4) == 0x4000;
    std::int64_t value = 0;
    for (int i = 0; i <= weight; ++i) value = value * 10'000 + (i < digits ? number_at<std::uint16_t>(data + 8 + 2 * i) : 0);
    return negative ? -value : value;
}

}  // namespace

Oid oid_of(ColumnType type) {
    switch (type) {
        case ColumnType::integer: return oid_int8;
        case ColumnType::text: return oid_text;
        case ColumnType::id: return oid_uuid;
        case ColumnType::bytes: return oid_bytea;
    }
    return 0;
}

Oid array_oid_of(ColumnType type) {
    switch (type) {
        case ColumnType::integer: return 1016;
        case ColumnType::text: return 1009;
        case ColumnType::id: return 2951;
        case ColumnType::bytes: return 1001;
    }
    return 0;
}

Oid oid_of(Cell const& cell) {
    switch (cell.kind) {
        case Cell::Kind::null: return 0;
        case Cell::Kind::integer: return oid_int8;
        case Cell::Kind::text: return oid_text;
        case Cell::Kind::id: return oid_uuid;
        case Cell::Kind::blob: return oid_bytea;
    }
    return 0;
}

void Parameters::clear() {
    bytes_.clear(), offsets_.clear(), types_.clear(), lengths_.clear(), formats_.clear(), nulls_.clear();
}

void Parameters::begin(Oid type) {
    types_.push_back(type);
    offsets_.push_back(bytes_.size());
    formats_.push_back(1);
}

void Parameters::end(bool null) {
    lengths_.push_back(int(bytes_.size() - offsets_.back()));
    nulls_.push_back(null);
}

void Parameters::add(Cell const& cell) {
    begin(oid_of(cell));
    if (cell.kind != Cell::Kind::null) add_bytes(bytes_, cell);
    end(cell.kind == Cell::Kind::null);
}

void Parameters::add_array(ColumnType type, std::span<Cell const> cells, std::size_t first, std::size_t stride) {
    begin(array_oid_of(type));
    auto const count = (cells.size() + stride - 1 - first) / stride;
    bool nulls = false;
    for (std::size_t i = first; i < cells.size(); i += stride) nulls = nulls || cells[i].kind == Cell::Kind::null;
    add_number(bytes_, std::uint32_t(1));  // dimensions
    add_number(bytes_, std::uint32_t(nulls ? 1 : 0));
    add_number(bytes_, std::uint32_t(oid_of(type)));
    add_number(bytes_, std::uint32_t(count));
    add_number(bytes_, std::uint32_t(1));  // lower bound
    for (std::size_t i = first; i < cells.size(); i += stride) {
        auto const& cell = cells[i];
        if (cell.kind == Cell::Kind::null) {
            add_number(bytes_, std::uint32_t(0xffffffff));
            continue;
        }
        add_number(bytes_, std::uint32_t(cell.kind == Cell::Kind::integer ? 8 : cell.size));
        add_bytes(bytes_, cell);
    }
    end(false);
}

char const* const* Parameters::values() {
    pointers_.clear();
    for (std::size_t i = 0; i < offsets_.size(); ++i) pointers_.push_back(nulls_[i] ? nullptr : bytes_.data() + offsets_[i]);
    return pointers_.data();
}

Value value_of(PGresult const* result, int row, int column) {
    if (PQgetisnull(result, row, column)) return {};
    char const* data = PQgetvalue(result, row, column);
    auto const size = std::size_t(PQgetlength(result, row, column));
    switch (PQftype(result, column)) {
        case oid_int8: return std::int64_t(number_at<std::uint64_t>(data));
        case oid_int4: return std::int64_t(std::int32_t(number_at<std::uint32_t>(data)));
        case oid_int2: return std::int64_t(std::int16_t(number_at<std::uint16_t>(data)));
        case oid_bool: return std::int64_t(*data != 0);
        case oid_float8: return std::int64_t(std::bit_cast<double>(number_at<std::uint64_t>(data)));
        case oid_numeric: return whole_number(data);
        case oid_uuid: {
            Id id;
            std::memcpy(id.bytes.data(), data, id.bytes.size());
            return id;
        }
        case oid_bytea: return Bytes(data, data + size);
        default: return std::string(data, size);
    }
}

}  // namespace fx::store::postgres
