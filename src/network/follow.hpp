#pragma once
/// Keeps the network in memory in step with the journal.

#include "network/network.hpp"

namespace fx::network {

/// Zones and posts as they are committed. Call once, after load.
void follow(Network& network, records::Engine const& engine, store::Store& store);

/// A post as the network knows it, from its record.
Post post_of(records::Record const& record, catalog::RecordType const& type);

}  // namespace fx::network
