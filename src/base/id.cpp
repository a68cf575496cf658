#include "base/id.hpp"

namespace fx {
namespace {

constexpr bool dash_at(std::size_t i) { return i == 8 || i == 13 || i == 18 || i == 23; }

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

}  // namespace

Id make_id(Instant now, Random& random) {
    Id id;
    random.fill(id.bytes);
    for (std::size_t i = 0; i < 6; ++i) id.bytes[i] = std::uint8_t(std::uint64_t(now.ms) >> (40 - 8 * i));
    id.bytes[6] = std::uint8_t((id.bytes[6] & 0x0f) | 0x70);
    id.bytes[8] = std::uint8_t((id.bytes[8] & 0x3f) | 0x80);
    return id;
}

Instant instant_of(Id const& id) {
    std::int64_t ms = 0;
    for (std::size_t i = 0; i < 6; ++i) ms = (ms << 8) | id.bytes[i];
    return {ms};
}

Result<Id> parse_id(std::string_view text) {
    Id id;
    bool good = text.size() == 36;
    for (std::size_t i = 0, nibble = 0; good && i < text.size(); ++i) {
        if (dash_at(i)) {
            good = text[i] == '-';
            continue;
        }
        int const value = hex_value(text[i]);
        good = value >= 0;
        if (good) id.bytes[nibble / 2] = std::uint8_t(id.bytes[nibble / 2] << 4 | value);
        ++nibble;
    }
    if (!good) return Problem(ProblemKind::invalid_parameter, {std::string(text.substr(0, 40)), "UUID"});
    return id;
}

std::string format(Id const& id) {
    constexpr char hex[] = "0123456789abcdef";
    std::string out;
    out.reserve(36);
    for (std::size_t i = 0; i < 16; ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10) out += '-';
        out += hex[id.bytes[i] >> 4];
        out += hex[id.bytes[i] & 15];
    }
    return out;
}

}  // namespace fx
