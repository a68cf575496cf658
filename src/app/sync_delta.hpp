#pragma once
/// Which households of a place have changed since a phone last asked: read from the change feed.

#include "app/sync_cursor.hpp"
#include "records/engine.hpp"

#include <set>

namespace fx::app {

struct SyncDelta {
    std::set<Id> households;  ///< to be read again; some may stand elsewhere by now, or be closed
    store::Sequence after;    ///< looked at up to here
    bool more = false;        ///< the feed goes on
    bool reset = false;       ///< a round began or ended for the whole place: read all of it again
};

/// `periods`: the open ones. Looks at a bounded stretch of the feed; duties that a calendar opened are found at its end.
Result<SyncDelta> changes_since(records::Engine const& engine, store::Reader& reader, std::int64_t county,
                                SyncCursor const& from, std::span<records::Period const> periods);

}  // namespace fx::app
