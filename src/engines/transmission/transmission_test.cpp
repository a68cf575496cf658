#include "engines/transmission/clusters.hpp"
#include "engines/transmission/graph.hpp"
#include "engines/transmission/offspring.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace fx::transmission {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<Case> ill_on(std::vector<std::int32_t> const& days) {
    std::vector<Case> cases;
    for (auto const day : days) cases.push_back({.onset = day});
    return cases;
}

std::vector<std::uint32_t> counts_of(std::vector<std::pair<std::uint32_t, std::size_t>> const& table) {
    std::vector<std::uint32_t> counts;
    for (auto const& [count, times] : table) counts.insert(counts.end(), times, count);
    return counts;
}

void expect_close(double x, double reference) {
    EXPECT_LE(std::abs(x - reference), 1e-6 * std::max(1.0, std::abs(reference))) << x;
}

TEST(Graph, CountsGenerationsAndChains) {
    auto const graph = build_graph(ill_on({0, 4, 5, 9, no_day, 30}), std::vector<Link>{{0, 1}, {0, 2}, {2, 3}, {5, 4}}, {});
    std::vector<std::int32_t> generations;
    std::vector<std::uint32_t> chains, offspring;
    for (auto const& one : graph.cases) {
        generations.push_back(one.generation);
        chains.push_back(one.chain);
        offspring.push_back(one.offspring);
    }
    EXPECT_THAT(generations, ElementsAre(0, 1, 1, 2, 1, 0));
    EXPECT_THAT(chains, ElementsAre(0, 0, 0, 0, 1, 1));
    EXPECT_THAT(offspring, ElementsAre(2, 0, 1, 0, 0, 1));
    ASSERT_EQ(graph.chains.size(), 2u);
    EXPECT_EQ(graph.chains[0].cases, 4u);
    EXPECT_EQ(graph.chains[0].links, 3u);
    EXPECT_EQ(graph.chains[0].first_onset, 0);
    EXPECT_EQ(graph.chains[0].last_onset, 9);
    EXPECT_EQ(graph.chains[0].generations, 2);
    EXPECT_EQ(graph.chains[1].first_case, 5u);
    EXPECT_EQ(graph.links[3].flags, link_no_interval);
}

TEST(Graph, FlagsWhatIsImpossibleOrDoubtful) {
    auto const graph =
        build_graph(ill_on({0, 4, 2, 3}), std::vector<Link>{{0, 0}, {0, 1}, {0, 1}, {1, 2}, {2, 3}, {3, 1}}, {});
    EXPECT_EQ(graph.links[0].flags, link_to_itself);
    EXPECT_EQ(graph.links[2].flags, link_repeated);
    EXPECT_EQ(graph.links[3].flags, link_negative_interval | link_in_cycle);
    EXPECT_EQ(graph.links[3].interval, -2);
    EXPECT_EQ(graph.links[4].flags, link_in_cycle);
    EXPECT_EQ(graph.links[1].flags, link_several_infectors);
    EXPECT_EQ(graph.links[5].flags, link_several_infectors | link_in_cycle);
    EXPECT_EQ(graph.cases[0].flags, case_linked_to_itself);
    EXPECT_EQ(graph.cases[1].flags, case_in_cycle | case_source_undecided);
    EXPECT_THAT(graph.undecided, ElementsAre(1));
    EXPECT_EQ(graph.cases[0].generation, 0);
    for (std::uint32_t at : {1u, 2u, 3u}) EXPECT_EQ(graph.cases[at].generation, -1) << at;
}

TEST(Graph, ACycleOfSourcesHasNoGeneration) {
    auto const graph = build_graph(ill_on({0, 1, 2}), std::vector<Link>{{0, 1}, {1, 0}, {1, 2}}, {});
    for (auto const& one : graph.cases) EXPECT_EQ(one.generation, -1);
    EXPECT_EQ(graph.chains.at(0).cases, 3u);
}

