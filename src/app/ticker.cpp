#include "app/ticker.hpp"

#include "app/situation.hpp"
#include "base/log.hpp"
#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "command/duty.hpp"
#include "command/order.hpp"
#include "records/attachment.hpp"
#include "records/place.hpp"
#include "records/query.hpp"
#include "returns/daily_report.hpp"
#include "trace/follow_up.hpp"
#include "watch/calendar.hpp"
#include "watch/periods.hpp"

#include <boost/json.hpp>

#include <cmath>
#include <set>

namespace fx::app {
namespace {

namespace screening = handles::household_screening;
namespace flag = handles::quality_flag;

constexpr int feed_page = 1000;

std::string text(boost::json::object const& from, std::string_view name) {
    auto const* value = from.if_contains(name);
    return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

std::optional<watch::Point> point(boost::json::object const& from, std::string_view name) {
    auto const* value = from.if_contains(name);
    if (value == nullptr || !value->is_array() || value->get_array().size() != 2) return std::nullopt;
    return watch::Point{value->at(0).to_number<double>(), value->at(1).to_number<double>()};
}

/// The answers about persons, without who they are: what is the same in two households when one was copied.
std::string answers_of(boost::json::array const& persons, std::vector<std::int64_t>& temperatures) {
    std::string answers;
    for (auto const& person : persons) {
        auto row = person.as_object();
        if (auto const* t = row.if_contains("temperature_c"); t != nullptr && t->is_number())
            temperatures.push_back(std::llround(t->to_number<double>() * 10));
        row.erase("person");
        row.erase("name");
        answers += boost::json::serialize(row);
    }
    return answers;
}

std::optional<watch::Visit> visit_of(store::Entry const& entry) {
    boost::system::error_code error;
    auto const json = boost::json::parse(entry.body, error);
    if (error || !json.is_object()) return std::nullopt;
    auto const& body = json.get_object();
    watch::Visit visit;
    visit.screening = entry.record;
    visit.post = entry.post;
    visit.place = entry.place;
    auto const at = parse_instant(text(body, "visited_at"));
    visit.visited_at = at.has_value() ? *at : entry.stated_at;
    auto const round = parse_id(text(body, "round")), household = parse_id(text(body, "household"));
    if (round.has_value()) visit.round = *round;
    if (household.has_value()) visit.household = *household;
    visit.on_foot = text(body, "visit_mode") == "1";
    if (auto const* persons = body.if_contains("persons"); persons != nullptr && persons->is_array())
        visit.answers = answers_of(persons->get_array(), visit.temperatures);
    visit.entered_at = point(body, "entered_at_point");
    return visit;
}

std::string detail(watch::Flag const& found) {
    auto const n = std::to_string(found.count);
    if (found.kind == "1")
        return "连续 " + n + " 户人员答案完全相同 / the same answers about persons in " + n + " households running";
    if (found.kind == "2") return "连续 " + n + " 次体温相同 / the same temperature " + n + " times running";
    if (found.kind == "3") return "10 分钟内上门 " + n + " 户 / " + n + " visits on foot within ten minutes";
    return "填写位置远离住户 / entered far from the dwelling";
}

/// Whom a reading of the slot speaks of already: for them alone the engine need look for what fulfils their duty, which
/// reads all readings a person ever had.
Result<std::set<Id>> measured_in(store::Reader& reader, std::int64_t county, watch::Slot const& slot) {
    std::set<Id> persons;
    FX_CHECK(reader.each("SELECT person FROM r_temperature_reading WHERE county = $1 AND date = $2 AND slot = $3",
                         std::vector<Value>{county, std::int64_t(slot.date.days), slot.code},
                         [&](Row& row) { persons.insert(std::get<Id>(row[0])); }));
    return persons;
}

watch::QualityRules quality_rules(catalog::RecordType const& type) {
    namespace rules = screening::settings;
    return {int(type.setting(rules::replayed_answers_flag)), int(type.setting(rules::identical_readings_flag)),
            int(type.setting(rules::visits_flag)), type.setting(rules::visits_flag_minutes) * ms_per_minute,
            double(type.setting(rules::distance_flag_metres))};
}

}  // namespace

Ticker::Ticker(Program& program, std::chrono::milliseconds interval)
    : program_(program),
      quality_(quality_rules(*program.catalogue->type(screening::record_type))),
      escalator_(program),
      interval_(interval) {
    if (interval_.count() == 0) return;
    thread_ = std::thread([this] {
        std::unique_lock lock(mutex_);
        while (!stop_) {
            lock.unlock();
            if (auto const done = tick(); done.has_error())
                log::warn("ticker: " + done.error().en() + " " + done.error().detail());
            lock.lock();
            wake_.wait_for(lock, interval_, [&] { return stop_; });
        }
    });
}

Ticker::~Ticker() {
    {
        std::lock_guard lock(mutex_);
        stop_ = true;
    }
    wake_.notify_one();
    if (thread_.joinable()) thread_.join();
}

Result<void> Ticker::tick() {
    FX_CHECK(run_calendar());
    FX_CHECK(remove_unused_attachments());
    FX_CHECK(open_reports());
    if (auto const started = start_shifts(); started.has_error())  // what is overdue is told all the same
        log::warn("shifts: " + started.error().en() + " " + started.error().detail());
    FX_CHECK(end_responses());
    FX_CHECK(find_lost_contacts());
    if (auto const followed = follow_posts(); followed.has_error())  // what is overdue is told all the same
        log::warn("orders: " + followed.error().en() + " " + followed.error().detail());
    FX_CHECK(escalator_.look());
    FX_CHECK(watch_quality());
    return make_by_clock(program_);
}

/// Once a day, the oldest first; what is left over waits for the next day.
Result<void> Ticker::remove_unused_attachments() {
    constexpr int a_day_max = 5000;
    auto const now = program_.clock.now();
    if (date_at(now) == attachments_looked_) return {};
    auto const before = now + -program_.site.unused_attachment_days * ms_per_day;
    FX_CHECK(program_.store->write([&](store::Tx& tx) -> Result<void> {
        FX_TRY(auto const unused, records::unused_attachments(tx, *program_.sealer, program_.county(), before, a_day_max));
        for (auto const& id : unused) {
            program_.journal(tx, program_.local_actor(), std::string(records::attachment_entries), id, "erase",
                             R"({"reason":"unused"})");
            records::erase_attachment(tx, program_.county(), id);
        }
        return {};
    }));
    attachments_looked_ = date_at(now);
    return {};
}

Result<void> Ticker::run_calendar() {
    auto const now = program_.clock.now();
    auto const slot = watch::slot_at(now);
    if (slot.label() == slot_done_) return {};
    auto const* table = program_.engine->table(handles::key_person::record_type);
    std::vector<records::Record> observed;
    FX_CHECK(program_.store->read([&](store::Reader& reader) -> Result<void> {
        FX_TRY(auto const rows,
               reader.query(records::select_all(table->table()) + " WHERE county = $1 AND state = $2",
                            {program_.county(), std::string(handles::key_person::states::under_observation)}));
        for (auto const& row : rows) {
            FX_TRY(auto record, table->from_row(row, *program_.sealer));
            observed.push_back(std::move(record));
        }
        return {};
    }));
    // Measured where they live now; who has left is not.
    std::erase_if(observed, [&](auto& record) {
        auto const person = get(record.values, handles::key_person::person);
        auto const lives = person ? program_.network->place_of(handles::person::record_type, *person) : std::nullopt;
        record.place = lives.value_or(Place{});
        return !lives;
    });
    std::vector<records::Period> open;
    {
        auto const view = program_.network->view();
        for (auto const* period : view.periods(watch::measurement_duty))
            if (!period->closed_at) open.push_back(*period);
    }
    auto effects = watch::calendar(program_.county(), program_.site.county, now, open, observed,
                                   program_.catalogue->setting(handles::key_person::settings::readings_per_day));
    auto const done = program_.store->write([&](store::Tx& tx) -> Result<void> {
        FX_TRY(auto const measured, measured_in(tx, program_.county(), slot));
        for (auto& one : effects.open) one.look = measured.contains(one.subject);
        FX_CHECK(program_.engine->run_effects(tx, program_.local_actor(), program_.county(), slot.period(program_.county()),
                                              std::move(effects)));
        return {};
    });
    if (done.has_value()) slot_done_ = slot.label();
    return done;
}

/// The reports of today, also for a unit that was set to report during the day, and of the days on which nobody looked: a
/// site that was down owes them all the same.
Result<void> Ticker::open_reports() {
    auto const rules = returns::ReportRules::of(*program_.catalogue->type(handles::daily_report::record_type));
    auto const today = date_at(program_.clock.now());
    std::vector<records::Period> open;
    {
        auto const view = program_.network->view();
        for (auto const* period : view.periods(returns::report_duty))
            if (!period->closed_at) open.push_back(*period);
    }
    for (auto const day : returns::days_to_open(open, today, rules.days_back)) {
        std::vector<returns::Unit> units;
        FX_CHECK(program_.store->read([&](store::Reader& reader) -> Result<void> {
            FX_TRY(units, returns::reporting_units(*program_.engine, reader, program_.county(), program_.site.county, day));
            FX_TRY(auto const days, returns::ReportDays::read(*program_.engine, reader, program_.county(), day, day));
            std::erase_if(units, [&](auto const& unit) { return !days.since(unit, day); });
            return {};
        }));
        std::vector<Id> ids;
        for (auto const& unit : units) ids.push_back(unit.id);
        if (ids.empty() || (day == reports_day_ && ids == reports_open_for_)) continue;
        records::Effects effects;
        {
            auto const view = program_.network->view();
            auto const level = [&](Place place) {
                auto const* division = view.divisions().find(place);
                return division == nullptr ? Level::village : division->level;
            };
            effects = returns::open_reports(program_.county(), program_.site.county, day, units, level, open, rules);
        }
        FX_CHECK(program_.store->write([&](store::Tx& tx) -> Result<void> {
            FX_CHECK(program_.engine->run_effects(tx, program_.local_actor(), program_.county(),
                                                  returns::report_period(program_.county(), day), std::move(effects)));
            return {};
        }));
        reports_day_ = day;
        reports_open_for_ = std::move(ids);
    }
    return {};
}

Result<void> Ticker::start_shifts() {
    records::Effects effects;
    auto const now = program_.clock.now();
    FX_CHECK(program_.store->read([&](store::Reader& reader) -> Result<void> {
        FX_TRY(effects, command::start_shifts(reader, program_.county(), now));
        return {};
    }));
    if (effects.update.empty()) return {};
    return program_.store->write([&](store::Tx& tx) -> Result<void> {
        FX_TRY(effects, command::start_shifts(tx, program_.county(), now));  // one may have been cancelled meanwhile
        FX_CHECK(program_.engine->run_effects(tx, program_.local_actor(), program_.county(), make_id(now, program_.random),
                                              std::move(effects)));
        return {};
    });
}

/// Every hour: days decide, and a clock set right counts too.
Result<void> Ticker::find_lost_contacts() {
    auto const now = program_.clock.now();
    auto const hour = now.ms / ms_per_hour;
    if (contacts_looked_ == hour) return {};
    records::Effects lost;
    FX_CHECK(program_.store->read([&](store::Reader& reader) -> Result<void> {
        FX_TRY(lost, trace::find_lost(reader, program_.county(), now, program_.diseases));
        return {};
    }));
    if (!lost.update.empty())
        FX_CHECK(program_.store->write([&](store::Tx& tx) -> Result<void> {
            FX_TRY(lost, trace::find_lost(tx, program_.county(), now, program_.diseases));  // measured meanwhile
            FX_CHECK(program_.engine->run_effects(tx, program_.local_actor(), program_.county(),
                                                  make_id(now, program_.random), std::move(lost)));
            return {};
        }));
    contacts_looked_ = hour;
    return {};
}

/// When a post has changed, and every hour: terms begin and end with days, and units come and go. One order by one: what
/// cannot follow must not keep the others.
Result<void> Ticker::follow_posts() {
    auto const now = program_.clock.now();
    auto const seen = std::pair(program_.network->view().posts().version(), now.ms / ms_per_hour);
    if (posts_seen_ == seen) return {};
    std::vector<Id> orders;
    FX_CHECK(program_.store->read([&](store::Reader& reader) -> Result<void> {
        FX_TRY(orders, command::orders_in_force(reader, program_.county()));
        return {};
    }));
    bool all = true;
    for (auto const& order : orders)
        if (auto const followed = follow_posts(order); followed.has_error()) {
            log::warn("order " + format(order) + ": " + followed.error().en() + " " + followed.error().detail());
            all = false;
        }
    if (all) posts_seen_ = seen;
    return {};
}

Result<void> Ticker::follow_posts(Id const& order) {
    auto const now = program_.clock.now();
    auto const follow = [&](store::Reader& reader) {
        return command::follow_posts(*program_.engine, reader, *program_.network, program_.county(), order, now);
    };
    bool any = false;
    FX_CHECK(program_.store->read([&](store::Reader& reader) -> Result<void> {
        FX_TRY(auto const following, follow(reader));
        any = following.any();
        return {};
    }));
    if (!any) return {};
    return program_.store->write([&](store::Tx& tx) -> Result<void> {
        FX_TRY(auto following, follow(tx));  // it may have been closed meanwhile
        FX_CHECK(program_.engine->run_effects(tx, following.issuer.value_or(program_.local_actor()), program_.county(),
                                              make_id(now, program_.random), std::move(following.effects)));
        return {};
    });
}

/// One by one: what cannot be ended must not keep the others in force.
Result<void> Ticker::end_responses() {
    std::vector<command::Due> due;
    auto const now = program_.clock.now();
    FX_CHECK(program_.store->read([&](store::Reader& reader) -> Result<void> {
        FX_TRY(due, command::due_to_end(reader, program_.county(), now));
        return {};
    }));
    for (auto const& one : due)
        if (auto const ended = end(one); ended.has_error())
            log::warn("response " + format(one.id) + ": " + ended.error().en() + " " + ended.error().detail());
    return {};
}

/// In the name of the post that answers for it, under no account.
Result<void> Ticker::end(command::Due const& due) {
    auto actor = program_.local_actor();
    {
        auto const view = program_.network->view();
        if (auto const* post = view.posts().find(due.post)) actor = {{}, post->id, post->role, post->place};
    }
    auto const* table = program_.engine->table(due.type);
    return program_.store->write([&](store::Tx& tx) -> Result<void> {
        FX_TRY(auto const record, records::stored(*program_.engine, tx, *table, program_.county(), due.id));
        if (!record || record->state != handles::response::states::in_force) return {};  // somebody has ended it meanwhile
        records::Effects effects;
        effects.update.push_back({due.type, due.id, {}, std::string(handles::response::states::expired), {}});
        FX_CHECK(program_.engine->run_effects(tx, actor, program_.county(), make_id(tx.now(), program_.random),
                                              std::move(effects)));
        return {};
    });
}

/// Follows the feed from where it last stood. After a start only what comes from then on is judged: a watch keeps no
/// memory of its own in the store, and a flag already raised is not raised twice.
Result<void> Ticker::watch_quality() {
    std::vector<watch::Flag> flags;
    FX_CHECK(program_.store->read([&](store::Reader& reader) -> Result<void> {
        auto& journal = program_.store->journal();
        if (!feed_seen_) {
            int const year = civil(date_at(program_.clock.now())).year;
            FX_TRY(auto const head, journal.head(reader, program_.county(), year));
            feed_seen_ = store::Sequence{year * std::int64_t(10'000'000'000) + head.size - 1};
        }
        for (bool more = true; more;) {
            FX_TRY(auto const entries, journal.feed(reader, program_.county(), *feed_seen_, feed_page));
            for (auto const& entry : entries) {
                feed_seen_ = entry.sequence;
                if (entry.type != screening::record_type || entry.action != "create") continue;
                if (auto const visit = visit_of(entry))
                    for (auto& found : quality_.take(*visit)) flags.push_back(std::move(found));
            }
            more = int(entries.size()) == feed_page;
        }
        return {};
    }));
    return flags.empty() ? Result<void>() : raise(flags);
}

Result<void> Ticker::raise(std::vector<watch::Flag> const& flags) {
    auto const* table = program_.engine->table(flag::record_type);
    return program_.store->write([&](store::Tx& tx) -> Result<void> {
        for (auto const& found : flags) {
            auto const day =
                records::period_id(program_.county(), "quality",
                                   format(found.visit.post) + found.kind + format(date_at(found.visit.visited_at)));
            auto const id = records::derived_id(day, flag::record_type, 0);
            FX_TRY(auto const known, tx.get(table->table(), table->key(program_.county(), id)));
            if (known) continue;
            Draft draft(flag::fields);
            draft.set(flag::flag_kind, found.kind).set(flag::area, found.visit.place).set(flag::post, found.visit.post);
            draft.set(flag::round, found.visit.round)
                .set(flag::screening, found.visit.screening)
                .set(flag::found_at, tx.now());
            draft.set(flag::count, std::int64_t(found.count)).set(flag::detail, detail(found));
            records::Effects effects;
            effects.create.push_back({std::string(flag::record_type), id, draft.take(), "", false});
            FX_CHECK(program_.engine->run_effects(tx, program_.local_actor(), program_.county(), day, std::move(effects)));
        }
        return {};
    });
}

}  // namespace fx::app
