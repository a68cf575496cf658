#include "command/escalation.hpp"

#include "catalog/handles.hpp"

#include <algorithm>

namespace fx::command {

std::optional<EscalationRule> escalation_rule(catalog::ObligationRule const& rule, catalog::RecordType const& escalation) {
    namespace quiet = handles::escalation::settings;
    auto const every = rule.setting("escalate_every", 0);
    if (every < 1) return std::nullopt;
    return EscalationRule{rule.setting("escalate_after", 0), every, rule.setting("escalate_at_night", 0) != 0,
                          escalation.setting(quiet::quiet_from), escalation.setting(quiet::quiet_until)};
}

std::optional<Instant> quiet_until(EscalationRule const& rule, Instant at) {
    if (rule.at_night || rule.quiet_from == rule.quiet_until) return std::nullopt;
    auto const day = start_of(date_at(at));
    auto const minute = (at - day) / ms_per_minute;
    auto const until = day + rule.quiet_until * ms_per_minute;
    if (rule.quiet_from < rule.quiet_until)
        return rule.quiet_from <= minute && minute < rule.quiet_until ? std::optional(until) : std::nullopt;
    if (minute < rule.quiet_until) return until;
    return minute >= rule.quiet_from ? std::optional(until + ms_per_day) : std::nullopt;
}

Escalation escalate(EscalationRule const& rule, Instant now, std::vector<Owed> const& owed, Superiors const& superiors,
                    std::map<Id, Told> const& told) {
    Escalation out;
    if (auto const end = quiet_until(rule, now)) {
        if (!owed.empty()) out.next = end;
        return out;
    }
    std::map<std::pair<Place, Id>, Telling> tellings;
    std::map<Place, std::vector<std::vector<Superior>>> above;
    for (auto const& one : owed) {
        if (!above.contains(one.place)) above[one.place] = superiors(one.place);
        auto at = one.due_at + rule.after * ms_per_minute;
        int hop = 1;
        for (auto const& level : above[one.place]) {
            if (now < at) {
                out.next = out.next ? std::min(*out.next, at) : at;
                break;
            }
            for (auto const& superior : level) {
                auto& telling = tellings[{superior.place, superior.post}];
                telling.hop = telling.missing == 0 ? hop : std::min(telling.hop, hop);
                telling.to = superior;
                telling.missing += one.count;
            }
            at = at + rule.every * ms_per_minute;
            ++hop;
        }
    }
    for (auto const& [key, telling] : tellings) {
        auto const before = told.find(telling.to.post);
        if (before == told.end() || (before->second.settled && telling.missing > before->second.missing))
            out.tell.push_back(telling);
    }
    return out;
}

}  // namespace fx::command
