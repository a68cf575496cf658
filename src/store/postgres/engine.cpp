#include "store/postgres/engine.hpp"

#include "base/log.hpp"
#include "store/postgres/dump.hpp"
#include "store/postgres/session.hpp"

#include <chrono>
#include <filesystem>
#include <thread>

namespace fx::store::postgres {
namespace {

/// "fangxian" as a number: the advisory lock that the one writer of a database holds.
constexpr std::int64_t writer_lock = 0x66616e677869616e;

/// The writer must go by the key in any case, and be planned anew each time: a plan kept from when the tables were empty
/// may go by any index that begins with the county, and then reads the whole county for each key.
constexpr auto writer_settings =
    "SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET plan_cache_mode = "
    "force_custom_plan";

/// A server frees the lock of a closed connection a moment after the close: a restart waits that moment.
constexpr int lock_tries = 40;
constexpr std::chrono::milliseconds lock_pause{50};

Result<void> take_lock(PostgresSession& session, std::string const& url) {
    std::vector<Value> const key{writer_lock};
    for (int i = 0; i < lock_tries; ++i) {
        FX_TRY(auto const taken, session.query("SELECT CASE WHEN pg_try_advisory_lock($1) THEN 'yes' END", key));
        if (text_in(taken.at(0).at(0))) return {};
        std::this_thread::sleep_for(lock_pause);
    }
    FX_TRY(auto const holders, session.query("SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted "
                                             "AND (classid::bigint << 32 | objid::bigint) = $1",
                                             key));
    auto const* pid = holders.empty() ? nullptr : integer_in(holders[0][0]);
    auto const at = url.rfind('@');  // what stands before it may hold a password
    return Problem(ProblemKind::store_locked, {at == std::string::npos ? "PostgreSQL" : url.substr(at + 1),
                                               pid ? "PostgreSQL pid " + std::to_string(*pid) : "?"});
}

/// A commit that returns before it is on disk would break the promise that nothing accepted is lost.
Result<void> demand_durability(PostgresSession& session) {
    FX_TRY(auto const settings, session.query("SELECT current_setting('synchronous_commit'), current_setting('fsync')", {}));
    auto const off = [&](std::size_t i) { return text_in(settings.at(0).at(i)) && *text_in(settings[0][i]) == "off"; };
    if (off(0)) FX_CHECK(session.script("SET synchronous_commit = on"));
    if (off(1)) log::warn("PostgreSQL runs with fsync=off: accepted records may be lost");
    return {};
}

/// A connection that may write: it holds the lock and is durable.
Result<std::unique_ptr<Connection>> connect_writer(std::string const& url) {
    FX_TRY(auto connection, Connection::open(url));
    PostgresSession session(std::move(connection));
    FX_CHECK(take_lock(session, url));
    FX_CHECK(demand_durability(session));
    FX_CHECK(session.script(writer_settings));
    return session.release();
}

}  // namespace

Result<std::unique_ptr<Engine>> PostgresEngine::open(Options const& options) {
    if (!options.read_only) {
        std::error_code error;
        std::filesystem::create_directories(options.directory, error);
        if (error) return Problem(ProblemKind::directory_unusable, {options.directory, error.message()});
    }
    return std::unique_ptr<Engine>(std::make_unique<PostgresEngine>(options.url));
}

Result<std::unique_ptr<Session>> PostgresEngine::open_writer() {
    FX_TRY(auto connection, connect_writer(url_));
    auto reopen = [url = url_] { return connect_writer(url); };
    return std::unique_ptr<Session>(std::make_unique<PostgresSession>(std::move(connection), std::move(reopen)));
}

Result<std::unique_ptr<Session>> PostgresEngine::open_reader() {
    FX_TRY(auto connection, Connection::open(url_));
    return std::unique_ptr<Session>(std::make_unique<PostgresSession>(std::move(connection)));
}

Result<void> PostgresEngine::backup(std::string const& file) { return dump(url_, file); }

}  // namespace fx::store::postgres
