#pragma once
/// Finds what was altered, removed or reordered in a county's journal. Internal to store; see Journal::verify.

#include "store/store.hpp"

#include <string_view>

namespace fx::store {

/// Streams over the whole journal; memory does not grow with it. At most 1,000 findings are named.
Result<std::vector<Finding>> verify_journal(Reader& reader, std::int64_t county, std::string_view public_key);

}  // namespace fx::store
