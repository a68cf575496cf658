#pragma once
/// Who looked at whom, and why: identity in full is shown only after the purpose is on record.

#include "records/engine.hpp"

#include <string>

namespace fx::records {

store::Table const& access_log_table();

/// Whether a purpose says something: 4 to 200 characters.
bool is_purpose(std::string_view text);

/// 400.63 without a purpose of 4 to 200 characters, 403.50 when the role may not unmask this type.
Result<void> log_unmasking(store::Tx& tx, Engine const& engine, Actor const& actor, RecordTable const& table,
                           std::int64_t county, Id const& record, std::string const& purpose, Random& random);

/// A photo of `record` is shown: whoever may see the field may, with a purpose; 400.63 without, and for a field of class
/// identity 403.50 when the role may not unmask this type.
Result<void> log_photo(store::Tx& tx, Engine const& engine, Actor const& actor, RecordTable const& table,
                       catalog::Field const& field, std::int64_t county, Id const& record, std::string const& purpose,
                       Random& random);

/// A post looked at figures by a mapping that is not installed; `what` says which return, place and day.
void log_preview(store::Tx& tx, Actor const& actor, std::int64_t county, std::string const& what, Random& random);

/// A file of `count` records left the system; the log keeps "purpose · count". 400.63 without a purpose, 403.50 when the
/// role may not export this type.
Result<void> log_export(store::Tx& tx, Engine const& engine, Actor const& actor, RecordTable const& table,
                        std::int64_t county, std::size_t count, std::string const& purpose, Random& random);

}  // namespace fx::records