TEST(Graph, CasesSayWhatCannotBe) {
    std::vector<Case> const cases{{.onset = 10, .death = 9},
                                  {.onset = 10, .report = 9, .death = 10},
                                  {.onset = 10, .exposure = 11},
                                  {.report = 3, .death = 1}};
    auto const graph = build_graph(cases, {}, {});
    EXPECT_EQ(graph.cases[0].flags, case_onset_after_death);
    EXPECT_EQ(graph.cases[1].flags, case_onset_after_report);
    EXPECT_EQ(graph.cases[2].flags, case_ill_before_exposed);
    EXPECT_EQ(graph.cases[3].flags, case_no_onset);
    EXPECT_THAT(graph.chains, IsEmpty());
}

/// p = w(6) / (w(6) + w(2)), w from pgamma(d + .5, 4, 2/3) - pgamma(d - .5, 4, 2/3).
TEST(Graph, WeighsSourcesByTheSerialInterval) {
    SerialInterval const interval{Shape::gamma, 6, 3};
    auto const weight = [](double from, double to) {
        auto const below = [](double x) {  // gamma with shape 4 and rate 2/3
            double const r = x * 2 / 3;
            return 1 - std::exp(-r) * (1 + r + r * r / 2 + r * r * r / 6);
        };
        return below(to) - below(from);
    };
    double const six = weight(5.5, 6.5), two = weight(1.5, 2.5);
    auto const cases = ill_on({0, 4, 6});
    std::vector<Link> links{{0, 2}, {1, 2}};
    auto graph = build_graph(cases, links, interval);
    expect_close(graph.links[0].likelihood, six / (six + two));
    expect_close(graph.links[1].likelihood, two / (six + two));
    EXPECT_EQ(graph.cases[2].source, 0u);
    EXPECT_THAT(graph.undecided, IsEmpty());
    EXPECT_EQ(graph.links[0].flags, link_several_infectors);

    links[1].basis = Basis::decided;
    graph = build_graph(cases, links, interval);
    EXPECT_EQ(graph.links[0].likelihood, 0);
    EXPECT_EQ(graph.links[1].likelihood, 1);
    EXPECT_EQ(graph.cases[2].source, 1u);
    EXPECT_EQ(graph.links[0].flags, 0);

    links[0].basis = Basis::decided;
    graph = build_graph(cases, links, interval);
    EXPECT_EQ(graph.links[1].flags, link_two_decided);
}

TEST(Graph, SaysNoLikelihoodWhereThereIsNone) {
    auto const unknown =
        build_graph(ill_on({0, no_day, 6}), std::vector<Link>{{0, 2}, {1, 2}}, SerialInterval{Shape::gamma, 6, 3});
    EXPECT_TRUE(std::isnan(unknown.links[0].likelihood));
    EXPECT_THAT(unknown.undecided, ElementsAre(2));
    EXPECT_EQ(unknown.cases[2].generation, -1);
    auto const impossible =
        build_graph(ill_on({7, 8, 6}), std::vector<Link>{{0, 2}, {1, 2}}, SerialInterval{Shape::gamma, 6, 3});
    EXPECT_TRUE(std::isnan(impossible.links[0].likelihood));
    auto const equal = build_graph(ill_on({1, 1, 6}), std::vector<Link>{{0, 2}, {1, 2}}, SerialInterval{Shape::gamma, 6, 3});
    EXPECT_EQ(equal.links[0].likelihood, 0.5);
    EXPECT_THAT(equal.undecided, ElementsAre(2));
    auto const given =
        build_graph(ill_on({7, 8, 6}), std::vector<Link>{{0, 2, Basis::named, 3}, {1, 2, Basis::named, 1}}, {});
    EXPECT_EQ(given.links[0].likelihood, 0.75);
    EXPECT_EQ(given.cases[2].source, 0u);
}

TEST(Graph, ContactsJoinChainsAndInfectNobody) {
    auto const graph =
        build_graph(ill_on({0, 3, 5}), std::vector<Link>{{0, 1, Basis::contact}, {1, 0, Basis::contact}, {1, 2}}, {});
    EXPECT_EQ(graph.links[1].flags, link_repeated);
    EXPECT_EQ(graph.links[0].interval, no_day);
    EXPECT_EQ(graph.cases[0].offspring, 0u);
    EXPECT_EQ(graph.chains.at(0).cases, 3u);
    EXPECT_EQ(graph.chains.at(0).links, 2u);
}

