#pragma once
/// Record ids: UUID version 7 (RFC 9562), made by the device that records, so that a repeat is known as one.

#include "base/random.hpp"
#include "base/result.hpp"
#include "base/time.hpp"

#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <functional>
#include <string>
#include <string_view>

namespace fx {

struct Id {
    std::array<std::uint8_t, 16> bytes{};
    auto operator<=>(Id const&) const = default;
    bool is_nil() const { return *this == Id{}; }
};

/// A fresh UUIDv7: 48 bits of milliseconds, 74 random bits. Ids made later sort later.
Id make_id(Instant now, Random& random);
/// The time inside a UUIDv7.
Instant instant_of(Id const&);
/// "0190163d-8694-739b-aea5-966c26f8ad91", lower or upper case; any version. Anything else is 400.7.
Result<Id> parse_id(std::string_view text);
std::string format(Id const&);

}  // namespace fx

template <>
struct std::hash<fx::Id> {
    std::size_t operator()(fx::Id const& id) const noexcept {
        std::uint64_t a, b;
        std::memcpy(&a, id.bytes.data(), 8);
        std::memcpy(&b, id.bytes.data() + 8, 8);
        return std::size_t((a ^ b) * 0x9e3779b97f4a7c15U);
    }
};
