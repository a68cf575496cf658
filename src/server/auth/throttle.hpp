#pragma once
/// Brakes on those who try too often: lock-out after failed sign-ins, and a token bucket for any request.
/// They are thread-safe, keep at most keys_max keys (a flood of fresh keys pushes out the oldest, and costs no memory),
/// and take any string as key: account name, peer address.

#include "base/result.hpp"
#include "base/time.hpp"

#include <cstdint>
#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace fx::server {

/// Least recently used map of bounded size.
template <class Value>
class RecentKeys {
public:
    explicit RecentKeys(std::size_t keys_max) : keys_max_(keys_max) {}

    Value* find(std::string_view key) {
        auto const found = index_.find(key);
        if (found == index_.end()) return nullptr;
        order_.splice(order_.begin(), order_, found->second);
        return &found->second->second;
    }
    /// The key's value, made by default when new.
    Value& touch(std::string_view key) {
        if (auto* const known = find(key)) return *known;
        if (order_.size() >= keys_max_) {
            index_.erase(order_.back().first);
            order_.pop_back();
        }
        order_.emplace_front(std::string(key), Value());
        index_.emplace(order_.front().first, order_.begin());
        return order_.front().second;
    }
    void erase(std::string_view key) {
        auto const found = index_.find(key);
        if (found == index_.end()) return;
        auto const entry = found->second;
        index_.erase(found);
        order_.erase(entry);
    }
    std::size_t size() const { return order_.size(); }

private:
    using Order = std::list<std::pair<std::string, Value>>;
    std::size_t const keys_max_;
    Order order_;
    std::unordered_map<std::string_view, typename Order::iterator> index_;  ///< views into order_
};

struct LockoutLimits {
    int free_failures = 5;                            ///< before the first lock
    std::int64_t first_lock_ms = 60 * ms_per_second;  ///< doubled by every further failure…
    std::int64_t longest_lock_ms = ms_per_hour;       ///< …up to this
    std::int64_t forget_ms = ms_per_day;              ///< without a failure, all is forgiven
    std::size_t keys_max = 100'000;

    LockoutLimits() = default;
};

/// Progressive lock-out. Ask allow() before the password is looked at: who is locked is not told whether it was right.
class Lockout {
public:
    explicit Lockout(Clock const& clock, LockoutLimits limits = {})
        : clock_(clock), limits_(limits), keys_(limits.keys_max) {}

    /// 429.132 with the seconds left while `key` is locked.
    Result<void> allow(std::string_view key);
    void failed(std::string_view key);
    void succeeded(std::string_view key);

private:
    struct State {
        int failures = 0;
        Instant last_failure;
        Instant locked_until;
    };
    Clock const& clock_;
    LockoutLimits const limits_;
    std::mutex mutex_;
    RecentKeys<State> keys_;
};

/// Token bucket: `burst` at once, then `per_second`.
class RateLimiter {
public:
    RateLimiter(Clock const& clock, double per_second, double burst, std::size_t keys_max = 100'000);

    /// Takes one token of `key`'s bucket, or 429.8 with the seconds until there is one.
    Result<void> take(std::string_view key);
    /// Seconds until the bucket holds a token, at least 1; 0 when it holds one. Takes nothing.
    std::int64_t wait_seconds(std::string_view key);

private:
    struct Bucket {
        double tokens = -1;  ///< -1: new, full
        Instant filled_at;
    };
    Bucket& filled(std::string_view key);
    std::int64_t wait_seconds(Bucket const& bucket) const;

    Clock const& clock_;
    double const per_second_;
    double const burst_;
    std::mutex mutex_;
    RecentKeys<Bucket> keys_;
};

/// The three brakes on guessed passwords. One address guessing at one account is locked out of it progressively, and
/// nobody else is: a stranger cannot lock the holder of an account out. Guesses spread over addresses, or over accounts,
/// spend a budget that refills; it is wide, because a whole office or carrier shares one address.
class GuessBrake {
public:
    explicit GuessBrake(Clock const& clock);

    /// 429.132 with the seconds to wait.
    Result<void> allow(std::string_view peer, std::string_view account);
    void failed(std::string_view peer, std::string_view account);
    void succeeded(std::string_view peer, std::string_view account);

private:
    Lockout pairs_;
    RateLimiter accounts_, peers_;
};

}  // namespace fx::server
