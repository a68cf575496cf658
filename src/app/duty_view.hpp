#pragma once
/// The duty roster as people see it: shifts with who keeps them, who has signed in, who is absent.

#include "app/program.hpp"
#include "base/json_writer.hpp"
#include "records/record.hpp"

#include <optional>
#include <vector>

namespace fx::app {

struct DutyShift {
    records::Record shift;
    std::vector<records::Record> turns;  ///< as planned, the leader on call first
};

/// Shifts of a node that begin in [from, to], cancelled ones left out, by their begin.
Result<std::vector<DutyShift>> duty_shifts(Program const& program, store::Reader& reader, Place area, Instant from,
                                           Instant to);
/// 404.55 when there is none.
Result<DutyShift> duty_shift(Program const& program, store::Reader& reader, Id const& id);

/// The shift of this hour; else one that is over and has not been handed over. And the one after it.
struct DutyNow {
    std::optional<DutyShift> current, next;
    bool kept = false;     ///< there is a shift of this hour
    bool planned = false;  ///< there is any about now
};
Result<DutyNow> duty_now(Program const& program, store::Reader& reader, Place area, Instant now);

/// A post that owes a signature, its grace over, and has not given it.
bool is_absent(Program const& program, records::Record const& turn, Instant now);
std::int64_t absent_in(Program const& program, DutyShift const& shift, Instant now);

/// The shifts of one post that are to come, run, or wait to be handed over, soonest first, at most 20.
Result<std::vector<DutyShift>> duty_of(Program const& program, store::Reader& reader, Id const& post, Instant now);
/// Turns within `area` whose taker has accepted and that wait to be decided on, soonest first, at most 100, each with its
/// shift.
Result<std::vector<DutyShift>> swaps_accepted(Program const& program, store::Reader& reader, Place area, Instant now);
/// Turns that `post` is asked to take, the same way.
Result<std::vector<DutyShift>> swaps_asked_of(Program const& program, store::Reader& reader, Id const& post, Instant now);

/// One turn as `actor` sees it. `brief`: of a node above his own, who is there and nothing of swaps.
void write_turn(JsonWriter& json, Program const& program, records::Actor const& actor, DutyShift const& of,
                records::Record const& turn, Instant now, bool brief = false);
/// The shift; its turns as "staff" when asked for.
void write_shift(JsonWriter& json, Program const& program, records::Actor const& actor, DutyShift const& of, Instant now,
                 bool with_staff = true);

}  // namespace fx::app
