#include "command/calendar.hpp"

#include "catalog/handle.hpp"
#include "catalog/handles.hpp"

namespace fx::command {

namespace day = handles::calendar_day;

void add_calendar_hooks(records::Engine& engine) {
    engine.add_hook(
        day::record_type, [](records::Change const& change, records::Lookup& lookup) -> Result<records::Effects> {
            constexpr int of_one_day_max = 1000;
            auto const& of = *change.after;
            if (of.state != day::states::in_force) return records::Effects();
            FX_TRY(auto const others,
                   lookup.where(day::record_type, of.county, day::date.name, of.values[day::date.index], of_one_day_max));
            for (auto const& one : others)
                if (one.id != of.id && one.place == of.place && one.state == day::states::in_force)
                    return Problem(ProblemKind::calendar_day_twice, {format(get(of.values, day::date).value_or(Date{})),
                                                                     std::string(get(one.values, day::name).value_or(""))})
                        .at(std::string(day::date.name));
            return records::Effects();
        });
}

Result<Calendar> Calendar::read(store::Reader& reader, records::Responsibility const& places, std::int64_t county, Date from,
                                Date to) {
    Calendar out;
    out.places_ = &places;
    FX_CHECK(reader.each(
        "SELECT date, day_kind, name, place FROM r_calendar_day WHERE county = $1 AND date BETWEEN $2 AND $3 "
        "AND state = $4",
        std::vector<Value>{county, std::int64_t(from.days), std::int64_t(to.days), std::string(day::states::in_force)},
        [&](Row& row) {
            Date const date{std::int32_t(*integer_in(row[0]))};
            out.days_.emplace(date, SpecialDay{date, *text_in(row[1]), *text_in(row[2]), {*integer_in(row[3])}});
        }));
    return out;
}

SpecialDay const* Calendar::at(Place place, Date date) const {
    SpecialDay const* nearest = nullptr;
    for (auto [one, end] = days_.equal_range(date); one != end; ++one)
        if (places_->covers(one->second.area, place) &&
            (nearest == nullptr || places_->covers(nearest->area, one->second.area)))
            nearest = &one->second;
    return nearest;
}

bool Calendar::is_day_off(Place place, Date date) const {
    if (auto const* special = at(place, date)) return special->day_kind == "holiday";
    return iso_weekday(date) >= 6;
}

}  // namespace fx::command
