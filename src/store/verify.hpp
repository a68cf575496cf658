#pragma once
/// Finds what was altered, removed or reordered in a county's journal. Internal to store; see Journal::verify.

#include "store/store.hpp"

#include <span>
#include <string>

namespace fx::store {

/// Streams over the whole journal; memory does not grow with it. At most 1,000 findings are named.
Result<std::vector<Finding>> verify_journal(Reader& reader, std::int64_t county, std::span<std::string const> public_keys);

}  // namespace fx::store
