#include "watch/periods.hpp"

#include "catalog/handle.hpp"
#include "catalog/handles.hpp"

namespace fx::watch {

Id revisit_period(std::int64_t county, Id const& round) {
    struct Last {
        std::int64_t county = 0;
        Id round, period;
    };
    thread_local Last last;
    if (last.county != county || last.round != round)
        last = {county, round, records::period_id(county, revisit_duty, format(round))};
    return last.period;
}

Slot slot_at(Instant now) {
    auto const date = date_at(now);
    return {date, now - start_of(date) >= 12 * ms_per_hour ? "2" : "1"};
}

Slot slot_of(std::span<Value const> reading) {
    namespace fields = handles::temperature_reading;
    return {get(reading, fields::date).value_or(Date{}), std::string(get(reading, fields::slot).value_or("1"))};
}

records::Period measurement_period(std::int64_t county, Place area, Slot const& slot) {
    records::Period period;
    period.county = county;
    period.id = slot.period(county);
    period.type = measurement_duty;
    period.label = slot.label();
    period.area = area;
    period.opens_at = slot.opens_at();
    period.due_at = slot.due_at();
    period.subject_type = handles::person::record_type;
    return period;
}

}  // namespace fx::watch
