#pragma once
/// Persons as names/likeness compares them, and the proposal that follows.

#include "names/likeness.hpp"
#include "records/effects.hpp"

namespace fx::network {

/// Hashes in it hold within one run only and never leave the program.
names::Profile profile_of(records::Record const& person);

/// The duplicate_candidate record of a pair. Its id follows from the pair: one that was rejected is not proposed again.
records::NewRecord duplicate_proposal(Id const& first, Id const& second, names::Likeness const& likeness, Instant now);

}  // namespace fx::network
