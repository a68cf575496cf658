#include "server/auth/session.hpp"

#include "base/assert.hpp"
#include "base/text.hpp"

#include <sodium.h>

#include <algorithm>
#include <cstring>

namespace fx::server {

TokenHash hash_token(std::string_view token) {
    TokenHash hash{};
    crypto_generichash(hash.data(), hash.size(), reinterpret_cast<unsigned char const*>(token.data()), token.size(), nullptr,
                       0);
    return hash;
}

std::size_t SessionTable::HashOfHash::operator()(TokenHash const& hash) const noexcept {
    std::size_t value;
    std::memcpy(&value, hash.data(), sizeof value);
    return value;
}

SessionTable::SessionTable(Clock const& clock, Random& random, SessionLimits limits)
    : clock_(clock), random_(random), limits_(limits) {
    FX_ASSERT(limits.idle_ms > 0 && limits.absolute_ms > 0 && limits.per_account > 0);
}

bool SessionTable::expired(Session const& session, Instant now) const {
    return now - session.seen_at >= limits_.idle_ms || now - session.opened_at >= limits_.absolute_ms;
}

void SessionTable::make_room(std::string const& account) {
    std::size_t count = 0;
    auto oldest = sessions_.end();
    for (auto it = sessions_.begin(); it != sessions_.end(); ++it) {
        if (it->second.account != account) continue;
        ++count;
        if (oldest == sessions_.end() || it->second.seen_at < oldest->second.seen_at) oldest = it;
    }
    if (count >= limits_.per_account) sessions_.erase(oldest);
}

std::string SessionTable::open(std::string account, std::string choice) {
    std::scoped_lock const lock(mutex_);
    make_room(account);
    std::array<std::uint8_t, 32> secret{};
    random_.fill(secret);
    auto const token = to_hex(secret);
    Session session;
    session.token_hash = hash_token(token);
    session.account = std::move(account);
    session.choice = std::move(choice);
    session.opened_at = session.seen_at = clock_.now();
    auto const hash = session.token_hash;
    sessions_.emplace(hash, std::move(session));
    return token;
}

std::optional<Session> SessionTable::find(std::string_view token) {
    auto const hash = hash_token(token);
    auto const now = clock_.now();
    std::scoped_lock const lock(mutex_);
    auto const found = sessions_.find(hash);
    if (found == sessions_.end()) return {};
    if (expired(found->second, now)) {
        sessions_.erase(found);
        return {};
    }
    found->second.seen_at = std::max(found->second.seen_at, now);
    return found->second;
}

bool SessionTable::choose(std::string_view token, std::string choice) {
    auto const hash = hash_token(token);
    std::scoped_lock const lock(mutex_);
    auto const found = sessions_.find(hash);
    if (found == sessions_.end()) return false;
    found->second.choice = std::move(choice);
    return true;
}

bool SessionTable::bind(std::string_view token, std::string device) {
    auto const hash = hash_token(token);
    std::scoped_lock const lock(mutex_);
    auto const found = sessions_.find(hash);
    if (found == sessions_.end()) return false;
    found->second.device = std::move(device);
    return true;
}

void SessionTable::end(std::string_view token) {
    auto const hash = hash_token(token);
    std::scoped_lock const lock(mutex_);
    sessions_.erase(hash);
}

std::size_t SessionTable::end_all(std::string_view account, std::string_view except_token) {
    auto const kept = hash_token(except_token);
    std::scoped_lock const lock(mutex_);
    return std::erase_if(sessions_, [&](auto const& entry) {
        return entry.second.account == account && (except_token.empty() || entry.first != kept);
    });
}

std::size_t SessionTable::sweep() {
    auto const now = clock_.now();
    std::scoped_lock const lock(mutex_);
    return std::erase_if(sessions_, [&](auto const& entry) { return expired(entry.second, now); });
}

std::vector<Session> SessionTable::export_all() const {
    std::scoped_lock const lock(mutex_);
    std::vector<Session> all;
    for (auto const& [hash, session] : sessions_) all.push_back(session);
    return all;
}

void SessionTable::import(std::vector<Session> sessions) {
    auto const now = clock_.now();
    std::scoped_lock const lock(mutex_);
    for (auto& session : sessions) {
        if (expired(session, now)) continue;
        auto const hash = session.token_hash;
        sessions_.insert_or_assign(hash, std::move(session));
    }
}

std::size_t SessionTable::size() const {
    std::scoped_lock const lock(mutex_);
    return sessions_.size();
}

std::string csrf_token(std::string_view session_token) {
    constexpr std::string_view purpose = "fangxian csrf 1";
    auto const key = hash_token(std::string(session_token) + " csrf key");
    std::array<std::uint8_t, 32> token{};
    crypto_generichash(token.data(), token.size(), reinterpret_cast<unsigned char const*>(purpose.data()), purpose.size(),
                       key.data(), key.size());
    return to_hex(token);
}

Result<void> check_csrf(std::string_view session_token, std::string_view sent) {
    auto const expected = csrf_token(session_token);
    bool const same = sent.size() == expected.size() && sodium_memcmp(sent.data(), expected.data(), expected.size()) == 0;
    if (!same) return Problem(ProblemKind::csrf_token_wrong);
    return {};
}

}  // namespace fx::server
