#include "command/duty_proposal.hpp"

#include "command/duty.hpp"

#include <algorithm>
#include <optional>
#include <set>

namespace fx::command {
namespace {

/// What one post has done and is to do.
struct Diary {
    std::vector<KnownTurn> turns;
    std::int64_t load = 0;
    Instant last;  ///< begin of the latest turn

    bool free(KnownTurn const& wanted, std::int64_t rest) const {
        return std::ranges::none_of(turns, [&](auto const& other) {
            auto const apart = wanted.on_site && other.on_site ? rest : 0;
            return wanted.starts_at < other.ends_at + apart && other.starts_at < wanted.ends_at + apart;
        });
    }
};

class Proposal {
public:
    Proposal(RosterPlan const& plan, std::vector<KnownTurn> const& turns) : plan_(plan) {
        auto const since = start_of(plan.from + -int(plan.look_back_days));
        for (auto const& turn : turns) {
            auto& diary = diaries_[turn.post];
            diary.turns.push_back(turn);
            if (turn.starts_at >= since) diary.load += weight(turn.starts_at, plan.weights);
            diary.last = std::max(diary.last, turn.starts_at);
        }
        for (auto const* list : {&plan.leaders, &plan.duty_leaders, &plan.officers})
            for (auto const& post : *list) load_[post].before = diaries_[post].load;
    }

    Result<void> fill(ProposedShift& shift) {
        if (!plan_.leaders.empty()) FX_CHECK(place(shift, plan_.leaders, duty_role::leader_on_call));
        FX_CHECK(place(shift, plan_.duty_leaders, duty_role::duty_leader));
        for (int i = 0; i < plan_.officers_per_shift; ++i) FX_CHECK(place(shift, plan_.officers, "3"));
        return {};
    }

    std::map<Id, Load> load() {
        for (auto& [post, load] : load_) load.after = diaries_[post].load;
        return load_;
    }

private:
    Result<void> place(ProposedShift& shift, std::vector<Id> const& list, std::string_view role) {
        KnownTurn wanted{{}, shift.starts_at, shift.ends_at, on_site(role)};
        std::optional<Id> best;
        for (auto const& post : list)
            if (diaries_[post].free(wanted, plan_.rest_ms) && (!best || before(post, *best))) best = post;
        if (!best) return Problem(ProblemKind::duty_too_few, {format(shift.starts_at)}).at("officers_per_shift");
        wanted.post = *best;
        auto& diary = diaries_[*best];
        diary.turns.push_back(wanted);
        diary.load += weight(wanted.starts_at, plan_.weights);
        diary.last = wanted.starts_at;
        shift.staff.push_back({*best, std::string(role)});
        return {};
    }
    bool before(Id const& a, Id const& b) {
        auto const& one = diaries_[a];
        auto const& other = diaries_[b];
        return std::tie(one.load, one.last, a) < std::tie(other.load, other.last, b);
    }

    RosterPlan const& plan_;
    std::map<Id, Diary> diaries_;
    std::map<Id, Load> load_;
};

}  // namespace

std::int64_t weight(Instant starts_at, Weights const& weights) {
    auto const day = date_at(starts_at);
    if (auto const found = weights.days.find(day); found != weights.days.end())
        return found->second ? weights.holiday_percent : 100;
    return iso_weekday(day) >= 6 ? weights.weekend_percent : 100;
}

Result<Roster> propose(RosterPlan const& plan, std::vector<KnownTurn> const& turns,
                       std::vector<std::pair<Instant, Instant>> const& standing) {
    Proposal proposal(plan, turns);
    Roster roster;
    auto const first = start_of(plan.from) + plan.start_minute * ms_per_minute;
    auto const length = plan.hours * ms_per_hour;
    for (auto at = first; at < first + plan.days * ms_per_day; at = at + length) {
        auto const taken = [&](auto const& other) { return at < other.second && other.first < at + length; };
        if (std::ranges::any_of(standing, taken)) continue;
        ProposedShift shift{at, at + length, {}};
        FX_CHECK(proposal.fill(shift));
        roster.shifts.push_back(std::move(shift));
    }
    roster.load = proposal.load();
    return roster;
}

}  // namespace fx::command
