#include "app/escalator.hpp"

#include "base/log.hpp"
#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "command/duty.hpp"
#include "command/order.hpp"

#include <algorithm>

namespace fx::app {
namespace {

namespace escalation = handles::escalation;

/// How long a duty that was made up for and is owed again, or a post that is filled meanwhile, waits to be seen.
constexpr std::int64_t look_again_ms = 5 * ms_per_minute;

/// What has been told of one period.
struct Known {
    std::map<Id, command::Told> told;
    std::map<Id, std::size_t> times;             ///< how many escalations each post has had of it
    std::vector<std::pair<Id, Place>> standing;  ///< escalations that have not ended, with their areas
};

Result<Known> known_of(store::Reader& reader, std::int64_t county, Id const& period) {
    Known known;
    FX_CHECK(reader.each(
        "SELECT id, recipient, area, missing, state FROM r_escalation WHERE county = $1 AND period = $2 ORDER BY raised_at",
        std::vector<Value>{county, format(period)}, [&](Row& row) {
            auto const post = std::get<Id>(row[1]);
            auto const& state = *text_in(row[4]);
            ++known.times[post];
            if (state == escalation::states::ended) return;
            known.told[post] = {*integer_in(row[3]), state == escalation::states::settled};
            known.standing.emplace_back(std::get<Id>(row[0]), Place{*integer_in(row[2])});
        }));
    return known;
}

Result<std::vector<command::Owed>> owed_in(store::Reader& reader, records::Period const& period) {
    std::vector<command::Owed> owed;
    FX_CHECK(
        reader.each("SELECT place, due_at, COUNT(*) FROM obligation WHERE county = $1 AND period = $2 AND state = $3 "
                    "GROUP BY place, due_at",
                    std::vector<Value>{period.county, period.id, std::int64_t(records::Duty::open)}, [&](Row& row) {
                        owed.push_back({{*integer_in(row[0])}, {*integer_in(row[1])}, *integer_in(row[2])});
                    }));
    return owed;
}

void end(records::Effects& effects, Id const& id) {
    effects.update.push_back({std::string(escalation::record_type), id, {}, std::string(escalation::states::ended), {}});
}

}  // namespace

Result<void> Escalator::look() {
    FX_CHECK(close_orders());
    FX_CHECK(end_what_is_over());
    auto const now = program_.clock.now();
    auto const due = due_for_a_look(now);
    if (due.empty()) return {};
    OnDuty on_duty;
    FX_CHECK(program_.store->read([&](store::Reader& reader) -> Result<void> {
        FX_TRY(on_duty, command::on_duty(reader, program_.county(), now));
        return {};
    }));
    for (auto const& duty : due)
        if (auto const done = raise(duty, on_duty, now); done.has_error())  // the others are told all the same
            log::warn("escalation of " + duty.period.label + ": " + done.error().en() + " " + done.error().detail());
    return {};
}

std::vector<Escalator::Duty> Escalator::due_for_a_look(Instant now) {
    std::vector<Duty> out;
    auto const& type = *program_.catalogue->type(escalation::record_type);
    auto const view = program_.network->view();
    std::erase_if(next_look_, [&](auto const& one) {
        auto const* period = view.period(one.first);
        return period == nullptr || period->closed_at;
    });
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

command::Superiors Escalator::superiors(network::Network::View const& view, OnDuty const& on_duty, Instant now) const {
    return [&, today = date_at(now)](Place place) {
        auto const& type = *program_.catalogue->type(escalation::record_type);
        std::vector<std::vector<command::Superior>> levels;
        for (auto const& posts : view.superiors(place, today)) {
            auto& level = levels.emplace_back();
            auto const node = posts.front()->place;
            if (auto const keeping = on_duty.find(node); keeping != on_duty.end())
                for (auto const& id : keeping->second) {
                    auto const* post = view.posts().find(id);
                    if (post != nullptr && post->held(today) && type.allows("move:settle", post->role))
                        level.push_back({id, node});
                }
            if (level.empty())
                for (auto const* post : posts) level.push_back({post->id, post->place});
        }
        return levels;
    };
}

/// The duties of a round are due together, so what the network keeps of them is enough: a million need not be read to know
/// of a few.
std::optional<std::vector<command::Owed>> Escalator::owed_of_round(records::Period const& period) const {
    if (period.source != period.id) return std::nullopt;
    auto const missing = program_.network->view().missing_by_place(period.id);
    if (!missing) return std::nullopt;
    std::vector<command::Owed> owed;
    for (auto const& [place, count] : *missing) owed.push_back({place, period.due_at, std::int64_t(count)});
    return owed;
}

Result<void> Escalator::raise(Duty const& duty, OnDuty const& on_duty, Instant now) {
    Known known;
    auto of_round = owed_of_round(duty.period);
    auto owed = of_round ? std::move(*of_round) : std::vector<command::Owed>();
    FX_CHECK(program_.store->read([&](store::Reader& reader) -> Result<void> {
        if (!of_round) {
            FX_TRY(owed, owed_in(reader, duty.period));
        }
        FX_TRY(known, known_of(reader, duty.period.county, duty.period.id));
        return {};
    }));
    command::Escalation found;
    {
        auto const view = program_.network->view();
        found = command::escalate(duty.rule, now, owed, superiors(view, on_duty, now), known.told);
    }
    records::Effects effects;
    for (auto const& [id, area] : known.standing) {
        auto const range = program_.network->range(area);
        auto const overdue = [&range, now](auto const& one) {
            return one.due_at <= now && range.first <= one.place && one.place <= range.second;
        };
        if (std::ranges::none_of(owed, overdue)) end(effects, id);
    }
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
                                  records::derived_id(duty.period.id, name, known.times[telling.to.post]), draft.take(), "",
                                  false});
    }
    FX_CHECK(store(duty.period.id, std::move(effects)));
    next_look_[duty.period.id] = std::min(found.next.value_or(now + look_again_ms), now + look_again_ms);
    return {};
}

/// Of a period that is over, or of which nothing at all is open where it was told, nothing need be counted.
Result<void> Escalator::end_what_is_over() {
    store::Rows standing;
    FX_CHECK(program_.store->read([&](store::Reader& reader) -> Result<void> {
        FX_TRY(standing, reader.query("SELECT id, period, area FROM r_escalation WHERE county = $1 AND state IN ($2, $3)",
                                      {program_.county(), std::string(escalation::states::raised),
                                       std::string(escalation::states::settled)}));
        return {};
    }));
    records::Effects effects;
    {
        auto const view = program_.network->view();
        for (auto const& row : standing) {
            auto const period = parse_id(*text_in(row[1]));
            auto const* of = period.has_value() ? view.period(*period) : nullptr;
            bool const open = of != nullptr && !of->closed_at;
            auto const figures = open ? view.figures(of->id, {*integer_in(row[2])}) : std::nullopt;
            if (!figures || figures->missing() == 0) end(effects, std::get<Id>(row[0]));
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
