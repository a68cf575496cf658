#pragma once
/// Brings a database to the schema of this program: migrations/NNNN_name.{sqlite,postgres}.sql, embedded at build.

#include "store/session.hpp"

#include <span>
#include <string_view>

namespace fx::store {

struct Migration {
    int number;  ///< 0, 1, 2… without gaps for each engine
    std::string_view name;
    std::string_view engine;  ///< "sqlite" or "postgres"
    std::string_view sql;
};

/// Those of one engine, in order.
std::vector<Migration> migrations_of(std::string_view engine);

/// Applies what is missing, each in its own transaction, and records it with its checksum in schema_version.
/// 409.46 when the database is newer than the program or an applied migration has been altered since.
Result<void> migrate(Session& session, std::span<Migration const> migrations, Instant now);
/// The same checks without changing anything; also 409.46 when something is missing.
Result<void> check_schema(Session& session, std::span<Migration const> migrations);

}  // namespace fx::store
