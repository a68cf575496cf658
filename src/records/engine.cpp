#include "records/engine.hpp"

#include "catalog/validate.hpp"
#include "records/work.hpp"

namespace fx::records {

void Effects::append(Effects other) {
    auto const move_all = [](auto& to, auto& from) {
        to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
    };
    move_all(set, other.set);
    if (!other.state.empty()) state = std::move(other.state);
    move_all(create, other.create);
    move_all(update, other.update);
    move_all(open_periods, other.open_periods);
    move_all(close_periods, other.close_periods);
    move_all(reopen_periods, other.reopen_periods);
    move_all(move_due, other.move_due);
    move_all(open, other.open);
    move_all(open_for_all, other.open_for_all);
    move_all(fulfil, other.fulfil);
    move_all(withdraw, other.withdraw);
}

Engine::Engine(Parts parts) : parts_(std::move(parts)) {
    for (auto const* type : parts_.catalogue->types()) {
        tables_.emplace(type->name, std::make_unique<RecordTable>(*type));
        for (auto const& rule : type->obligations) {
            rules_[rule.fulfilled_by].push_back(&rule);
            subject_types_.insert(rule.subject);
        }
    }
}

Engine::~Engine() = default;

void Engine::add_hook(std::string_view type, Hook hook) { hooks_[std::string(type)].push_back(std::move(hook)); }

void Engine::add_period(std::string_view obligation, PeriodOf period_of) {
    periods_of_[std::string(obligation)] = std::move(period_of);
}

Result<void> Engine::start(store::Reader& reader) {
    FX_TRY(auto const rows,
           reader.query("SELECT county, id, type, label, area, opens_at, due_at, closed_at, source, subject_type "
                        "FROM obligation_period WHERE closed_at IS NULL",
                        {}));
    for (auto const& row : rows) {
        auto const period = period_from(row);
        periods_[period.id] = period;
    }
    return {};
}

RecordTable const* Engine::table(std::string_view type) const {
    auto const found = tables_.find(type);
    return found == tables_.end() ? nullptr : found->second.get();
}

Engine::Prepared Engine::prepare_create(std::string_view type, Id id, Instant stated_at, boost::json::object const& fields,
                                        Instant now) const {
    auto const* found = table(type);
    if (found == nullptr) return {{}, {Problem(ProblemKind::unknown_record_type, {std::string(type)})}};
    if (!found->type().client_creates) return {{}, {Problem(ProblemKind::derived_only, {found->type().label})}};
    if (stated_at - now > parts_.clock_ahead_minutes_max * ms_per_minute)
        return {{},
                {Problem(ProblemKind::clock_far_ahead, {std::to_string(parts_.clock_ahead_minutes_max)}).at("stated_at")}};
    auto checked = catalog::check(found->type(), fields, date_at(now));
    if (!checked.problems.empty()) return {{}, std::move(checked.problems)};
    auto body = found->body(id, checked.values, {}, *parts_.sealer);
    return {PreparedCreate{found, id, stated_at, std::move(checked.values), std::move(body)}, {}};
}

Outcome Engine::create(store::Tx& tx, Actor const& actor, PreparedCreate const& command) {
    Work work(*this, tx, actor);
    auto outcome = work.create(command);
    if (outcome.ok()) work.finish();
    return outcome;
}

Outcome Engine::change(store::Tx& tx, Actor const& actor, ChangeCommand const& command) {
    if (command.stated_at - tx.now() > parts_.clock_ahead_minutes_max * ms_per_minute)
        return {{},
                {Problem(ProblemKind::clock_far_ahead, {std::to_string(parts_.clock_ahead_minutes_max)}).at("stated_at")},
                {}};
    Work work(*this, tx, actor);
    auto outcome = work.change(command);
    if (outcome.ok()) work.finish();
    return outcome;
}

Result<std::vector<EffectSummary>> Engine::run_effects(store::Tx& tx, Actor const& actor, std::int64_t county,
                                                       Id const& cause, Effects effects) {
    Work work(*this, tx, actor);
    FX_CHECK(work.run(std::move(effects), county, cause, tx.now(), 0));
    work.finish();
    return std::move(work.summary);
}

Result<void> Engine::prefetch(store::Tx& tx, std::span<PreparedCreate const* const> commands) {
    std::map<RecordTable const*, std::vector<Row>> records;
    std::vector<Row> obligations;
    for (auto const* command : commands) {
        auto const& type = command->table->type();
        for (std::size_t i = 0; i < type.fields.size(); ++i) {
            auto const* subject = id_in(command->values[i]);
            if (type.place.field != type.fields[i].name || subject == nullptr) continue;
            auto const place = parts_.responsibility->place_of(type.fields[i].refers_to, *subject);
            auto const county = place ? parts_.responsibility->county_of(*place) : std::nullopt;
            if (!county) continue;
            records[command->table].push_back({*county, command->id});
            for (auto const* rule : rules_for(type.name)) {
                int const period = type.field_index(rule->period_field);
                if (period >= 0 && id_in(command->values[std::size_t(period)]) != nullptr)
                    obligations.push_back({*county, command->values[std::size_t(period)], *subject});
            }
        }
    }
    for (auto const& [table, keys] : records) FX_CHECK(tx.prefetch(table->table(), keys));
    if (!obligations.empty()) FX_CHECK(tx.prefetch(obligation_table(), obligations));
    return {};
}

std::span<catalog::ObligationRule const* const> Engine::rules_for(std::string_view fulfilling_type) const {
    auto const found = rules_.find(fulfilling_type);
    if (found == rules_.end()) return {};
    return found->second;
}

std::vector<Period> Engine::open_periods(std::int64_t county) const {
    std::vector<Period> out;
    for (auto const& [id, period] : periods_)
        if (period.county == county) out.push_back(period);
    return out;
}

}  // namespace fx::records
