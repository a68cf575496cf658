#pragma once
/// Daily reports: who owes one, by when, and what a signature holds. Counting is returns/sheet.hpp's.

#include "command/calendar.hpp"
#include "divisions/division.hpp"
#include "records/effects.hpp"
#include "records/engine.hpp"
#include "returns/report_calendar.hpp"
#include "returns/sheet.hpp"

#include <string>
#include <vector>

namespace fx::returns {

inline constexpr std::string_view report_duty = "daily_report";

/// The period of a day's reports, and the one report of a unit and day: whoever signs, it is the same record.
Id report_period(std::int64_t county, Date day);
Id report_id(std::int64_t county, Id const& unit, Date day);

/// Settings of the type daily_report.
struct ReportRules {
    std::int64_t cut_off_village, cut_off_township, cut_off_county;  ///< minutes after 00:00
    int days_back;                                                   ///< how far back a report can be signed
    int week_ends = 7;                                               ///< of weekly reports, ISO 8601

    static ReportRules of(catalog::RecordType const& daily_report);
    /// The cut-off of a unit that stands at `level`.
    Instant due(Level level, Date day) const;
};

struct Unit {
    Id id;
    Place place;
    std::string name;
    ReportCalendar calendar = ReportCalendar::daily;
};
/// Units that report and are in use on `day`, by place; whether they owe one on that day their calendar says.
Result<std::vector<Unit>> reporting_units(records::Engine const& engine, store::Reader& reader, std::int64_t county,
                                          Place area, Date day);

/// The calendars of the units, with the holidays around some days.
class ReportDays {
public:
    /// For the reports of `from` to `to`, and the next one after each.
    static Result<ReportDays> read(records::Engine const& engine, store::Reader& reader, std::int64_t county, Date from,
                                   Date to);
    CalendarRules rules(Unit const& unit) const;
    /// As covered_since and next_report say it of the unit's calendar.
    std::optional<Date> since(Unit const& unit, Date day) const { return covered_since(rules(unit), day); }
    std::optional<Date> next(Unit const& unit, Date day) const { return next_report(rules(unit), day); }

private:
    command::Calendar holidays_;
    int week_ends_ = 7;
};

/// What a unit owes on a day.
struct Owed {
    std::optional<records::Obligation> duty;  ///< unless withdrawn
    std::optional<records::Record> report;    ///< signed for the day, or returned
    std::optional<Date> since;                ///< the first day its report covers; nothing = none is owed
};
/// A report covers the days since the one owed before it, at most a month, whatever has become of the calendar: a unit that
/// changes in the middle of a week leaves no day out and none counted twice. Without one before, as its calendar says. One
/// that is signed keeps its days.
Result<Owed> owed(records::Engine const& engine, store::Reader& reader, std::int64_t county, ReportDays const& days,
                  Unit const& unit, Date day);

/// The days whose reports are to be opened, the last one today: those after the newest open period, as far back as a report
/// can be signed; today alone where there is none.
std::vector<Date> days_to_open(std::vector<records::Period> const& open_periods, Date today, int days_back);

/// Opens the day's period with a duty for each unit (those that are there stay as they are), and closes periods whose
/// reports can no longer be signed.
records::Effects open_reports(std::int64_t county, Place area, Date day, std::vector<Unit> const& units,
                              std::function<Level(Place)> const& level, std::vector<records::Period> const& open_periods,
                              ReportRules const& rules);

/// Which of the return's events happened: labels with figures, in the order of the cells.
std::vector<Words> events_of(Sheet const& sheet);

/// The figures as the record keeps them: canonical JSON rows {cell, value}.
std::string figures_text(Sheet const& sheet);

/// A returned report is owed again; a new signature settles it.
void add_hooks(records::Engine& engine);

}  // namespace fx::returns
