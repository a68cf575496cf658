#include "watch/calendar.hpp"

#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "watch/periods.hpp"

#include <algorithm>

namespace fx::watch {

namespace key = handles::key_person;

bool owes_reading(records::Record const& record, Date on) {
    auto const values = std::span<Value const>(record.values);
    auto const from = get(values, key::observe_from), until = get(values, key::observe_until);
    return record.state == key::states::under_observation && from && until && *from <= on && on <= *until &&
           get(values, key::measure) != "0" && get(values, key::readings_per_day).value_or(2) > 0;
}

records::Effects calendar(std::int64_t county, Place area, Instant now, std::vector<records::Period> const& open_periods,
                          std::vector<records::Record> const& under_observation, std::int64_t readings_per_day) {
    records::Effects effects;
    auto const slot = slot_at(now);
    auto const id = slot.period(county);
    for (auto const& period : open_periods)
        if (period.type == measurement_duty && now - period.due_at > ms_per_day) effects.close_periods.push_back(period.id);
    auto const known =
        std::find_if(open_periods.begin(), open_periods.end(), [&](auto const& period) { return period.id == id; });
    // Opened by a person found in this slot before the calendar came round: the others are owed theirs all the same.
    if (known == open_periods.end()) effects.open_periods.push_back(measurement_period(county, area, slot));
    for (auto const& record : under_observation) {
        auto const person = get(record.values, key::person);
        auto const second_only =
            slot.code == "1" && get(record.values, key::readings_per_day).value_or(readings_per_day) == 1;
        if (person && owes_reading(record, slot.date) && !second_only)
            effects.open.push_back({id, *person, record.place, slot.due_at(), true});
    }
    return effects;
}

}  // namespace fx::watch
