#include "base/assert.hpp"

#include <cstdio>
#include <cstdlib>

namespace fx {
void assertion_failed(char const* condition, char const* file, int line) noexcept {
    std::fprintf(stderr, "fangxian: broken assertion: %s (%s:%d)\n", condition, file, line);
    std::abort();
}
}  // namespace fx