/// 200,000 cases in one line: nothing recurses.
TEST(Graph, ALongChainIsNoDepth) {
    constexpr std::uint32_t size = 200'000;
    std::vector<Case> cases(size);
    std::vector<Link> links;
    for (std::uint32_t i = 1; i < size; ++i) links.push_back({i, i - 1});
    auto graph = build_graph(cases, links, {});
    EXPECT_EQ(graph.cases[0].generation, std::int32_t(size) - 1);
    links.push_back({0, size - 1});
    graph = build_graph(cases, links, {});
    EXPECT_NE(graph.links.back().flags & link_in_cycle, 0);
    EXPECT_EQ(graph.cases[77].generation, -1);
}

TEST(SerialIntervals, AreSummed) {
    auto const cases = ill_on({0, 4, 2, 9, no_day});
    std::vector<Link> const links{{0, 1}, {1, 2}, {0, 3}, {1, 3}, {3, 4}, {2, 2}, {0, 1}};
    EXPECT_THAT(intervals(cases, links), ElementsAre(4, -2, 9, 5));
    EXPECT_THAT(certain_intervals(cases, links), ElementsAre(4, -2));
    auto const summary = summarize(intervals(cases, links));
    EXPECT_EQ(summary.mean, 4);
    EXPECT_EQ(summary.median, 4.5);
    EXPECT_EQ(summary.negative, 1u);
    expect_close(summary.sd, std::sqrt((0 + 36 + 25 + 1) / 3.0));
    EXPECT_FALSE(distribution_of(summary));
    EXPECT_EQ(distribution_of(summarize({1, 2, 3, 4, -1}))->shape, Shape::normal);
    EXPECT_EQ(distribution_of(summarize({1, 2, 3, 4, 0}))->shape, Shape::gamma);
    EXPECT_FALSE(distribution_of(summarize({3, 3, 3, 3, 3, 3})));
    EXPECT_TRUE(std::isnan(summarize({}).mean));
    EXPECT_TRUE(std::isnan(summarize({5}).sd));
}

TEST(SerialIntervals, WeightsAddUpToOne) {
    for (auto const& interval : {SerialInterval{Shape::gamma, 6, 3}, SerialInterval{Shape::normal, 3.96, 4.75},
                                 SerialInterval{Shape::gamma, 0.5, 0.1}, SerialInterval{Shape::gamma, 2, 9}}) {
        DayWeights const weights(interval);
        double sum = 0;
        for (int day = -500; day < 2000; ++day) sum += weights(day);
        EXPECT_NEAR(sum, 1, 1e-6);
    }
}

/// Against R 4.2: optimize and uniroot over dnbinom of the offspring in two published line lists, MERS Korea 2015 and
/// COVID-19 Tianjin 2020 (MASS::fitdistr gives k to four digits).
TEST(OffspringFits, AgreeWithR) {
    auto const mers = fit_offspring(counts_of({{0, 151}, {1, 5}, {2, 2}, {4, 1}, {21, 1}, {26, 1}, {38, 1}}));
    EXPECT_EQ(mers.fit, OffspringFit::fitted);
    EXPECT_EQ(mers.infections, 98u);
    expect_close(mers.mean, 0.60493827);
    expect_close(mers.dispersion, 0.02040071);
    expect_close(mers.dispersion_95.low, 0.00957076);
    expect_close(mers.dispersion_95.high, 0.03934993);
    expect_close(mers.mean_95.low, 0.22600705);
    expect_close(mers.mean_95.high, 2.51036654);
    EXPECT_NEAR(mers.share_of_80, 3 / 162.0, 1e-12);
    auto const tianjin = fit_offspring(counts_of({{0, 85}, {1, 25}, {2, 15}, {3, 6}, {4, 3}, {6, 1}}));
    expect_close(tianjin.mean, 0.67407407);
    expect_close(tianjin.dispersion, 0.71496871);
    expect_close(tianjin.dispersion_95.low, 0.38393397);
    expect_close(tianjin.dispersion_95.high, 1.56060613);
    expect_close(tianjin.mean_95.low, 0.50413618);
    expect_close(tianjin.mean_95.high, 0.90192711);
}

