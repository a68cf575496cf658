#pragma once
/// Where a phone's copy of its place stands. Opaque to clients; checked when it returns.

#include "base/place.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "store/journal.hpp"

#include <string>

namespace fx::app {

struct SyncCursor {
    store::Sequence after;  ///< the copy holds every change up to this entry
    Instant at;             ///< and every duty opened before this
    Place place;            ///< whose copy it is
    std::string list;       ///< during the first reading: the list's own cursor; then empty
};

std::string format(SyncCursor const& cursor);
/// 400.61.
Result<SyncCursor> parse_sync_cursor(std::string const& text);

}  // namespace fx::app
