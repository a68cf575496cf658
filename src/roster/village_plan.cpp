#include "roster/village_plan.hpp"

#include "base/assert.hpp"
#include "base/random.hpp"
#include "roster/apportion.hpp"
#include "roster/household_size.hpp"

#include <algorithm>
#include <numeric>

namespace fx::roster {
namespace {

constexpr int households_per_group = 45;  // 党小组 and 网格 of some 30 to 60 households
/// NBS, main data of the seventh census (2021-05-11): 88.12 % of the floating population live in towns.
constexpr double floating_urban_share = 0.8812;
/// Same source: persons of 65 and more are 17.72 % in the countryside, 11.11 % in towns; of 60 to 64 6.09 and 4.71.
constexpr double rural_to_urban_65 = 17.72 / 11.11;
constexpr double rural_to_urban_60 = 6.09 / 4.71;
/// Dormitories, building sites and care homes stand in towns six times as densely.
constexpr double dormitory_urban_weight = 6;

using Plans = std::vector<VillagePlan>;

std::vector<VillagePlan> list_villages(DivisionTree const& tree, Place county) {
    Plans plans;
    bool any_urban = false;
    for (auto const& node : tree.subtree(county)) {
        if (node.level != Level::village) continue;
        auto& plan = plans.emplace_back();
        plan.village = &node;
        plan.urban = node.urban_class != 0 ? node.urban_class < 200 : node.kind == Kind::residents_committee;
        any_urban = any_urban || plan.urban;
    }
    Place township;
    for (auto& plan : plans) {
        if (!any_urban && plan.village->parent != township) plan.urban = true;
        township = plan.village->parent;
    }
    return plans;
}

/// Persons each village should have, the urban and rural totals met as far as both kinds of village exist.
std::vector<double> draw_weights(Plans const& plans, CountyCensus const& census, Random& random) {
    std::vector<double> weights;
    double sums[2] = {0, 0};
    for (auto const& plan : plans) {
        bool const committee_like = plan.village->kind > Kind::villagers_committee;
        weights.push_back((0.5 + random.unit()) * (committee_like ? 0.25 : 1));
        sums[plan.urban] += weights.back();
    }
    double const urban = double(census.urban), rural = double(census.population() - census.urban);
    if (sums[0] > 0 && sums[1] > 0)
        for (std::size_t i = 0; i < plans.size(); ++i) weights[i] *= plans[i].urban ? urban / sums[1] : rural / sums[0];
    return weights;
}

void place_dormitories(Plans& plans, CountyCensus const& census, std::vector<double> weights, Random& random) {
    auto const wanted = (census.collective() + dormitory_persons_max - 1) / dormitory_persons_max;
    // Twenty residents on the average, but never more dormitories than one-person households to keep them.
    auto const dormitories = std::clamp(census.collective() / 20, wanted, std::max(wanted, census.one_person));
    if (dormitories == 0) return;
    double sums[2] = {0, 0};
    for (std::size_t i = 0; i < plans.size(); ++i) sums[plans[i].urban] += weights[i];
    double const urban = dormitory_urban_weight * sums[1], collective = double(census.collective());
    // Neither town nor country may consist of dormitories: at most four fifths of its persons live in them.
    double const room[2] = {0.8 * double(census.population() - census.urban), 0.8 * double(census.urban)};
    double const in_towns =
        std::clamp(collective * urban / (urban + sums[0]), std::min(room[1], collective - room[0]), room[1]);
    if (sums[0] > 0 && sums[1] > 0)
        for (std::size_t i = 0; i < plans.size(); ++i)
            weights[i] *= plans[i].urban ? in_towns / sums[1] : (collective - in_towns) / sums[0];
    auto const parts = apportion_evenly(dormitories, weights, random.unit());
    std::vector<double> sizes(parts.begin(), parts.end());
    std::vector<std::int64_t> most;
    for (auto const part : parts) most.push_back(part * dormitory_persons_max);
    auto const persons = apportion_within(census.collective(), sizes, most);
    for (std::size_t i = 0; i < plans.size(); ++i) {
        plans[i].dormitories = parts[i];
        plans[i].collective = persons[i];
    }
}

std::size_t largest(Plans const& plans) {
    return std::size_t(std::max_element(plans.begin(), plans.end(),
                                        [](auto const& a, auto const& b) { return a.households() < b.households(); }) -
                       plans.begin());
}

std::int64_t spare_wardens(VillagePlan const& plan) { return plan.households_by_size[1] - plan.dormitories; }

/// Gives a village that has too few single persons to keep its dormitories one from the village that can spare most.
void take_warden(Plans& plans, VillagePlan& to) {
    auto const from = std::max_element(plans.begin(), plans.end(),
                                       [](auto const& a, auto const& b) { return spare_wardens(a) < spare_wardens(b); });
    FX_ASSERT(spare_wardens(*from) > 0);
    --from->households_by_size[1];
    ++to.households_by_size[1];
}

void place_households(Plans& plans, CountyCensus const& census, std::vector<double> const& weights, Random& random) {
    // What is left for families once the dormitories are in place.
    std::vector<double> family(weights);
    double const total = std::accumulate(weights.begin(), weights.end(), 0.0);
    for (std::size_t i = 0; i < plans.size(); ++i) {
        double const persons = weights[i] / total * double(census.population()) - double(plans[i].collective);
        family[i] = std::max(persons, 1.0);
    }
    auto const counts = household_counts(census);
    for (auto& plan : plans) plan.households_by_size.assign(size_max + 1, 0);
    for (std::size_t size = 1; size <= size_max; ++size) {
        auto const parts = apportion_evenly(counts[size], family, random.unit());
        for (std::size_t i = 0; i < plans.size(); ++i) plans[i].households_by_size[size] = parts[i];
    }
    for (auto& plan : plans) {
        while (spare_wardens(plan) < 0) take_warden(plans, plan);
        if (plan.households() == 0) {
            auto& from = plans[largest(plans)];
            auto const size = std::size_t(std::max_element(from.households_by_size.begin(), from.households_by_size.end()) -
                                          from.households_by_size.begin());
            --from.households_by_size[size];
            ++plan.households_by_size[size];
        }
    }
}

/// Exchanges households of sizes s and s+1 between an urban and a rural village until the urban population is met.
void meet_urban_total(Plans& plans, CountyCensus const& census) {
    std::int64_t urban = 0;
    std::vector<VillagePlan*> kinds[2];
    for (auto& plan : plans) {
        if (plan.urban) urban += plan.persons();
        kinds[plan.urban].push_back(&plan);
    }
    if (kinds[0].empty() || kinds[1].empty()) return;
    auto missing = census.urban - urban;
    for (std::size_t turn = 0, idle = 0; missing != 0 && idle < kinds[0].size() * kinds[1].size() + 10; ++turn, ++idle) {
        auto& gains = *kinds[missing > 0][turn % kinds[missing > 0].size()];
        auto& loses = *kinds[missing < 0][turn / 7 % kinds[missing < 0].size()];
        for (std::size_t size = 1; size < size_max; ++size) {
            auto const keep = size == 1 ? gains.dormitories : 0;
            if (gains.households_by_size[size] <= keep || loses.households_by_size[size + 1] == 0) continue;
            --gains.households_by_size[size], ++gains.households_by_size[size + 1];
            ++loses.households_by_size[size], --loses.households_by_size[size + 1];
            missing += missing > 0 ? -1 : 1;
            idle = 0;
            break;
        }
    }
}

/// Age groups of the rural villages: older than the towns by the published ratios, totals kept.
AgeSex rural_ages(CountyCensus const& census, std::int64_t rural) {
    std::vector<double> weights;
    std::vector<std::int64_t> most;
    for (int group = 0; group < age_groups; ++group)
        for (auto const persons : census.by_age[std::size_t(group)]) {
            double const lean = group >= 14 ? rural_to_urban_65 : group == 13 ? rural_to_urban_60 : 1;
            weights.push_back(double(persons) * lean);
            most.push_back(persons);
        }
    auto const parts = apportion_within(rural, weights, most);
    AgeSex out{};
    for (std::size_t i = 0; i < parts.size(); ++i) out[i / 2][i % 2] = parts[i];
    return out;
}

/// Deals the persons of `left` to the villages of one kind in turn, each getting its share of what is left.
void deal_ages(Plans& plans, bool urban, AgeSex left) {
    for (auto& plan : plans) {
        if (plan.urban != urban) continue;
        std::vector<double> weights;
        std::vector<std::int64_t> most;
        for (auto const& group : left)
            for (auto const persons : group) {
                weights.push_back(double(persons));
                most.push_back(persons);
            }
        auto const parts = apportion_within(plan.persons(), weights, most);
        for (std::size_t i = 0; i < parts.size(); ++i) {
            plan.by_age[i / 2][i % 2] = parts[i];
            left[i / 2][i % 2] -= parts[i];
        }
    }
    FX_ASSERT(sum(left) == 0);
}

void place_ages(Plans& plans, CountyCensus const& census) {
    std::int64_t rural = 0;
    for (auto const& plan : plans)
        if (!plan.urban) rural += plan.persons();
    auto const rural_part = rural_ages(census, rural);
    AgeSex urban_part = census.by_age;
    for (std::size_t i = 0; i < age_groups; ++i)
        for (std::size_t sex = 0; sex < 2; ++sex) urban_part[i][sex] -= rural_part[i][sex];
    deal_ages(plans, false, rural_part);
    deal_ages(plans, true, urban_part);
}

void place_floating(Plans& plans, CountyCensus const& census) {
    std::vector<double> weights;
    std::vector<std::int64_t> most;
    double persons[2] = {0, 0};
    for (auto const& plan : plans) persons[plan.urban] += double(plan.persons());
    for (auto const& plan : plans) {
        double const share = plan.urban ? floating_urban_share : 1 - floating_urban_share;
        weights.push_back(share * double(plan.persons()) / persons[plan.urban]);
        most.push_back(plan.persons());
    }
    auto const parts = apportion_within(census.floating(), weights, most);
    for (std::size_t i = 0; i < plans.size(); ++i) plans[i].floating = parts[i];
}

void place_generations(Plans& plans, CountyCensus const& census, Random& random) {
    std::vector<double> households, pairs;
    std::vector<std::int64_t> most_pairs, most_three;
    for (auto const& plan : plans) {
        households.push_back(double(plan.households()));
        pairs.push_back(double(plan.households_by_size[2]) + 1e-9);
        most_pairs.push_back(plan.households_by_size[2]);
    }
    auto const three = apportion_evenly(census.generations3 + census.generations4, households, random.unit());
    // One generation is a single or a couple; larger groups of one generation are rare and left out.
    auto const all_pairs = std::accumulate(most_pairs.begin(), most_pairs.end(), std::int64_t{0});
    auto const couples =
        apportion_within(std::clamp<std::int64_t>(census.generations1 - census.one_person, 0, all_pairs), pairs, most_pairs);
    for (std::size_t i = 0; i < plans.size(); ++i) {
        plans[i].three_generations = three[i];
        plans[i].couples_of_two = couples[i];
    }
}

}  // namespace

std::int64_t VillagePlan::households() const {
    return std::accumulate(households_by_size.begin(), households_by_size.end(), std::int64_t{0});
}

std::int64_t VillagePlan::family_persons() const {
    std::int64_t persons = 0;
    for (std::size_t size = 1; size < households_by_size.size(); ++size)
        persons += households_by_size[size] * std::int64_t(size);
    return persons;
}

std::uint64_t mixed_seed(std::uint64_t seed, Place place) {
    return (seed * 0x9e3779b97f4a7c15U) ^ (std::uint64_t(place.value) * 0xd1342543de82ef95U);
}

Result<std::vector<VillagePlan>> plan_villages(DivisionTree const& tree, CountyCensus const& census, std::uint64_t seed) {
    auto plans = list_villages(tree, census.county);
    if (plans.empty() || std::int64_t(plans.size()) > census.households)
        return Problem(ProblemKind::no_villages, {format(census.county)});
    SeededRandom random(mixed_seed(seed, census.county));
    auto const weights = draw_weights(plans, census, random);
    place_dormitories(plans, census, weights, random);
    place_households(plans, census, weights, random);
    meet_urban_total(plans, census);
    place_ages(plans, census);
    place_floating(plans, census);
    place_generations(plans, census, random);
    for (auto& plan : plans)
        plan.groups =
            int(std::clamp<std::int64_t>((plan.households() + households_per_group / 2) / households_per_group, 1, 999));
    return plans;
}

}  // namespace fx::roster
