#pragma once
/// Days that are not what their weekday says: one entry in force for a day and an area.

#include "records/engine.hpp"

#include <map>
#include <string>
#include <vector>

namespace fx::command {

void add_calendar_hooks(records::Engine& engine);

/// A public holiday or a worked weekend day.
struct SpecialDay {
    Date date;
    std::string day_kind, name;
    Place area;  ///< for which it was entered
};

/// The entries in force for the days of [from, to].
class Calendar {
public:
    static Result<Calendar> read(store::Reader& reader, records::Responsibility const& places, std::int64_t county,
                                 Date from, Date to);
    /// What stands for a place: the entry of the nearest area above it; null when the day is as usual.
    SpecialDay const* at(Place place, Date day) const;
    /// Holidays and weekends, but no weekend day that is worked.
    bool is_day_off(Place place, Date day) const;

private:
    records::Responsibility const* places_ = nullptr;
    std::multimap<Date, SpecialDay> days_;
};

}  // namespace fx::command
