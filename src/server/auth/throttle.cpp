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

RateLimiter::Bucket& RateLimiter::filled(std::string_view key) {
    auto const now = clock_.now();
    auto& bucket = keys_.touch(key);
    if (bucket.tokens < 0) {
        bucket.tokens = burst_;
    } else {
        auto const passed_ms = std::max<std::int64_t>(0, now - bucket.filled_at);
        bucket.tokens = std::min(burst_, bucket.tokens + double(passed_ms) * per_second_ / 1000);
    }
    bucket.filled_at = now;
    return bucket;
}

std::int64_t RateLimiter::wait_seconds(Bucket const& bucket) const {
    return bucket.tokens >= 1 ? 0 : std::int64_t(std::ceil((1 - bucket.tokens) / per_second_));
}

std::int64_t RateLimiter::wait_seconds(std::string_view key) {
    std::scoped_lock const lock(mutex_);
    return wait_seconds(filled(key));
}

Result<void> RateLimiter::take(std::string_view key) {
    std::scoped_lock const lock(mutex_);
    auto& bucket = filled(key);
    if (auto const seconds = wait_seconds(bucket); seconds > 0)
        return Problem(ProblemKind::too_many_requests, {std::to_string(seconds)});
    bucket.tokens -= 1;
    return {};
}

namespace {

/// Wrong passwords before the brake: at one account from everywhere, then 6 an hour; from one address, then 6 a minute.
constexpr double account_guesses = 50, account_guesses_per_second = 1.0 / 600;
constexpr double peer_guesses = 200, peer_guesses_per_second = 0.1;

std::string pair_of(std::string_view peer, std::string_view account) {
    return std::string(peer) + '\n' + std::string(account);
}

}  // namespace

GuessBrake::GuessBrake(Clock const& clock)
    : pairs_(clock),
      accounts_(clock, account_guesses_per_second, account_guesses),
      peers_(clock, peer_guesses_per_second, peer_guesses) {}

Result<void> GuessBrake::allow(std::string_view peer, std::string_view account) {
    FX_CHECK(pairs_.allow(pair_of(peer, account)));
    auto const seconds = std::max(accounts_.wait_seconds(account), peers_.wait_seconds(peer));
    if (seconds > 0) return Problem(ProblemKind::locked_out, {std::to_string(seconds)});
    return {};
}

void GuessBrake::failed(std::string_view peer, std::string_view account) {
    pairs_.failed(pair_of(peer, account));
    (void)accounts_.take(account);
    (void)peers_.take(peer);
}

void GuessBrake::succeeded(std::string_view peer, std::string_view account) { pairs_.succeeded(pair_of(peer, account)); }

}  // namespace fx::server
