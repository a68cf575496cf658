// Ids, dates, instants and places as people and devices send them: what parses is written back and parses to the same.
#include "base/id.hpp"
#include "base/place.hpp"
#include "base/time.hpp"

#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

template <typename Parse>
void round_trip(Parse parse, std::string_view text) {
    auto const value = parse(text);
    if (!value) return;
    auto const again = parse(format(*value));
    if (!again || *again != *value) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    round_trip(fx::parse_id, text);
    round_trip(fx::parse_date, text);
    round_trip(fx::parse_instant, text);
    round_trip(fx::parse_place, text);
    return 0;
}
