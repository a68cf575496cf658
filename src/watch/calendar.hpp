#pragma once
/// What the calendar opens and closes by itself: the two measurements of every day.

#include "records/effects.hpp"

#include <vector>

namespace fx::watch {

/// Effects of the clock reaching `now` in a county: the present slot's period with one duty for everybody under
/// observation, and the end of slots that passed more than a day ago. Nothing when all of it is done: call it often.
/// `readings_per_day` is for those whose record gives no number; with one a day it is the second half's.
records::Effects calendar(std::int64_t county, Place area, Instant now, std::vector<records::Period> const& open_periods,
                          std::vector<records::Record> const& under_observation, std::int64_t readings_per_day);

/// Whether the person of this key_person record is to be measured on `date`: under observation then, and by measure and
/// number a day not left out.
bool owes_reading(records::Record const& key_person, Date date);

}  // namespace fx::watch
