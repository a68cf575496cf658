#pragma once
/// Assertions guard against our own mistakes only; bad input is a Problem (base/problem.hpp).

namespace fx {
/// Prints the broken condition and its place to stderr, then aborts. Never returns.
[[noreturn]] void assertion_failed(char const* condition, char const* file, int line) noexcept;
}  // namespace fx

/// Active in every build: a wrong figure is worse than a stopped program.
#define FX_ASSERT(condition) \
    (static_cast<bool>(condition) ? void(0) : ::fx::assertion_failed(#condition, __FILE__, __LINE__))
