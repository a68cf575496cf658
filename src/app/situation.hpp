#pragma once
/// Situation reports: counted from the records, kept as they were counted, read back.

#include "app/program.hpp"
#include "command/situation.hpp"

#include <optional>
#include <string>
#include <vector>

namespace fx::app {

/// A report, kept or only counted (then without id, number and state).
struct Situation {
    Id id;
    Place area;
    Date day;
    std::int64_t number = 0;  ///< of the area and day, from 1
    Instant as_of;
    bool by_clock = false;
    std::vector<command::ReportRow> rows;
    std::string journal_head;  ///< "<year> <entries> <root as hex>"
    std::string state, judgement, withdraw_reason;
    std::optional<Instant> issued_at;
    Id issued_by;  ///< post
    std::int64_t version = 0;
};

/// The level above: the place directly above within the site.
std::optional<Place> place_above(Program const& program, Place area);

/// Counts the report of an area and day. 422.66 for an unknown place, 422.286 for a day to come or too long ago.
Result<Situation> count_situation(Program const& program, store::Reader& reader, Place area, Date day);
/// The figures of the area alone, as the records say now.
Result<std::vector<command::ReportRow>> recount_figures(Program const& program, store::Reader& reader, Place area, Date day);

/// Keeps a counted report under this id, as the next of its area and day; the engine judges whether `actor` may make it.
/// Kept already: a repeat.
Result<records::Receipt> store_situation(Program& program, store::Tx& tx, records::Actor const& actor, Id const& id,
                                         Situation report);
/// The reports that the clock makes on a day, of the site and, by the setting made_below, of each place directly below it:
/// one of each, however often it is asked for, and one in a call. Nothing before their time.
Result<void> make_by_clock(Program& program);

Result<Situation> situation_from(records::Record const& record);
/// One kept report; 404.55 when there is none that `actor` may see.
Result<Situation> find_situation(Program const& program, store::Reader& reader, records::Actor const& actor, Id const& id);

/// Only a post of the area itself issues or withdraws; who and when is set by the server.
void add_situation_hooks(records::Engine& engine);

}  // namespace fx::app
