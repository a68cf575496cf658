#pragma once
/// pg_dump and pg_restore as child processes. Internal to store.

#include "base/result.hpp"

#include <string>

namespace fx::store::postgres {

/// A custom-format archive of the database. 500.48 when pg_dump is missing or fails.
Result<void> dump(std::string const& url, std::string const& file);
/// Into an empty database, in one transaction. 409.47 when it holds tables, 500.48 when pg_restore fails.
Result<void> restore_dump(std::string const& file, std::string const& url);

}  // namespace fx::store::postgres
