#pragma once
/// Keys of names for rows that were written before the catalogue asked for them.

#include "records/engine.hpp"

namespace fx::records {

/// Fills the keys (RecordTable::name_keys) that are NULL in `county`, a thousand rows a commit; at start-up, before the
/// first write. Gives how many rows it filled. When all are filled, one look into the index of each key.
Result<std::int64_t> fill_name_keys(store::Store& store, Engine const& engine, std::int64_t county);

}  // namespace fx::records
