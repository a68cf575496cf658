#include "app/duty_view.hpp"

#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "command/duty.hpp"
#include "records/place.hpp"
#include "records/query.hpp"

#include <algorithm>

namespace fx::app {
namespace {

namespace shift = handles::duty_shift;
namespace turn = handles::duty_turn;

/// Far enough to find the shift of this hour, one that nobody has taken over, and the next.
constexpr std::int64_t seen_back_ms = 3 * ms_per_day, seen_ahead_ms = 2 * ms_per_day;

Result<std::vector<records::Record>> rows_of(Program const& program, store::Reader& reader, std::string_view type,
                                             std::string const& condition, std::vector<Value> parameters) {
    auto const& table = *program.engine->table(type);
    std::vector<records::Record> all;
    FX_TRY(auto const rows, reader.query(records::select_all(table.table()) + " WHERE county = $1 AND " + condition,
                                         std::span<Value const>(parameters)));
    for (auto const& row : rows) {
        FX_TRY(auto record, table.from_row(row, *program.sealer));
        all.push_back(std::move(record));
    }
    return all;
}

Result<DutyShift> with_turns(Program const& program, store::Reader& reader, records::Record of) {
    FX_TRY(auto turns, rows_of(program, reader, turn::record_type, "of_shift = $2 ORDER BY duty_role, id LIMIT 100",
                               {of.county, of.id}));
    return DutyShift{std::move(of), std::move(turns)};
}

Result<std::vector<records::Record>> shifts_of(Program const& program, store::Reader& reader, Place area, Instant from,
                                               Instant to) {
    return rows_of(program, reader, shift::record_type,
                   "area = $2 AND starts_at BETWEEN $3 AND $4 AND state <> $5 ORDER BY starts_at LIMIT 1000",
                   {program.county(), area.value, from.ms, to.ms, std::string(shift::states::cancelled)});
}

/// Each of these turns with its shift, and no other turn of that.
Result<std::vector<DutyShift>> each_alone(Program const& program, store::Reader& reader,
                                          std::vector<records::Record> const& turns) {
    std::vector<DutyShift> out;
    for (auto const& one : turns) {
        FX_TRY(auto whole, duty_shift(program, reader, get(one.values, turn::of_shift).value_or(Id{})));
        whole.turns = {one};
        out.push_back(std::move(whole));
    }
    return out;
}

void write_optional(JsonWriter& json, std::string_view key, std::optional<std::string_view> text) {
    json.key(key);
    text ? json.string(*text) : json.null();
}

}  // namespace

Result<std::vector<DutyShift>> duty_shifts(Program const& program, store::Reader& reader, Place area, Instant from,
                                           Instant to) {
    FX_TRY(auto found, shifts_of(program, reader, area, from, to));
    std::vector<DutyShift> out;
    for (auto& one : found) {
        FX_TRY(auto whole, with_turns(program, reader, std::move(one)));
        out.push_back(std::move(whole));
    }
    return out;
}

Result<DutyShift> duty_shift(Program const& program, store::Reader& reader, Id const& id) {
    auto const& table = *program.engine->table(shift::record_type);
    FX_TRY(auto found, records::stored(*program.engine, reader, table, program.county(), id));
    if (!found) return Problem(ProblemKind::record_not_found, {format(id)});
    return with_turns(program, reader, *std::move(found));
}

Result<DutyNow> duty_now(Program const& program, store::Reader& reader, Place area, Instant now) {
    FX_TRY(auto shifts, shifts_of(program, reader, area, now + -seen_back_ms, now + seen_ahead_ms));
    DutyNow out;
    out.planned = !shifts.empty();
    std::optional<records::Record> current, next;
    for (auto& one : shifts) {
        auto const starts = get(one.values, shift::starts_at).value_or(Instant{});
        auto const ends = get(one.values, shift::ends_at).value_or(Instant{});
        bool const running = one.state == shift::states::running;  // from when it took over, be it before its hour
        bool const covers = now < ends && (running || (starts <= now && one.state == shift::states::planned));
        if (covers || (!out.kept && running)) {
            current = std::move(one);
            out.kept = covers;
        } else if (now < starts && !next) {
            next = std::move(one);
        }
    }
    if (current) {
        FX_TRY(out.current, with_turns(program, reader, *std::move(current)));
    }
    if (next) {
        FX_TRY(out.next, with_turns(program, reader, *std::move(next)));
    }
    return out;
}

bool is_absent(Program const& program, records::Record const& of, Instant now) {
    if (of.state == turn::states::signed_in || of.state == turn::states::cancelled) return false;
    auto const starts = get(of.values, turn::starts_at).value_or(Instant{});
    return command::on_site(get(of.values, turn::duty_role).value_or("")) &&
           now > starts + program.catalogue->setting(turn::settings::absent_minutes) * ms_per_minute;
}

std::int64_t absent_in(Program const& program, DutyShift const& of, Instant now) {
    return std::ranges::count_if(of.turns, [&](auto const& one) { return is_absent(program, one, now); });
}

Result<std::vector<DutyShift>> duty_of(Program const& program, store::Reader& reader, Id const& post, Instant now) {
    constexpr std::size_t shown_max = 20;
    FX_TRY(auto const turns,
           rows_of(program, reader, turn::record_type,
                   "post = $2 AND starts_at > $3 AND state <> $4 ORDER BY starts_at LIMIT 200",
                   {program.county(), post, (now + -seen_back_ms).ms, std::string(turn::states::cancelled)}));
    std::vector<DutyShift> out;
    for (auto const& one : turns) {
        FX_TRY(auto whole, duty_shift(program, reader, get(one.values, turn::of_shift).value_or(Id{})));
        bool const over = get(one.values, turn::ends_at).value_or(Instant{}) <= now;
        if (over && whole.shift.state != shift::states::running) continue;
        out.push_back(std::move(whole));
        if (out.size() == shown_max) break;
    }
    return out;
}

Result<std::vector<DutyShift>> swaps_accepted(Program const& program, store::Reader& reader, Place area, Instant now) {
    auto const [first, last] = program.network->range(area);
    FX_TRY(auto const turns,
           rows_of(program, reader, turn::record_type,
                   "ends_at > $2 AND state = $3 AND place BETWEEN $4 AND $5 ORDER BY starts_at LIMIT 100",
                   {program.county(), now.ms, std::string(turn::states::swap_accepted), first.value, last.value}));
    return each_alone(program, reader, turns);
}

Result<std::vector<DutyShift>> swaps_asked_of(Program const& program, store::Reader& reader, Id const& post, Instant now) {
    FX_TRY(auto const turns, rows_of(program, reader, turn::record_type,
                                     "starts_at > $2 AND state = $3 AND swap_with = $4 ORDER BY starts_at LIMIT 100",
                                     {program.county(), now.ms, std::string(turn::states::swap_asked), post}));
    return each_alone(program, reader, turns);
}

void write_turn(JsonWriter& json, Program const& program, records::Actor const& actor, DutyShift const& of,
                records::Record const& one, Instant now, bool brief) {
    auto const post = get(one.values, turn::post).value_or(Id{});
    auto taker = get(one.values, turn::swap_with);
    auto const view = program.network->view();
    auto const name = [&](Id const& id) -> std::string {
        auto const* found = view.posts().find(id);
        return found == nullptr ? "" : found->name;
    };
    auto const* holder = view.posts().find(post);
    bool const asked = one.state == turn::states::swap_asked;
    auto const& type = *program.catalogue->type(turn::record_type);
    bool const answers = asked && taker == actor.post && type.allows("move:accept_swap", actor.role);
    bool const decides = (asked || one.state == turn::states::swap_accepted) && actor.post != post &&
                         network::commands(actor.role) && type.allows("move:agree_swap", actor.role) &&
                         view.divisions().is_within(of.shift.place, actor.place);
    json.begin_object().key("turn").string(format(one.id)).key("version").integer(one.version);
    json.key("state").string(one.state).key("post").string(format(post)).key("post_name").string(name(post));
    json.key("holder_name").string(holder == nullptr ? "" : holder->holder_name);
    write_optional(json, "duty_role", get(one.values, turn::duty_role));
    auto const signed_at = get(one.values, turn::signed_in_at);
    json.key("signed_in_at");
    signed_at ? json.string(format(*signed_at)) : json.null();
    json.key("absent").boolean(is_absent(program, one, now)).key("swap_with");
    if (brief) taker.reset();
    taker ? json.string(format(*taker)) : json.null();
    json.key("swap_with_name");
    taker ? json.string(name(*taker)) : json.null();
    write_optional(json, "swap_reason", brief ? std::nullopt : get(one.values, turn::swap_reason));
    write_optional(json, "swap_answer", brief ? std::nullopt : get(one.values, turn::swap_answer));
    json.key("own").boolean(post == actor.post).key("may_answer").boolean(answers);
    json.key("may_decide").boolean(decides).end_object();
}

void write_shift(JsonWriter& json, Program const& program, records::Actor const& actor, DutyShift const& of, Instant now,
                 bool with_staff) {
    auto const& one = of.shift;
    bool const brief = !program.network->covers(actor.place, one.place);
    auto const at = [&](auto const& handle) {
        auto const value = get(one.values, handle);
        return value ? std::optional(format(*value)) : std::nullopt;
    };
    json.begin_object().key("id").string(format(one.id)).key("version").integer(one.version);
    json.key("state").string(one.state).key("area").string(format(one.place));
    json.key("area_name").string(program.network->view().divisions().name(one.place));
    write_optional(json, "starts_at", at(shift::starts_at));
    write_optional(json, "ends_at", at(shift::ends_at));
    write_optional(json, "phone", get(one.values, shift::phone));
    write_optional(json, "note", brief ? std::nullopt : get(one.values, shift::note));
    write_optional(json, "handover_note", brief ? std::nullopt : get(one.values, shift::handover_note));
    write_optional(json, "handed_over_at", at(shift::handed_over_at));
    auto const taker = get(one.values, shift::handed_over_to);
    std::optional<std::string> taker_name;
    if (taker) {
        auto const view = program.network->view();
        auto const* post = view.posts().find(*taker);
        taker_name = post == nullptr ? "" : post->name;
    }
    write_optional(json, "handed_over_to_name", taker_name);
    auto const open = get(one.values, shift::open_matters);
    json.key("open_matters");
    open ? json.integer(*open) : json.null();
    if (with_staff) {
        json.key("staff").begin_array();
        for (auto const& turn : of.turns) write_turn(json, program, actor, of, turn, now, brief);
        json.end_array();
    }
    json.end_object();
}

}  // namespace fx::app
