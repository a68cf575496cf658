#include "base/random.hpp"

#include "base/assert.hpp"

#include <sodium.h>

#include <algorithm>
#include <bit>
#include <cstring>

namespace fx {
namespace {
__extension__ using Wide = unsigned __int128;
}

std::uint64_t Random::below(std::uint64_t bound) {
    FX_ASSERT(bound >= 1);
    auto product = static_cast<Wide>(next()) * bound;
    if (auto low = static_cast<std::uint64_t>(product); low < bound) {
        std::uint64_t const threshold = -bound % bound;
        while (low < threshold) {
            product = static_cast<Wide>(next()) * bound;
            low = static_cast<std::uint64_t>(product);
        }
    }
    return static_cast<std::uint64_t>(product >> 64);
}

void Random::fill(std::span<std::uint8_t> bytes) {
    for (std::size_t i = 0; i < bytes.size(); i += 8) {
        std::uint64_t const word = next();
        std::memcpy(bytes.data() + i, &word, std::min<std::size_t>(8, bytes.size() - i));
    }
}

SeededRandom::SeededRandom(std::uint64_t seed) {
    for (auto& word : state_) {
        seed += 0x9e3779b97f4a7c15U;
        std::uint64_t z = seed;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
        word = z ^ (z >> 31);
    }
}

std::uint64_t SeededRandom::next() {
    std::uint64_t const result = std::rotl(state_[1] * 5, 7) * 9;
    std::uint64_t const shifted = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = std::rotl(state_[3], 45);
    return result;
}

SecureRandom::SecureRandom() { FX_ASSERT(sodium_init() >= 0); }

std::uint64_t SecureRandom::next() {
    std::uint64_t word;
    randombytes_buf(&word, sizeof word);
    return word;
}

}  // namespace fx
