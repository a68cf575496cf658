// The staff of a shift comes out of the store as text: any text gives rows of posts or none, never a fault. A calendar of
// any text keeps its lines within 75 octets and ends once.
#include "command/duty_staff.hpp"
#include "app/ical.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string const text(reinterpret_cast<char const*>(data), size);
    if (fx::command::staff_rows(text).size() > size / 36) std::abort();
    fx::app::CalendarEvent event;
    event.summary = event.description = text;
    auto const calendar = fx::app::write_calendar(text, {event});
    std::size_t line = 0, ends = 0;
    for (std::size_t at = 0; at < calendar.size(); at = line) {
        line = calendar.find("\r\n", at);
        if (line == std::string::npos || line - at > 75) std::abort();
        ends += calendar.substr(at, line - at) == "END:VCALENDAR";
        line += 2;
    }
    if (ends != 1) std::abort();
    return 0;
}
