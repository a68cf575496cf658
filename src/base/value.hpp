#pragma once
/// Value: one cell of a record or of a table row, in the form it is stored.

#include "base/id.hpp"

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace fx {

using Bytes = std::vector<std::uint8_t>;

/// Nothing; a number (integers, booleans 0/1, dates as days, instants as ms, decimals scaled by 10^digits,
/// places); UTF-8 text (text, codes, canonical JSON for lists and tables); an id; or raw bytes (ciphertext, hashes).
using Value = std::variant<std::monostate, std::int64_t, std::string, Id, Bytes>;
using Row = std::vector<Value>;

inline bool is_null(Value const& value) { return value.index() == 0; }
/// The alternative, or nullptr.
inline std::int64_t const* integer_in(Value const& value) { return std::get_if<std::int64_t>(&value); }
inline std::string const* text_in(Value const& value) { return std::get_if<std::string>(&value); }
inline Id const* id_in(Value const& value) { return std::get_if<Id>(&value); }
inline Bytes const* bytes_in(Value const& value) { return std::get_if<Bytes>(&value); }

}  // namespace fx
