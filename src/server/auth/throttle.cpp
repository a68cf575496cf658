#include "server/auth/throttle.hpp"

#include "base/assert.hpp"

#include <algorithm>
#include <cmath>

namespace fx::server {

Result<void> Lockout::allow(std::string_view key) {
    auto const now = clock_.now();
    std::scoped_lock const lock(mutex_);
    auto const* state = keys_.find(key);
    if (!state || now >= state->locked_until) return {};
    auto const seconds = (state->locked_until - now + ms_per_second - 1) / ms_per_second;
    return Problem(ProblemKind::locked_out, {std::to_string(seconds)});
}

void Lockout::failed(std::string_view key) {
    auto const now = clock_.now();
    std::scoped_lock const lock(mutex_);
    auto& state = keys_.touch(key);
    if (now - state.last_failure >= limits_.forget_ms) state = State();
    state.last_failure = now;
    ++state.failures;
    int const beyond = state.failures - limits_.free_failures;
    if (beyond < 0) return;
    auto const lock_ms = std::ldexp(double(limits_.first_lock_ms), std::min(beyond, 40));
    state.locked_until = now + std::int64_t(std::min(lock_ms, double(limits_.longest_lock_ms)));
}

void Lockout::succeeded(std::string_view key) {
    std::scoped_lock const lock(mutex_);
    keys_.erase(key);
}

RateLimiter::RateLimiter(Clock const& clock, double per_second, double burst, std::size_t keys_max)
    : clock_(clock), per_second_(per_second), burst_(burst), keys_(keys_max) {
    FX_ASSERT(per_second > 0 && burst >= 1);
}

Result<void> RateLimiter::take(std::string_view key) {
    auto const now = clock_.now();
    std::scoped_lock const lock(mutex_);
    auto& bucket = keys_.touch(key);
    if (bucket.tokens < 0) {
        bucket.tokens = burst_;
    } else {
        auto const passed_ms = std::max<std::int64_t>(0, now - bucket.filled_at);
        bucket.tokens = std::min(burst_, bucket.tokens + double(passed_ms) * per_second_ / 1000);
    }
    bucket.filled_at = now;
    if (bucket.tokens >= 1) {
        bucket.tokens -= 1;
        return {};
    }
    auto const seconds = std::ceil((1 - bucket.tokens) / per_second_);
    return Problem(ProblemKind::too_many_requests, {std::to_string(std::int64_t(seconds))});
}

}  // namespace fx::server
