#include "divisions/boundaries.hpp"

#include <cstdlib>
#include <set>

/// Whatever the bytes: no crash, and what is accepted draws each division once.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const places = fx::read_boundaries({reinterpret_cast<char const*>(data), size});
    if (!places) return 0;
    if (places->empty() || std::set(places->begin(), places->end()).size() != places->size()) std::abort();
    return 0;
}
