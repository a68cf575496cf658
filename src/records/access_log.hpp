#pragma once
/// Who looked at whom, and why: identity in full is shown only after the purpose is on record.

#include "records/engine.hpp"

#include <string>

namespace fx::records {

store::Table const& access_log_table();

/// 400.63 without a purpose of 4 to 200 characters, 403.50 when the role may not unmask this type.
Result<void> log_unmasking(store::Tx& tx, Actor const& actor, RecordTable const& table, std::int64_t county,
                           Id const& record, std::string const& purpose, Random& random);

}  // namespace fx::records
