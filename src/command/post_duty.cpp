#include "command/post_duty.hpp"

#include "catalog/handles.hpp"

namespace fx::command {

Id duty_period(std::int64_t county, std::string_view duty, Id const& source) {
    return records::period_id(county, duty, format(source));
}

records::Period post_duty(records::Record const& source, std::string_view duty, std::string label, Instant opens_at,
                          Instant due_at) {
    records::Period period;
    period.county = source.county;
    period.id = duty_period(source.county, duty, source.id);
    period.type = duty;
    period.label = std::move(label);
    period.area = source.place;
    period.opens_at = opens_at;
    period.due_at = due_at;
    period.source = source.id;
    period.subject_type = handles::post::record_type;
    return period;
}

}  // namespace fx::command