TEST(OffspringFits, SayWhatTheyCannotSay) {
    EXPECT_EQ(fit_offspring({}).fit, OffspringFit::too_few);
    EXPECT_EQ(fit_offspring(std::vector<std::uint32_t>{3}).fit, OffspringFit::too_few);
    auto const none_infected = fit_offspring(std::vector<std::uint32_t>(20, 0));
    EXPECT_EQ(none_infected.fit, OffspringFit::no_infection);
    EXPECT_EQ(none_infected.mean, 0);
    EXPECT_TRUE(std::isnan(none_infected.dispersion));
    auto const constant = fit_offspring(std::vector<std::uint32_t>(20, 2));
    EXPECT_EQ(constant.fit, OffspringFit::poisson);
    EXPECT_TRUE(std::isinf(constant.dispersion));
    EXPECT_TRUE(std::isinf(constant.dispersion_95.high));
    EXPECT_GT(constant.dispersion_95.low, 1);
    // Poisson: R is 2 exp(+-) where 40 log R - 20 R falls by 1.9207.
    double const low = constant.mean_95.low;
    EXPECT_NEAR(40 * std::log(low) - 20 * low, 40 * std::log(2) - 40 - 1.9207294, 1e-5);
}

TEST(OffspringFits, FindTheDispersionTheyWereMadeWith) {
    std::mt19937_64 random(7);
    std::vector<std::uint32_t> counts;
    for (int i = 0; i < 50'000; ++i)
        counts.push_back(std::poisson_distribution<std::uint32_t>(std::gamma_distribution(0.3, 2.0 / 0.3)(random))(random));
    auto const fit = fit_offspring(counts);
    EXPECT_NEAR(fit.mean, 2, 0.1);
    EXPECT_NEAR(fit.dispersion, 0.3, 0.01);
    EXPECT_LT(fit.dispersion_95.low, 0.3);
    EXPECT_GT(fit.dispersion_95.high, 0.3);
}

TEST(Clusters, AreTwoOrMoreWithinFourteenDays) {
    //                                       one cluster of three, 14 days apart each      too far        alone, no day, no
    //                                       key
    std::vector<std::uint32_t> const keys{1, 1, 1, 1, 2, 2, 3, 3, none};
    std::vector<std::int32_t> const days{28, 0, 14, 43, 0, 15, 5, no_day, 5};
    auto const found = find_clusters(keys, days, {});
    ASSERT_EQ(found.size(), 1u);
    EXPECT_THAT(found[0].cases, ElementsAre(1, 2, 0));
    EXPECT_EQ(found[0].key, 1u);
    EXPECT_EQ(found[0].first_day, 0);
    EXPECT_EQ(found[0].last_day, 28);
}

TEST(Clusters, FollowAnotherRule) {
    std::vector<std::uint32_t> const keys(7, 0);
    std::vector<std::int32_t> const days{0, 1, 5, 6, 7, 20, 21};
    auto const found = find_clusters(keys, days, {.cases = 3, .days = 3});
    ASSERT_EQ(found.size(), 1u);
    EXPECT_THAT(found[0].cases, ElementsAre(2, 3, 4));
    auto const pairs = find_clusters(keys, days, {.cases = 2, .days = 1});
    ASSERT_EQ(pairs.size(), 3u);
    EXPECT_THAT(pairs[0].cases, ElementsAre(2, 3, 4));
    EXPECT_THAT(pairs[1].cases, ElementsAre(0, 1));
    EXPECT_THAT(find_clusters({}, {}, {}), IsEmpty());
}

/// Against trying every pair of cases.
TEST(Clusters, AgreeWithEveryPair) {
    std::mt19937_64 random(3);
    for (int round = 0; round < 200; ++round) {
        std::vector<std::uint32_t> keys;
        std::vector<std::int32_t> days;
        for (int i = 0; i < 30; ++i) {
            keys.push_back(std::uint32_t(random() % 3));
            days.push_back(std::int32_t(random() % 200));
        }
        std::vector<bool> expected(30), got(30);
        for (std::size_t i = 0; i < 30; ++i)
            for (std::size_t j = 0; j < 30; ++j)
                if (i != j && keys[i] == keys[j] && std::abs(days[i] - days[j]) <= 5) expected[i] = true;
        for (auto const& cluster : find_clusters(keys, days, {.cases = 2, .days = 5}))
            for (auto const at : cluster.cases) {
                EXPECT_FALSE(got[at]);
                got[at] = true;
            }
        EXPECT_EQ(got, expected);
    }
}

}  // namespace
}  // namespace fx::transmission
