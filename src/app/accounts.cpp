#include "app/accounts.hpp"

#include "base/json_writer.hpp"
#include "base/text.hpp"
#include "server/auth/cookie.hpp"

#include <algorithm>

namespace fx::app {
namespace {

store::Table const& account_table() {
    using enum store::ColumnType;
    static store::Table const table{"account",
                                    {{"county", integer},
                                     {"id", id},
                                     {"username", text},
                                     {"name", text},
                                     {"password_hash", text},
                                     {"must_change", integer},
                                     {"disabled", integer},
                                     {"made_at", integer},
                                     {"changed_at", integer}},
                                    2};
    return table;
}

store::Table const& token_table() {
    using enum store::ColumnType;
    static store::Table const table{"api_token",
                                    {{"county", integer},
                                     {"id", text},
                                     {"account", id},
                                     {"post", id},
                                     {"label", text},
                                     {"secret_hash", text},
                                     {"made_at", integer},
                                     {"expires_at", integer},
                                     {"revoked_at", integer}},
                                    2};
    return table;
}

std::int64_t number(Value const& value) { return std::get<std::int64_t>(value); }

bool good_username(std::string_view name) {
    auto const good = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
    };
    return name.size() >= 2 && name.size() <= username_bytes_max && std::all_of(name.begin(), name.end(), good);
}

Row to_row(std::int64_t county, ApiToken const& token) {
    return {county,
            token.id,
            token.account,
            token.post,
            token.label,
            to_hex(token.hash),
            token.made_at.ms,
            token.expires_at.ms,
            token.revoked_at ? Value(token.revoked_at->ms) : Value()};
}

/// An API request may burst to this many, then this many a second, per account or peer.
constexpr double request_burst = 2000, requests_per_second = 500;

}  // namespace

Accounts::Accounts(Program& program, server::PasswordCost of)
    : sessions(program.clock, program.random),
      guesses(program.clock),
      requests(program.clock, requests_per_second, request_burst),
      cost(of),
      program_(program) {}

Result<void> Accounts::load(store::Reader& reader) {
    FX_TRY(auto const rows,
           reader.query("SELECT id, username, name, password_hash, must_change, disabled, made_at, changed_at FROM account",
                        {}));
    std::unique_lock lock(mutex_);
    for (auto const& row : rows) {
        Account account{std::get<Id>(row[0]),
                        std::get<std::string>(row[1]),
                        std::get<std::string>(row[2]),
                        std::get<std::string>(row[3]),
                        number(row[4]) != 0,
                        number(row[5]) != 0,
                        {number(row[6])},
                        {number(row[7])}};
        by_username_[account.username] = account.id;
        accounts_[account.id] = std::move(account);
    }
    FX_TRY(auto const tokens,
           reader.query("SELECT id, account, post, label, secret_hash, made_at, expires_at, revoked_at FROM api_token", {}));
    for (auto const& row : tokens) {
        ApiToken token;
        token.id = std::get<std::string>(row[0]);
        token.account = std::get<Id>(row[1]);
        token.post = std::get<Id>(row[2]);
        token.label = std::get<std::string>(row[3]);
        auto const hash = from_hex(std::get<std::string>(row[4]));
        std::copy_n(hash.begin(), std::min(hash.size(), token.hash.size()), token.hash.begin());
        token.made_at = {number(row[5])};
        token.expires_at = {number(row[6])};
        if (auto const* at = integer_in(row[7])) token.revoked_at = Instant{*at};
        tokens_[token.id] = std::move(token);
    }
    return {};
}

Result<Account> Accounts::check(std::string_view peer, std::string const& username, std::string const& password) {
    FX_CHECK(guesses.allow(peer, username));
    auto const account = find(username);
    bool good = false;
    if (account)
        good = server::verify_password(account->password_hash, password);
    else
        server::verify_nothing(password, cost);
    if (!good || account->disabled) {
        guesses.failed(peer, username);
        return Problem(ProblemKind::wrong_credentials).at("password");
    }
    guesses.succeeded(peer, username);
    return *account;
}

