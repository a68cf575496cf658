#pragma once
/// Calendars that other programs read: iCalendar (RFC 5545).

#include "base/id.hpp"
#include "base/time.hpp"

#include <string>
#include <vector>

namespace fx::app {

struct CalendarEvent {
    Id uid;
    std::int64_t sequence = 0;  ///< rises with every change, so that programs take the newer one
    Instant stamp, starts_at, ends_at;
    std::string summary, description;
};

/// One VCALENDAR. Lines end with CRLF and are folded at 75 octets, never inside a character (section 3.1); commas,
/// semicolons, backslashes and line breaks in texts are escaped (section 3.3.11); other control characters are left out.
std::string write_calendar(std::string const& name, std::vector<CalendarEvent> const& events);

}  // namespace fx::app
