#pragma once
/// Accounts: who may sign in, with which post; API tokens for machines. Kept in the store, mirrored in memory.

#include "app/caller.hpp"
#include "app/program.hpp"
#include "server/auth/api_token.hpp"
#include "server/auth/password.hpp"
#include "server/auth/session.hpp"
#include "server/auth/throttle.hpp"
#include "server/router.hpp"

#include <map>
#include <optional>
#include <shared_mutex>
#include <string>
#include <vector>

namespace fx::app {

inline constexpr std::size_t username_bytes_max = 40;

struct Account {
    Id id;
    std::string username;  ///< 2 to 40 of a-z 0-9 . _ -; unique in the site
    std::string name;      ///< shown to people
    std::string password_hash;
    bool must_change = true;
    bool disabled = false;
    Instant made_at, changed_at;
};

struct ApiToken {
    std::string id;  ///< the public half of the token
    Id account;      ///< who asked for it
    Id post;         ///< under which post it acts
    std::string label;
    server::TokenHash hash{};
    Instant made_at, expires_at;
    std::optional<Instant> revoked_at;
};

/// Thread-safe. Writing methods run on the writer's thread inside a Tx; memory follows after the commit.
class Accounts {
public:
    Accounts(Program& program, server::PasswordCost cost = {});
    Result<void> load(store::Reader& reader);

    /// The account, when the password is its own. 401.131 for a wrong name or password alike, 429.132 after too many
    /// guesses (`peer`: whose address asks); slow on purpose: on a pool thread.
    Result<Account> check(std::string_view peer, std::string const& username, std::string const& password);
    std::optional<Account> find(Id const& id) const;
    std::optional<Account> find(std::string const& username) const;
    std::vector<Account> all() const;  ///< by username
    std::vector<ApiToken> tokens() const;

    /// One change of accounts or tokens, durable when this returns; never two at once, because each starts from what
    /// memory holds and memory follows after the commit. Not on the writer's thread.
    Result<void> write(store::Job job);
    /// A new account with this (already hashed) password. 409.160 taken, 409.52 the id is another account's, 422.161
    /// malformed username. The same id and username again: the account as it is.
    Result<Account> create(store::Tx& tx, records::Actor const& by, Id const& id, std::string const& username,
                           std::string const& name, std::string const& password_hash, bool must_change);
    Result<void> set_password(store::Tx& tx, records::Actor const& by, Id const& id, std::string const& password_hash,
                              bool must_change);
    Result<void> set_disabled(store::Tx& tx, records::Actor const& by, Id const& id, bool disabled);
    Result<void> put_token(store::Tx& tx, records::Actor const& by, ApiToken token);
    Result<void> revoke_token(store::Tx& tx, records::Actor const& by, std::string const& token);

    /// Who is behind a request; nothing when nobody has signed in. 401/403 for bad credentials or CSRF.
    Result<std::optional<Caller>> caller_of(server::Request const& request);
    /// The caller in the post `choice` (nil = the highest), 403.162 when the account holds none.
    Result<Caller> in_post(Account const& account, Id const& choice) const;

    server::SessionTable sessions;
    server::GuessBrake guesses;
    server::RateLimiter requests;
    server::PasswordCost const cost;

private:
    Result<std::optional<Caller>> by_token(std::string_view text) const;
    void journal(store::Tx& tx, records::Actor const& by, Account const& account, std::string const& action) const;
    Result<void> put(store::Tx& tx, records::Actor const& by, Account account, std::string const& action);

    Program& program_;
    std::mutex changing_;
    mutable std::shared_mutex mutex_;
    std::map<Id, Account> accounts_;
    std::map<std::string, Id, std::less<>> by_username_;
    std::map<std::string, ApiToken, std::less<>> tokens_;
};

}  // namespace fx::app
