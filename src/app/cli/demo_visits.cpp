#include "app/cli/demo_visits.hpp"

#include "app/cli/rounds.hpp"
#include "app/ticker.hpp"
#include "catalog/handle.hpp"
#include "catalog/handles.hpp"

#include <algorithm>
#include <set>

namespace fx::app::cli {
namespace {

namespace screening = handles::household_screening;

struct Home {
    Id id;
    Place place;
    std::vector<Id> members;
};

Result<std::vector<Home>> homes_of(Program& program) {
    std::vector<Home> homes;
    std::map<Id, std::size_t> index;
    FX_CHECK(program.store->read([&](store::Reader& reader) -> Result<void> {
        std::vector<Value> const county{program.county()};
        FX_CHECK(reader.each("SELECT id, place FROM r_household WHERE county = $1 ORDER BY id", county, [&](Row& row) {
            index[std::get<Id>(row[0])] = homes.size();
            homes.push_back({std::get<Id>(row[0]), {std::get<std::int64_t>(row[1])}, {}});
        }));
        return reader.each("SELECT id, household FROM r_person WHERE county = $1 ORDER BY id", county, [&](Row& row) {
            if (auto const home = index.find(std::get<Id>(row[1])); home != index.end())
                homes[home->second].members.push_back(std::get<Id>(row[0]));
        });
    }));
    return homes;
}

/// How a visitor worked.
enum class Manner {
    honest,
    hurried,  ///< the whole zone on foot within minutes
    copied,   ///< one temperature for everybody
};

/// What the visitor found: mostly everybody well; here and there nobody home, a refusal, a fever, a key area.
records::PreparedCreate visit(Program& program, Home const& home, Id const& round, Instant at, Manner manner,
                              Random& random) {
    auto const* table = program.engine->table(screening::record_type);
    Draft draft(table->type().fields.size());
    draft.set(screening::round, round)
        .set(screening::household, home.id)
        .set(screening::visited_at, at)
        .set(screening::visit_mode, "1");
    auto const dice = random.below(1000);
    auto const outcome = dice < 28 ? "4" : dice < 32 ? "5" : dice < 36 ? "8" : dice < 300 ? "2" : "1";
    draft.set(screening::visit_outcome, outcome);
    if (dice >= 36) {
        auto const away = std::int64_t(home.members.size() > 1 && random.below(8) == 0);
        bool const ill = random.below(900) == 0, key_area = random.below(450) == 0;
        draft.set(screening::present_count, std::int64_t(home.members.size()) - away).set(screening::away_count, away);
        draft.set(screening::any_symptom, ill).set(screening::any_key_area, key_area);
        std::string rows;
        for (auto const& member : home.members) {
            bool const first = rows.empty();
            auto const measured = first && ill ? 374 + std::int64_t(random.below(12)) : 360 + std::int64_t(random.below(10));
            auto const temperature = manner == Manner::copied ? 365 : measured;
            rows += std::string(first ? "" : ",") + "{\"person\":\"" + format(member) +
                    "\",\"temperature_c\":" + std::to_string(temperature / 10) + "." + std::to_string(temperature % 10) +
                    ",\"symptoms\":[" + (first && ill ? "\"1\"" : "\"0\"") + "]" +
                    (first && key_area ? ",\"in_key_area\":true" : "") + "}";
        }
        if (!rows.empty()) draft.set(screening::persons, "[" + rows + "]");
    }
    return {table, make_id(at, random), at, draft.take()};
}

/// The post that answers for a place, as the actor of its visits.
std::optional<records::Actor> worker_of(network::Network::View const& view, Place place, Date on) {
    auto const posts = view.responsible(place, on);
    if (posts.empty() || !network::answers_for_households(posts.front()->role)) return std::nullopt;
    auto const& post = *posts.front();
    return records::Actor{post.holder, post.id, post.role, post.place};
}

/// When doors are knocked at.
struct Shift {
    Instant from, to;
};

struct Sweep {
    Id round;
    std::vector<Shift> shifts;
    double share = 1;                           ///< of households visited, on average
    double spread = 0;                          ///< between villages
    std::set<Place> hurried = {}, copied = {};  ///< zones whose visitor did not work as reported
};

struct Visit {
    records::Actor actor;
    records::PreparedCreate screening;
};

/// The moment at this share (0..1) of all the shifts together.
Instant moment(std::vector<Shift> const& shifts, double share) {
    std::int64_t total = 0;
    for (auto const& shift : shifts) total += shift.to - shift.from;
    auto left = std::int64_t(share * double(total));
    for (auto const& shift : shifts) {
        if (left <= shift.to - shift.from) return shift.from + left;
        left -= shift.to - shift.from;
    }
    return shifts.back().to;
}

Manner manner_of(Sweep const& sweep, Place zone) {
    return sweep.hurried.contains(zone) ? Manner::hurried : sweep.copied.contains(zone) ? Manner::copied : Manner::honest;
}

/// Who visits which of these homes, when, and what they find.
std::vector<Visit> plan(Program& program, std::span<Home const> homes, Sweep const& sweep, Random& random,
                        std::map<std::int64_t, double>& share_of_village) {
    auto const today = date_at(program.clock.now());
    auto const view = program.network->view();
    std::vector<Visit> visits;
    for (auto const& home : homes) {
        auto const [village, fresh] = share_of_village.try_emplace(home.place.division_code(), 0.0);
        if (fresh) village->second = std::clamp(sweep.share + sweep.spread * (random.unit() - 0.5) * 2, 0.0, 1.0);
        if (random.unit() >= village->second) continue;
        auto const actor = worker_of(view, home.place, today);
        if (!actor) continue;
        auto const manner = manner_of(sweep, home.place);
        auto const begin = sweep.shifts.front().from;
        auto const at = manner == Manner::hurried ? begin + std::int64_t(random.unit() * 9 * ms_per_minute)
                                                  : moment(sweep.shifts, random.unit());
        visits.push_back({*actor, visit(program, home, sweep.round, at, manner, random)});
    }
    return visits;
}

Result<void> store_visits(Program& program, std::vector<Visit> const& visits) {
    std::vector<records::PreparedCreate const*> screenings;
    for (auto const& one : visits) screenings.push_back(&one.screening);
    return program.store->write([&](store::Tx& tx) -> Result<void> {
        FX_CHECK(program.engine->prefetch(tx, screenings));
        for (auto const& one : visits)
            if (auto const outcome = program.engine->create(tx, one.actor, one.screening); !outcome.ok())
                return outcome.problems.front();
        return {};
    });
}

Result<void> screen(Context& context, Program& program, std::vector<Home> const& homes, Sweep const& sweep, Random& random) {
    std::map<std::int64_t, double> share_of_village;
    Progress progress(context, context.say("入户", "visits"), std::int64_t(homes.size()));
    constexpr std::size_t per_commit = 1000;
    for (std::size_t from = 0; from < homes.size(); from += per_commit) {
        auto const some = std::span(homes).subspan(from, std::min(per_commit, homes.size() - from));
        FX_CHECK(store_visits(program, plan(program, some, sweep, random, share_of_village)));
        progress.at(std::int64_t(from + some.size()));
    }
    return {};
}

}  // namespace

Result<void> make_visits(Context& context, Program& program, std::uint64_t seed) {
    SeededRandom random(seed);
    FX_TRY(auto const homes, homes_of(program));
    auto const now = program.clock.now();
    auto const today = start_of(date_at(now));
    records::Actor const officer{{}, {}, "county_officer", program.site.county};
    FX_TRY(auto const first,
           open_round(program, officer,
                      {"第一轮排查", program.site.county, today + -3 * ms_per_day, today + -1 * ms_per_day, "1"}));
    auto const zone_at = [&](std::size_t fifth) { return homes[homes.size() * fifth / 5].place; };
    auto const hour = [&](int days, int hours) { return today + (days * ms_per_day + hours * ms_per_hour); };
    // The last tenth of its visits falls after the cut-off.
    Sweep const sweep{first,
                      {{hour(-3, 8), hour(-3, 20)}, {hour(-2, 8), hour(-2, 20)}, {hour(-1, 8), hour(-1, 11)}},
                      0.985,
                      0.02,
                      {zone_at(1), zone_at(3)},
                      {zone_at(2), zone_at(4)}};
    // Flags come from the watch that judges every site's reports; its first look only finds where the feed stands.
    Ticker watch(program, std::chrono::milliseconds(0));
    FX_CHECK(watch.tick());
    FX_CHECK(screen(context, program, homes, sweep, random));
    FX_CHECK(watch.tick());
    FX_CHECK(move_round(program, officer, first, "close"));
    FX_TRY(auto const second,
           open_round(program, officer,
                      {"第二轮排查", program.site.county, today, today + (ms_per_day + 18 * ms_per_hour), "1"}));
    // Made in the small hours, the county has its visits there: it is to have some.
    Shift const so_far{now < hour(0, 9) ? today : hour(0, 8), std::min(now, hour(0, 20))};
    return screen(context, program, homes, {second, {so_far}, 0.42, 0.4}, random);
}

}  // namespace fx::app::cli
