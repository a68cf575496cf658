#pragma once
/// What a webhook may be.

#include "records/engine.hpp"

namespace fx::webhooks {

/// Refuses an address that is none: 422.300.
void add_hooks(records::Engine& engine);

}  // namespace fx::webhooks
