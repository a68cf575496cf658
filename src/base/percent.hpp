#pragma once
/// Shares as people read them.

#include <algorithm>
#include <cstdint>

namespace fx {

/// Of `whole` > 0, in tenths of a per cent, rounded half up; but never 1000 while something lacks, nor 0 when something is
/// there: who reads 100 % takes it that nobody is missed.
constexpr std::int64_t tenths_of_percent(std::int64_t part, std::int64_t whole) {
    auto const rounded = (part * 1000 + whole / 2) / whole;
    if (part <= 0 || part >= whole) return rounded;
    return std::clamp<std::int64_t>(rounded, 1, 999);
}

}  // namespace fx
