#pragma once
/// The relay's own tables (migrations/0004_relay). Figures of a lower instance stand under its own code in `county`: each is
/// a shard of its own.

#include "relay/statement.hpp"
#include "store/store.hpp"

namespace fx::relay {

/// Where this instance relays to, and how far it has come.
struct Upstream {
    std::int64_t county = 0;
    std::string url;   ///< of the upper instance: "https://relay.example"
    std::string name;  ///< how this instance calls itself there
    Instant made_at;
    std::int64_t sequence = 0;  ///< of the last statement made
    std::string hash = no_hash();
    bool whole = true;  ///< the next statement says everything
    std::optional<Instant> acknowledged_at;
};

/// A lower instance that may speak here, and what it last said.
struct Lower {
    Place instance;
    std::string name;
    std::string key;  ///< public, 64 hex digits
    Instant made_at;
    std::int64_t sequence = 0;
    std::string hash = no_hash();
    std::optional<Instant> as_of;        ///< of its last statement, by its own clock
    std::optional<Instant> known_at;     ///< the same by this instance's clock: what the age is counted from
    std::optional<Instant> received_at;  ///< when its last statement came
};

store::Table const& upstream_table();
store::Table const& outbox_table();  ///< county, sequence, hash, made_at, body
store::Table const& stated_table();  ///< county, period, stated (a period as JSON)
store::Table const& lower_table();
store::Table const& period_table();  ///< of a lower instance, with its sums
store::Table const& figure_table();  ///< county, period, place, expected, fulfilled, late

Row to_row(Upstream const& upstream);
Row to_row(Lower const& lower);
Result<std::optional<Upstream>> upstream_of(store::Reader& reader, std::int64_t county);
Result<std::optional<Lower>> lower_of(store::Reader& reader, Place instance);
/// In place order.
Result<std::vector<Lower>> all_lowers(store::Reader& reader);

/// A lower instance's period with the sums of its figures.
struct Held {
    PeriodFigures period;  ///< without rows
    coverage::Figures sum;
};
Row to_row(Place instance, Held const& held);
Held held_from(Row const& row);

}  // namespace fx::relay