std::optional<Account> Accounts::find(Id const& id) const {
    std::shared_lock lock(mutex_);
    auto const found = accounts_.find(id);
    return found == accounts_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<Account> Accounts::find(std::string const& username) const {
    std::shared_lock lock(mutex_);
    auto const found = by_username_.find(username);
    return found == by_username_.end() ? std::nullopt : std::optional(accounts_.at(found->second));
}

std::vector<Account> Accounts::all() const {
    std::shared_lock lock(mutex_);
    std::vector<Account> out;
    for (auto const& [name, id] : by_username_) out.push_back(accounts_.at(id));
    return out;
}

std::vector<ApiToken> Accounts::tokens() const {
    std::shared_lock lock(mutex_);
    std::vector<ApiToken> out;
    for (auto const& [id, token] : tokens_) out.push_back(token);
    return out;
}

/// Account changes stand in the journal like every other change; the password's hash does not.
void Accounts::journal(store::Tx& tx, records::Actor const& by, Account const& account, std::string const& action) const {
    JsonWriter body;
    body.begin_object().key("username").string(account.username).key("name").string(account.name);
    body.key("disabled").boolean(account.disabled).end_object();
    program_.journal(tx, by, "account", account.id, action, body.take());
}

Result<void> Accounts::put(store::Tx& tx, records::Actor const& by, Account account, std::string const& action) {
    account.changed_at = tx.now();
    tx.put(account_table(),
           {program_.county(), account.id, account.username, account.name, account.password_hash,
            std::int64_t(account.must_change), std::int64_t(account.disabled), account.made_at.ms, account.changed_at.ms});
    journal(tx, by, account, action);
    tx.on_commit([this, account] {
        std::unique_lock lock(mutex_);
        by_username_[account.username] = account.id;
        accounts_[account.id] = account;
    });
    return {};
}

Result<void> Accounts::write(store::Job job) {
    std::lock_guard lock(changing_);
    return program_.store->write(std::move(job));
}

Result<Account> Accounts::create(store::Tx& tx, records::Actor const& by, Id const& id, std::string const& username,
                                 std::string const& name, std::string const& password_hash, bool must_change) {
    if (!good_username(username)) return Problem(ProblemKind::bad_username).at("username");
    if (name.empty() || utf8_length(name) > 60) return Problem(ProblemKind::missing_member, {"name"}).at("name");
    if (auto const known = find(username)) {
        if (known->id == id) return *known;  // a repeat
        return Problem(ProblemKind::username_taken, {username}).at("username");
    }
    if (find(id)) return Problem(ProblemKind::id_conflict).at("id");
    Account account{id, username, name, password_hash, must_change, false, tx.now(), tx.now()};
    FX_CHECK(put(tx, by, account, "create"));
    return account;
}

Result<void> Accounts::set_password(store::Tx& tx, records::Actor const& by, Id const& id, std::string const& password_hash,
                                    bool must_change) {
    auto account = find(id);
    if (!account) return Problem(ProblemKind::not_found, {"account"});
    account->password_hash = password_hash;
    account->must_change = must_change;
    return put(tx, by, *account, "password");
}

Result<void> Accounts::set_disabled(store::Tx& tx, records::Actor const& by, Id const& id, bool disabled) {
    auto account = find(id);
    if (!account) return Problem(ProblemKind::not_found, {"account"});
    account->disabled = disabled;
    tx.on_commit([this, id, disabled] {
        if (disabled) sessions.end_all(format(id));
    });
    return put(tx, by, *account, disabled ? "disable" : "enable");
}

Result<void> Accounts::put_token(store::Tx& tx, records::Actor const& by, ApiToken token) {
    auto const account = find(token.account);
    if (!account) return Problem(ProblemKind::not_found, {"account"});
    tx.put(token_table(), to_row(program_.county(), token));
    journal(tx, by, *account, token.revoked_at ? "revoke_token" : "token");
    tx.on_commit([this, token] {
        std::unique_lock lock(mutex_);
        tokens_[token.id] = token;
    });
    return {};
}

Result<void> Accounts::revoke_token(store::Tx& tx, records::Actor const& by, std::string const& token) {
    std::optional<ApiToken> known;
    {
        std::shared_lock lock(mutex_);
        if (auto const found = tokens_.find(token); found != tokens_.end()) known = found->second;
    }
    if (!known) return Problem(ProblemKind::not_found, {"token"});
    known->revoked_at = tx.now();
    return put_token(tx, by, *known);
}

Result<Caller> Accounts::in_post(Account const& account, Id const& choice) const {
    auto const view = program_.network->view();
    auto const posts = view.posts().of(account.id, date_at(program_.clock.now()));
    if (posts.empty()) return Problem(ProblemKind::no_post, {account.name});
    auto const chosen = std::find_if(posts.begin(), posts.end(), [&](auto const* post) { return post->id == choice; });
    auto const* post = chosen == posts.end() ? posts.front() : *chosen;
    return Caller{{account.id, post->id, post->role, post->place}, account.id, account.username, false, {}};
}

Result<std::optional<Caller>> Accounts::by_token(std::string_view text) const {
    FX_TRY(auto const parts, server::parse_api_token(text));
    std::optional<ApiToken> token;
    {
        std::shared_lock lock(mutex_);
        if (auto const found = tokens_.find(parts.id); found != tokens_.end()) token = found->second;
    }
    auto const now = program_.clock.now();
    bool const good = token && server::matches(parts, token->hash) && !token->revoked_at && now < token->expires_at;
    auto const account = good ? find(token->account) : std::nullopt;
    if (!account || account->disabled) return Problem(ProblemKind::api_token_invalid);
    FX_TRY(auto caller, in_post(*account, token->post));
    if (caller.actor.post != token->post) return Problem(ProblemKind::no_post, {account->name});
    caller.by_token = true;
    return std::optional(caller);
}

Result<std::optional<Caller>> Accounts::caller_of(server::Request const& request) {
    if (auto const bearer = server::bearer_token(request.headers.find("Authorization")); !bearer.empty())
        return by_token(bearer);
    auto const cookie = server::find_cookie(request.headers.find("Cookie"), server::session_cookie_name(request.secure));
    auto const session = cookie.empty() ? std::nullopt : sessions.find(cookie);
    if (!session) return std::optional<Caller>();
    if (!server::is_safe(request.method)) FX_CHECK(server::check_csrf(cookie, request.headers.find("X-CSRF-Token")));
    auto const id = parse_id(session->account);
    auto const account = id.has_value() ? find(*id) : std::nullopt;
    if (!account || account->disabled) return std::optional<Caller>();
    auto const choice = parse_id(session->choice);
    FX_TRY(auto caller, in_post(*account, choice.has_value() ? *choice : Id{}));
    if (auto const device = parse_id(session->device); device.has_value()) {
        caller.device = *device;
        FX_CHECK(program_.devices->usable(*device));
    }
    return std::optional(caller);
}

}  // namespace fx::app
