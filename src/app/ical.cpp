#include "app/ical.hpp"

#include <fmt/format.h>

namespace fx::app {
namespace {

constexpr std::size_t line_octets_max = 75;
constexpr std::size_t continuing_octets_max = 3;  // of one character in UTF-8

bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

/// Where to cut `text` so that at most `room` octets go first and no character is split. Octets that are no UTF-8 have
/// no characters to keep whole and are cut at `room`: a cut always moves on.
std::size_t whole_characters(std::string_view text, std::size_t room) {
    for (auto cut = room; cut + continuing_octets_max >= room; --cut)
        if (!continues_character(text[cut])) return cut;
    return room;
}

void line(std::string& out, std::string_view text) {
    std::size_t room = line_octets_max;
    while (text.size() > room) {
        auto const cut = whole_characters(text, room);
        out.append(text.substr(0, cut)).append("\r\n ");
        text.remove_prefix(cut);
        room = line_octets_max - 1;  // the space that begins a continued line
    }
    out.append(text).append("\r\n");
}

std::string escaped(std::string_view text) {
    std::string out;
    for (char const c : text) {
        if (c == '\n')
            out += "\\n";
        else if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F)
            out.append(c == ',' || c == ';' || c == '\\' ? "\\" : "") += c;
    }
    return out;
}

/// "20200203T003000Z".
std::string utc(Instant at) {
    auto const seconds = Instant{at.ms - civil_offset_ms};  // civil() and the rest speak China's time
    auto const day = civil(date_at(seconds));
    auto const second = (seconds - start_of(date_at(seconds))) / ms_per_second;
    return fmt::format("{:04}{:02}{:02}T{:02}{:02}{:02}Z", day.year, day.month, day.day, second / 3600, second / 60 % 60,
                       second % 60);
}

}  // namespace

std::string write_calendar(std::string const& name, std::vector<CalendarEvent> const& events) {
    std::string out;
    line(out, "BEGIN:VCALENDAR");
    line(out, "VERSION:2.0");
    line(out, "PRODID:-//Fangxian//Duty roster//ZH");
    line(out, "CALSCALE:GREGORIAN");
    line(out, "METHOD:PUBLISH");
    line(out, "X-WR-CALNAME:" + escaped(name));
    for (auto const& event : events) {
        line(out, "BEGIN:VEVENT");
        line(out, "UID:" + format(event.uid));
        line(out, "SEQUENCE:" + std::to_string(event.sequence));
        line(out, "DTSTAMP:" + utc(event.stamp));
        line(out, "DTSTART:" + utc(event.starts_at));
        line(out, "DTEND:" + utc(event.ends_at));
        line(out, "SUMMARY:" + escaped(event.summary));
        if (!event.description.empty()) line(out, "DESCRIPTION:" + escaped(event.description));
        line(out, "END:VEVENT");
    }
    line(out, "END:VCALENDAR");
    return out;
}

}  // namespace fx::app
