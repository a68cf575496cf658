#pragma once
/// Who is signed in. Only hashes of the tokens are kept, so a copy of the table signs nobody in.

#include "base/random.hpp"
#include "base/result.hpp"
#include "base/time.hpp"

#include <array>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace fx::server {

using TokenHash = std::array<std::uint8_t, 32>;

/// BLAKE2b-256: the tokens are random, so a fast hash is enough.
TokenHash hash_token(std::string_view token);

struct SessionLimits {
    std::int64_t idle_ms = 12 * ms_per_hour;     ///< a shift with its breaks
    std::int64_t absolute_ms = 14 * ms_per_day;  ///< however busy
    std::size_t per_account = 20;                ///< one more ends the one unused longest

    SessionLimits() = default;
};

struct Session {
    TokenHash token_hash{};
    std::string account;  ///< the app's user id
    std::string choice;   ///< the app's: the post the person acts as
    std::string device;   ///< the app's: the registered device this session lives on; empty for a browser
    Instant opened_at;
    Instant seen_at;

    Session() = default;
};

/// Thread-safe; a lookup costs one hash and one short lock.
class SessionTable {
public:
    explicit SessionTable(Clock const& clock, Random& random, SessionLimits limits = {});

    /// A new session; returns its token, 64 hex digits of 256 random bits, which goes into the cookie and nowhere else.
    std::string open(std::string account, std::string choice = {});
    /// The session if it is alive, and marks it used now. Nothing for an unknown, ended or expired token.
    std::optional<Session> find(std::string_view token);
    /// Remembers another `choice`; false when there is no such session.
    bool choose(std::string_view token, std::string choice);
    /// Ties the session to a device; false when there is no such session.
    bool bind(std::string_view token, std::string device);
    void end(std::string_view token);
    /// All of one account, but for the one with `except_token` (after a change of password). How many ended.
    std::size_t end_all(std::string_view account, std::string_view except_token = {});
    /// Forgets expired sessions; call it now and then.
    std::size_t sweep();

    /// For keeping sessions over a restart. import() drops what has expired meanwhile.
    std::vector<Session> export_all() const;
    void import(std::vector<Session> sessions);
    std::size_t size() const;

private:
    struct HashOfHash {
        std::size_t operator()(TokenHash const& hash) const noexcept;
    };
    bool expired(Session const& session, Instant now) const;
    void make_room(std::string const& account);

    Clock const& clock_;
    Random& random_;
    SessionLimits const limits_;
    mutable std::mutex mutex_;
    std::unordered_map<TokenHash, Session, HashOfHash> sessions_;
};

/// The session's CSRF token: derived from its secret token, so nothing is stored and it cannot be guessed from outside.
std::string csrf_token(std::string_view session_token);
/// 403.134 unless `sent` (header X-CSRF-Token) is the session's token. Constant time.
Result<void> check_csrf(std::string_view session_token, std::string_view sent);

}  // namespace fx::server
