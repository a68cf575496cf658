#include "app/escalator.hpp"

#include "base/words.hpp"
#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "command/order.hpp"

#include <algorithm>

namespace fx::app {
namespace {

namespace escalation = handles::escalation;

/// How long a duty that was made up for and is owed again, or a post that is filled meanwhile, waits to be seen.
constexpr std::int64_t look_again_ms = 5 * ms_per_minute;

struct Known {
    std::set<Id> told;                 ///< posts whose escalation stands
    std::map<Id, std::size_t> before;  ///< how many each post has had of this period
};

Result<Known> known_of(store::Reader& reader, std::int64_t county, Id const& period) {
    Known known;
    FX_CHECK(reader.each("SELECT recipient, state FROM r_escalation WHERE county = $1 AND period = $2",
                         std::vector<Value>{county, format(period)}, [&](Row& row) {
                             auto const post = std::get<Id>(row[0]);
                             ++known.before[post];
                             if (*text_in(row[1]) != escalation::states::ended) known.told.insert(post);
                         }));
    return known;
}

Result<std::vector<command::Overdue>> overdue_of(store::Reader& reader, records::Period const& period, Instant now) {
    std::vector<command::Overdue> overdue;
    FX_CHECK(
        reader.each("SELECT place, due_at, COUNT(*) FROM obligation WHERE county = $1 AND period = $2 AND state = $3 AND "
                    "due_at < $4 GROUP BY place, due_at",
                    std::vector<Value>{period.county, period.id, std::int64_t(records::Duty::open), now.ms}, [&](Row& row) {
                        overdue.push_back({{*integer_in(row[0])}, {*integer_in(row[1])}, *integer_in(row[2])});
                    }));
    return overdue;
}

}  // namespace

Result<void> Escalator::look() {
    FX_CHECK(close_orders());
    FX_CHECK(end_what_is_made_up_for());
    auto const now = program_.clock.now();
    for (auto const& duty : due_for_a_look(now)) FX_CHECK(raise(duty, now));
    return {};
}

std::vector<Escalator::Duty> Escalator::due_for_a_look(Instant now) const {
    std::vector<Duty> out;
    auto const& type = *program_.catalogue->type(escalation::record_type);
    auto const view = program_.network->view();
    for (auto const* of : program_.catalogue->types()) {
        for (auto const& obligation : of->obligations) {
            auto const rule = command::escalation_rule(obligation, type);
            if (!rule) continue;
            for (auto const* period : view.periods(obligation.name)) {
                auto const next = next_look_.find(period->id);
                if (period->closed_at || (next != next_look_.end() && now < next->second)) continue;
                // The duties of a round are due together: before that there is nothing to count.
                if (period->source == period->id && now <= period->due_at) continue;
                out.push_back({*period, &obligation, *rule});
            }
        }
    }
    return out;
}

Result<void> Escalator::raise(Duty const& duty, Instant now) {
    Known known;
    std::vector<command::Overdue> overdue;
    FX_CHECK(program_.store->read([&](store::Reader& reader) -> Result<void> {
        FX_TRY(overdue, overdue_of(reader, duty.period, now));
        FX_TRY(known, known_of(reader, duty.period.county, duty.period.id));
        return {};
    }));
    command::Escalation found;
    {
        auto const view = program_.network->view();
        auto const superiors = [&](Place place) {
            std::vector<std::vector<command::Superior>> levels;
            for (auto const& posts : view.superiors(place, date_at(now))) {
                levels.emplace_back();
                for (auto const* post : posts) levels.back().push_back({post->id, post->place});
            }
            return levels;
        };
        found = command::escalate(duty.rule, now, overdue, superiors, known.told);
    }
    records::Effects effects;
    for (auto const& telling : found.tell) {
        Draft draft(escalation::fields);
        draft.set(escalation::recipient, telling.to.post).set(escalation::area, telling.to.place);
        draft.set(escalation::duty, duty.obligation->name).set(escalation::about, duty.period.label);
        draft.set(escalation::period, format(duty.period.id)).set(escalation::hop, std::int64_t(telling.hop));
        draft.set(escalation::missing, telling.missing).set(escalation::raised_at, now);
        auto const of_order =
            duty.obligation->name == command::acknowledgement_duty || duty.obligation->name == command::report_duty;
        if (of_order) draft.set(escalation::of_order, duty.period.source);
        auto const name = std::string(escalation::record_type) + "/" + format(telling.to.post);
        effects.create.push_back({std::string(escalation::record_type),
                                  records::derived_id(duty.period.id, name, known.before[telling.to.post]), draft.take(), "",
                                  false});
    }
    FX_CHECK(store(duty.period.id, std::move(effects)));
    next_look_[duty.period.id] = std::min(found.next.value_or(now + look_again_ms), now + look_again_ms);
    return {};
}

/// Nothing is missing any more where it was told, or nothing is asked any more.
Result<void> Escalator::end_what_is_made_up_for() {
    struct Raised {
        Id id;
        std::string period;
        Place area;
    };
    std::vector<Raised> raised;
    FX_CHECK(program_.store->read([&](store::Reader& reader) {
        return reader.each("SELECT id, period, area FROM r_escalation WHERE county = $1 AND state = $2",
                           std::vector<Value>{program_.county(), std::string(escalation::states::raised)}, [&](Row& row) {
                               raised.push_back({std::get<Id>(row[0]), *text_in(row[1]), {*integer_in(row[2])}});
                           });
    }));
    records::Effects effects;
    {
        auto const view = program_.network->view();
        for (auto const& one : raised) {
            auto const period = parse_id(one.period);
            auto const* of = period.has_value() ? view.period(*period) : nullptr;
            auto const figures = of == nullptr || of->closed_at ? std::nullopt : view.figures(of->id, one.area);
            if (figures && figures->missing() > 0) continue;
            effects.update.push_back(
                {std::string(escalation::record_type), one.id, {}, std::string(escalation::states::ended), {}});
        }
    }
    return store(make_id(program_.clock.now(), program_.random), std::move(effects));
}

Result<void> Escalator::close_orders() {
    records::Effects effects;
    FX_CHECK(program_.store->read([&](store::Reader& reader) -> Result<void> {
        FX_TRY(effects, command::close_finished(reader, program_.county()));
        return {};
    }));
    return store(make_id(program_.clock.now(), program_.random), std::move(effects));
}

Result<void> Escalator::store(Id const& cause, records::Effects effects) {
    if (effects.create.empty() && effects.update.empty()) return {};
    return program_.store->write([&](store::Tx& tx) -> Result<void> {
        FX_CHECK(program_.engine->run_effects(tx, program_.local_actor(), program_.county(), cause, std::move(effects)));
        return {};
    });
}

}  // namespace fx::app
