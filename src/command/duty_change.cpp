#include "command/duty_change.hpp"

#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "command/duty_staff.hpp"

#include <algorithm>
#include <set>

namespace fx::command {
namespace {

namespace shift = handles::duty_shift;
namespace turn = handles::duty_turn;

Id kept_by(records::Record const& of) { return get(of.values, turn::post).value_or(Id{}); }

std::vector<StaffRow> rows_of(records::Record const& of) { return staff_rows(get(of.values, shift::staff).value_or("[]")); }

/// Whether these turns are those of the table.
bool same(std::vector<StaffRow> const& rows, std::vector<records::Record> const& turns) {
    return rows.size() == turns.size() && std::ranges::all_of(rows, [&](auto const& row) {
               return std::ranges::any_of(turns, [&](auto const& one) {
                   return kept_by(one) == row.post && get(one.values, turn::duty_role) == row.duty_role;
               });
           });
}

std::string name_of(network::Network const& network, Id const& id) {
    auto const view = network.view();
    auto const* post = view.posts().find(id);
    return post == nullptr ? format(id) : post->name;
}

Problem settled(network::Network const& network, catalog::RecordType const& turn_type, records::Record const& of) {
    return Problem(ProblemKind::duty_shift_settled, {name_of(network, kept_by(of)), turn_type.state_label(of.state)});
}

/// A post taken off a shift and put on it again has another turn.
Result<records::NewRecord> new_turn(records::Lookup& lookup, records::Record const& of, StaffRow const& row) {
    auto const span = when(of);
    Draft draft(turn::fields);
    draft.set(turn::of_shift, of.id).set(turn::post, row.post).set(turn::area, of.place);
    draft.set(turn::duty_role, row.duty_role).set(turn::starts_at, span.starts_at).set(turn::ends_at, span.ends_at);
    for (std::size_t again = 0;; ++again) {
        auto const id = turn_id(of.id, row.post, again);
        FX_TRY(auto const taken, lookup.record(turn::record_type, of.county, id));
        if (!taken) return records::NewRecord{std::string(turn::record_type), id, draft.take(), "", false};
    }
}

/// One row of the table, `standing` being its post's turn so far, if any.
Result<void> seat(records::Effects& effects, records::Change const& change, records::Lookup& lookup,
                  network::Network const& network, catalog::RecordType const& turn_type, StaffRow const& row,
                  records::Record const* standing) {
    auto const& of = *change.after;
    auto const span = when(of);
    if (standing != nullptr && get(standing->values, turn::duty_role) == row.duty_role) return {};
    if (standing != nullptr && standing->state != turn::states::planned) return settled(network, turn_type, *standing);
    FX_TRY(auto const post, fit_post(network.view(), turn_type, row.post, of.place, date_at(span.starts_at)));
    FX_CHECK(rested(change, lookup, post, span, on_site(row.duty_role), of.id));
    if (standing == nullptr) {
        FX_TRY(auto made, new_turn(lookup, of, row));
        effects.create.push_back(std::move(made));
    } else {
        effects.update.push_back(
            {std::string(turn::record_type), standing->id, {{turn::duty_role.index, Value(row.duty_role)}}, "", {}});
    }
    return {};
}

}  // namespace

Result<void> settled_but(records::Change const& change, std::initializer_list<int> free) {
    for (std::size_t i = 0; i < shift::fields; ++i) {
        auto const& field = change.type->fields[i];
        if (field.derived || std::ranges::find(free, int(i)) != free.end()) continue;
        if (change.before->values[i] != change.after->values[i])
            return Problem(ProblemKind::duty_shift_fixed, {field.label}).at(field.name);
    }
    return {};
}

Result<records::Effects> staff(records::Change const& change, records::Lookup& lookup, network::Network const& network,
                               catalog::RecordType const& turn_type, std::vector<records::Record> const& standing) {
    records::Effects effects;
    std::set<Id> seen;
    int leaders = 0;
    auto const rows = rows_of(*change.after);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        auto const path = "staff[" + std::to_string(i) + "].post";
        if (!seen.insert(rows[i].post).second)
            return Problem(ProblemKind::duty_post_twice, {name_of(network, rows[i].post)}).at(path);
        auto const has = std::ranges::find(standing, rows[i].post, kept_by);
        auto const seated =
            seat(effects, change, lookup, network, turn_type, rows[i], has == standing.end() ? nullptr : &*has);
        if (seated.has_error()) return Problem(seated.error()).at(path);
        if (rows[i].duty_role != duty_role::duty_leader) continue;
        ++leaders;
        effects.set.emplace_back(shift::duty_leader.index, rows[i].post);
    }
    if (leaders != 1) return Problem(ProblemKind::duty_leader_needed).at(std::string(shift::staff.name));
    for (auto const& one : standing) {
        if (seen.contains(kept_by(one))) continue;
        if (one.state == turn::states::signed_in) return settled(network, turn_type, one).at(std::string(shift::staff.name));
        effects.update.push_back({std::string(turn::record_type), one.id, {}, std::string(turn::states::cancelled), {}});
    }
    return effects;
}

Result<records::Effects> change_shift(records::Change const& change, records::Lookup& lookup,
                                      network::Network const& network, catalog::RecordType const& turn_type) {
    FX_CHECK(settled_but(change, {shift::phone.index, shift::note.index, shift::staff.index}));
    auto const& of = *change.after;
    bool const staffed = change.before->values[shift::staff.index] != of.values[shift::staff.index];
    FX_TRY(auto turns, turns_of(lookup, of));
    std::erase_if(turns, [](auto const& one) { return one.state == turn::states::cancelled; });
    bool const staff_alone = settled_but(change, {shift::staff.index}).has_value();
    if (staffed && staff_alone && same(rows_of(of), turns)) return records::Effects();  // told by a swap
    if (of.state != shift::states::planned)
        return Problem(ProblemKind::duty_shift_settled, {change.type->label, change.type->state_label(of.state)});
    if (!staffed) return records::Effects();
    // A table that has not followed a swap would give the turn back without saying so.
    if (!same(rows_of(*change.before), turns))
        return Problem(ProblemKind::duty_shift_fixed, {change.type->fields[std::size_t(shift::staff.index)].label})
            .at(std::string(shift::staff.name));
    return staff(change, lookup, network, turn_type, turns);
}

}  // namespace fx::command
