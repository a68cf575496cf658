#include "app/situation.hpp"

#include "base/json_member.hpp"
#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "catalog/kind.hpp"
#include "records/query.hpp"

#include <boost/json.hpp>

namespace fx::app {
namespace {

namespace kept = handles::situation_report;

/// Rows as their field takes them: an absent figure is left out.
boost::json::array json_of(std::vector<command::ReportRow> const& rows) {
    boost::json::array all;
    for (auto const& row : rows) {
        boost::json::object one{{"part", row.part}, {"item", row.item}};
        if (!row.at.is_nil()) one["at"] = format(row.at);
        if (row.on) one["on"] = format(*row.on);
        for (auto const& [name, text] :
             {std::pair{"value", &row.value}, {"of", &row.of}, {"yesterday", &row.yesterday}, {"above", &row.above}})
            if (!text->empty()) one[name] = *text;
        all.push_back(std::move(one));
    }
    return all;
}

Result<std::vector<command::ReportRow>> rows_in(std::string_view text) {
    boost::system::error_code error;
    auto const json = boost::json::parse(text, error);
    if (error || !json.is_array()) return Problem().because("figures of a situation report do not read");
    std::vector<command::ReportRow> rows;
    for (auto const& value : json.get_array()) {
        if (!value.is_object()) return Problem().because("figures of a situation report do not read");
        auto const& one = value.get_object();
        command::ReportRow row{text_member(one, "part"),
                               text_member(one, "item"),
                               {},
                               {},
                               text_member(one, "value"),
                               text_member(one, "of"),
                               text_member(one, "yesterday"),
                               text_member(one, "above")};
        if (auto const at = parse_place(text_member(one, "at")); at.has_value()) row.at = *at;
        if (auto const on = parse_date(text_member(one, "on")); on.has_value()) row.on = *on;
        rows.push_back(std::move(row));
    }
    return rows;
}

Result<std::vector<Value>> values_of(records::RecordTable const& table, Situation const& of) {
    auto const& field = table.type().fields[std::size_t(kept::figures.index)];
    FX_TRY(auto figures, field.kind->parse(json_of(of.rows), field));
    Draft draft(kept::fields);
    draft.set(kept::area, of.area).set(kept::day, of.day).set(kept::number, of.number);
    draft.set(kept::as_of, of.as_of).set(kept::by_clock, of.by_clock);
    draft.set(kept::journal_heads, of.journal_head);
    auto values = draft.take();
    values[std::size_t(kept::figures.index)] = std::move(figures);
    return values;
}

Result<std::int64_t> next_number(store::Tx& tx, std::int64_t county, Place area, Date day) {
    FX_TRY(auto const rows, tx.query("SELECT COUNT(*) FROM r_situation_report WHERE county = $1 AND place = $2 AND day = $3",
                                     {county, area.value, std::int64_t(day.days)}));
    return *integer_in(rows[0][0]) + 1;
}

/// What the clock makes is nobody's command: the local actor makes it, who has no right to create.
Result<void> put_by_clock(Program& program, store::Tx& tx, Id const& id, Situation of) {
    auto const& table = *program.engine->table(kept::record_type);
    FX_TRY(auto const known, tx.get(table.table(), table.key(program.county(), id)));
    if (known) return {};
    FX_TRY(of.number, next_number(tx, program.county(), of.area, of.day));
    of.by_clock = true;
    FX_TRY(auto values, values_of(table, of));
    records::Effects effects;
    effects.create.push_back({std::string(kept::record_type), id, std::move(values), "", false});
    FX_CHECK(program.engine->run_effects(tx, program.local_actor(), program.county(), id, std::move(effects)));
    return {};
}

Result<records::Effects> on_situation(records::Change const& change, records::Lookup&) {
    records::Effects effects;
    if (!change.action.starts_with("move:")) return effects;
    if (change.actor->post.is_nil() || change.actor->place != change.after->place)
        return Problem(ProblemKind::situation_not_yours);
    if (change.action != "move:issue") return effects;
    // What is set up on the server's own machine, under no account, may tell of the past.
    auto const at = change.actor->user.is_nil() ? change.stated_at : change.now;
    effects.set.emplace_back(kept::issued_at.index, at.ms);
    effects.set.emplace_back(kept::issued_by.index, change.actor->post);
    return effects;
}

/// The site itself, and its townships where the setting says so.
std::vector<Place> areas_by_clock(Program const& program) {
    std::vector<Place> areas{program.site.county};
    if (program.catalogue->setting(kept::settings::made_below) == 0) return areas;
    auto const view = program.network->view();
    for (auto const* child : view.divisions().children(program.site.county)) areas.push_back(child->place);
    return areas;
}

}  // namespace

Result<records::Receipt> store_situation(Program& program, store::Tx& tx, records::Actor const& actor, Id const& id,
                                         Situation of) {
    auto const& table = *program.engine->table(kept::record_type);
    FX_TRY(auto const known, records::stored(*program.engine, tx, table, program.county(), id));
    // A repeat has counted anew; what it made the first time is what it made.
    if (known && known->made_by_user == actor.user)
        return records::Receipt{
            records::Receipt::Outcome::repeat, known->county, id, known->version, known->last_sequence, {}};
    FX_TRY(of.number, next_number(tx, program.county(), of.area, of.day));
    records::PreparedCreate command;
    command.table = &table;
    command.id = id;
    command.stated_at = of.as_of;
    FX_TRY(command.values, values_of(table, of));
    auto const outcome = program.engine->create(tx, actor, command);
    if (!outcome.ok()) return outcome.problems.front();
    return *outcome.receipt;
}

Result<void> make_by_clock(Program& program) {
    auto const now = program.clock.now();
    auto const day = date_at(now);
    auto const made_at = program.catalogue->setting(kept::settings::made_at);
    if (made_at < 0 || now < start_of(day) + made_at * ms_per_minute) return {};
    for (auto const area : areas_by_clock(program)) {
        auto const name = format(day) + (area == program.site.county ? "" : "/" + format(area));
        auto const id =
            records::derived_id(records::period_id(program.county(), kept::record_type, name), kept::record_type, 0);
        std::optional<Situation> counted;
        FX_CHECK(program.store->read([&](store::Reader& reader) -> Result<void> {
            auto const& table = *program.engine->table(kept::record_type);
            FX_TRY(auto const known, reader.get(table.table(), table.key(program.county(), id)));
            if (known) return {};
            FX_TRY(counted, count_situation(program, reader, area, day));
            return {};
        }));
        // One in a look: of a large city counting them all at once would hold up everything else.
        if (counted) return program.store->write([&](store::Tx& tx) { return put_by_clock(program, tx, id, *counted); });
    }
    return {};
}

Result<Situation> situation_from(records::Record const& record) {
    auto const values = std::span<Value const>(record.values);
    auto const words = [&](auto handle) { return std::string(get(values, handle).value_or("")); };
    Situation out;
    out.id = record.id;
    out.area = record.place;
    out.day = get(values, kept::day).value_or(Date{});
    out.number = get(values, kept::number).value_or(0);
    out.as_of = get(values, kept::as_of).value_or(Instant{});
    out.by_clock = get(values, kept::by_clock).value_or(false);
    FX_TRY(out.rows, rows_in(get(values, kept::figures).value_or("[]")));
    out.journal_head = words(kept::journal_heads);
    out.state = record.state;
    out.judgement = words(kept::judgement);
    out.withdraw_reason = words(kept::withdraw_reason);
    out.issued_at = get(values, kept::issued_at);
    out.issued_by = get(values, kept::issued_by).value_or(Id{});
    out.version = record.version;
    return out;
}

Result<Situation> find_situation(Program const& program, store::Reader& reader, records::Actor const& actor, Id const& id) {
    FX_TRY(auto const record, records::find(*program.engine, reader, actor, *program.engine->table(kept::record_type), id));
    return situation_from(record);
}

void add_situation_hooks(records::Engine& engine) { engine.add_hook(kept::record_type, on_situation); }

}  // namespace fx::app
