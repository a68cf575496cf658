#include "store/migrate.hpp"

#include "base/log.hpp"
#include "base/text.hpp"
#include "store/sha256.hpp"

#include <fmt/format.h>

namespace fx::store {
namespace {

constexpr Migration embedded[] = {
#include "store/migrations.inc"
};

/// The only table that migrations themselves stand on.
constexpr auto bootstrap =
    "CREATE TABLE IF NOT EXISTS schema_version (county BIGINT NOT NULL, number BIGINT NOT NULL, name TEXT NOT NULL, "
    "checksum TEXT NOT NULL, applied_at BIGINT NOT NULL, PRIMARY KEY (county, number))";

Problem mismatch(std::string what) { return Problem(ProblemKind::schema_mismatch, {std::move(what)}); }

/// How many migrations are applied, after comparing each with the program's own.
Result<std::size_t> applied(Session& session, std::span<Migration const> migrations) {
    FX_TRY(auto const rows,
           session.query("SELECT number, name, checksum FROM schema_version WHERE county = 0 ORDER BY number", {}));
    for (std::size_t i = 0; i < rows.size(); ++i) {
        auto const number = *integer_in(rows[i][0]);
        auto const& name = *text_in(rows[i][1]);
        if (i >= migrations.size()) return mismatch(fmt::format("{:04}_{}: newer than this program", number, name));
        auto const& mine = migrations[i];
        if (mine.number != number || to_hex(sha256({bytes_of(mine.sql)})) != *text_in(rows[i][2]))
            return mismatch(fmt::format("{:04}_{}: altered after it was applied", number, name));
    }
    return rows.size();
}

Result<void> apply(Session& session, Migration const& migration, Instant now) {
    FX_CHECK(session.begin_write());
    auto const steps = [&]() -> Result<void> {
        FX_CHECK(session.script(migration.sql));
        FX_CHECK(session.query(
            "INSERT INTO schema_version (county, number, name, checksum, applied_at) VALUES ($1, $2, $3, $4, $5)",
            std::vector<Value>{std::int64_t(0), std::int64_t(migration.number), std::string(migration.name),
                               to_hex(sha256({bytes_of(migration.sql)})), now.ms}));
        return session.commit();
    };
    auto outcome = steps();
    if (outcome.has_error()) session.rollback();
    return outcome;
}

}  // namespace

std::vector<Migration> migrations_of(std::string_view engine) {
    std::vector<Migration> mine;
    for (auto const& migration : embedded)
        if (migration.engine == engine) mine.push_back(migration);
    return mine;
}

Result<void> migrate(Session& session, std::span<Migration const> migrations, Instant now) {
    FX_CHECK(session.script(bootstrap));
    FX_TRY(auto const done, applied(session, migrations));
    for (auto const& migration : migrations.subspan(done)) {
        FX_CHECK(apply(session, migration, now));
        log::info(fmt::format("applied migration {:04}_{}", migration.number, migration.name));
    }
    if (done < migrations.size()) return session.settle_plans();
    return {};
}

Result<void> check_schema(Session& session, std::span<Migration const> migrations) {
    auto done = applied(session, migrations);
    if (done.has_error() && done.error().kind() != ProblemKind::schema_mismatch) return mismatch("schema_version");
    if (done.has_error()) return std::move(done).error();
    if (*done < migrations.size())
        return mismatch(fmt::format("{:04}_{}: not applied yet", migrations[*done].number, migrations[*done].name));
    return {};
}

}  // namespace fx::store
