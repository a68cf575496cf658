#pragma once
/// Dice, passed in. Secure for ids, salts and tokens; seeded for samples, rosters and simulations.

#include <cstdint>
#include <span>

namespace fx {

class Random {
public:
    virtual ~Random() = default;
    virtual std::uint64_t next() = 0;  ///< uniform over all 64-bit values

    /// Uniform in [0, bound), without bias (Lemire 2019, doi:10.1145/3230636). bound >= 1.
    std::uint64_t below(std::uint64_t bound);
    /// Uniform in [0, 1).
    double unit() { return double(next() >> 11) * 0x1.0p-53; }
    void fill(std::span<std::uint8_t> bytes);
};

/// xoshiro256** seeded by splitmix64 (Blackman & Vigna 2018): same seed, same sequence, on every machine.
class SeededRandom final : public Random {
public:
    explicit SeededRandom(std::uint64_t seed);
    std::uint64_t next() override;

private:
    std::uint64_t state_[4];
};

/// The operating system's generator, through libsodium. Safe from several threads.
class SecureRandom final : public Random {
public:
    SecureRandom();
    std::uint64_t next() override;
};

}  // namespace fx
