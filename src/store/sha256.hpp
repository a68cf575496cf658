#pragma once
/// SHA-256 by OpenSSL (which uses the processor's SHA instructions).

#include "store/journal.hpp"

#include <initializer_list>
#include <span>
#include <string_view>

namespace fx::store {

using ByteView = std::span<std::uint8_t const>;

inline ByteView bytes_of(std::string_view text) { return {reinterpret_cast<std::uint8_t const*>(text.data()), text.size()}; }

/// The digest of the parts, one after another.
Hash sha256(std::initializer_list<ByteView> parts);

}  // namespace fx::store
