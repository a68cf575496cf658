#include "roster/household_size.hpp"

#include "base/assert.hpp"
#include "roster/apportion.hpp"

namespace fx::roster {
namespace {

/// Fujian statistical yearbook 2021, table 3-6: percent of households of 2, 3, ... 9, 10 and more persons.
constexpr double shape[] = {26.3, 19.4, 14.2, 6.9, 4.0, 1.1, 0.4, 0.2, 0.2};

/// Weights of sizes 2..10 bent by t, scaled by 1/t^2 (t <= 1) or 1/t^10 to stay within range.
std::array<double, 9> bent(double t) {
    std::array<double, 9> weights;
    double power = 1;
    if (t <= 1)
        for (std::size_t i = 0; i < 9; ++i, power *= t) weights[i] = shape[i] * power;
    else
        for (std::size_t i = 9; i-- > 0; power /= t) weights[i] = shape[i] * power;
    return weights;
}

double mean_of(std::array<double, 9> const& weights) {
    double persons = 0, households = 0;
    for (std::size_t i = 0; i < 9; ++i) {
        persons += weights[i] * double(i + 2);
        households += weights[i];
    }
    return persons / households;
}

}  // namespace

std::array<double, size_max> size_shares(double one_person_share, double mean_size) {
    std::array<double, size_max> shares{};
    shares[0] = one_person_share;
    if (one_person_share >= 1) return shares;
    double const mean_larger = (mean_size - one_person_share) / (1 - one_person_share);
    double low = 1e-9, high = 1e9;
    for (int step = 0; step < 200; ++step) {
        // Halving the smaller interval on each side of 1 needs no logarithm.
        double const middle = low >= 1 || high <= 1 ? (low + high) / 2 : 1;
        (mean_of(bent(middle)) < mean_larger ? low : high) = middle;
    }
    auto const weights = bent((low + high) / 2);
    double sum = 0;
    for (double const weight : weights) sum += weight;
    for (std::size_t i = 0; i < 9; ++i) shares[i + 1] = (1 - one_person_share) * weights[i] / sum;
    return shares;
}

std::vector<std::int64_t> household_counts(CountyCensus const& census) {
    std::vector<std::int64_t> counts(size_max + 1, 0);
    counts[1] = census.one_person;
    auto const larger = census.households - census.one_person;
    if (larger == 0) return counts;
    auto const shares = size_shares(double(census.one_person) / double(census.households),
                                    double(census.household_population) / double(census.households));
    auto const parts = apportion(larger, {shares.data() + 1, 9});
    std::int64_t missing = census.household_population - census.one_person;
    for (std::size_t size = 2; size <= size_max; ++size) {
        counts[size] = parts[size - 2];
        missing -= counts[size] * std::int64_t(size);
    }
    // Rounding leaves a few persons over: let households grow or shrink by one, the sizes taking turns.
    for (std::size_t size = 2; missing != 0; size = size == 9 ? 2 : size + 1) {
        auto const from = missing > 0 ? size : size + 1;
        auto const to = missing > 0 ? size + 1 : size;
        if (counts[from] == 0) continue;
        --counts[from], ++counts[to];
        missing += missing > 0 ? -1 : 1;
    }
    return counts;
}

}  // namespace fx::roster
