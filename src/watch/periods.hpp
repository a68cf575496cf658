#pragma once
/// The periods the watch opens: a round with its revisits and registrations, and the two slots of a day.

#include "records/obligation.hpp"

#include <span>
#include <string>
#include <string_view>

namespace fx::watch {

inline constexpr std::string_view screening_duty = "household_screening", revisit_duty = "revisit",
                                  registration_duty = "floating_registration", measurement_duty = "temperature_measurement";

/// The period of a round's screenings is the round itself; of its revisits and registrations, ids that follow from it.
/// Remembers the last answer: screenings come round by round.
Id revisit_period(std::int64_t county, Id const& round);
inline Id registration_period(std::int64_t county, Id const& round) {
    return records::period_id(county, registration_duty, format(round));
}

/// Half of a day: slot "1" until 12:00, "2" until 24:00, civil time.
struct Slot {
    Date date;
    std::string code;

    Id period(std::int64_t county) const { return records::period_id(county, measurement_duty, format(date) + "/" + code); }
    Instant opens_at() const { return start_of(date) + (code == "2" ? 12 * ms_per_hour : 0); }
    Instant due_at() const { return opens_at() + 12 * ms_per_hour; }
    std::string label() const { return format(date) + (code == "2" ? " 下午" : " 上午"); }
};
Slot slot_at(Instant now);
Slot slot_of(std::span<Value const> reading);  ///< of a temperature reading's values
records::Period measurement_period(std::int64_t county, Place area, Slot const& slot);

}  // namespace fx::watch
