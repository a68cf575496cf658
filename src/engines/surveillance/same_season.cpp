#include "engines/surveillance/same_season.hpp"

#include "base/assert.hpp"
#include "engines/surveillance/moments.hpp"
#include "engines/surveillance/negative_binomial.hpp"

#include <algorithm>
#include <array>
#include <numeric>

namespace fx::surveillance {
namespace {

/// Limits of R's algo.rki for a mean of 0, 1, 2 .. 20.
constexpr std::array rki_limits{3.285,  5.323,  6.686,  8.102,  9.598,  11.177, 12.817, 13.765, 14.921, 16.768, 17.633,
                                19.050, 20.335, 21.364, 22.945, 23.762, 25.400, 26.306, 27.735, 28.966, 30.017};
constexpr double rki_table_max = 20;

void baseline_of(std::span<double const> observed, SameSeason const& season, std::size_t t, std::vector<double>& counts) {
    counts.clear();
    auto const add = [&](std::size_t first, std::size_t end) {
        counts.insert(counts.end(), observed.begin() + std::ptrdiff_t(first), observed.begin() + std::ptrdiff_t(end));
    };
    for (int year = season.years; year > 0; --year) {
        auto const centre = t - std::size_t(year * season.frequency);
        add(centre - season.half_width, centre + season.half_width + 1);
    }
    if (season.this_year) add(t - season.half_width, t);
}

void check_season(SameSeason const& season) {
    FX_ASSERT(season.years >= 0 && season.half_width >= 1 && (season.this_year || season.years > 0));
    FX_ASSERT(std::size_t(season.frequency) > season.half_width);
}

}  // namespace

std::size_t same_season_first(SameSeason const& season) {
    check_season(season);
    return std::size_t(season.years * season.frequency) + season.half_width;
}

std::vector<Verdict> rki(std::span<double const> observed, SameSeason const& season, Mode mode) {
    std::vector<Verdict> verdicts;
    std::vector<double> counts;
    for (auto t = same_season_first(season); t < observed.size(); ++t) {
        baseline_of(observed, season, t, counts);
        if (mode == Mode::correct) std::erase_if(counts, is_missing);
        Verdict verdict{t};
        if (counts.size() >= 2) {
            auto const [mean, sd] = moments(counts);
            verdict.expected = mean;
            if (!is_missing(mean)) verdict.upperbound = mean > rki_table_max ? mean + 2 * sd : rki_limits[std::size_t(mean)];
        }
        verdict.alarm = exceeds(observed[t], verdict.upperbound);
        verdicts.push_back(verdict);
    }
    return verdicts;
}

std::vector<Verdict> bayes(std::span<double const> observed, SameSeason const& season, double alpha) {
    FX_ASSERT(alpha > 0 && alpha < 1);
    std::vector<Verdict> verdicts;
    std::vector<double> counts;
    for (auto t = same_season_first(season); t < observed.size(); ++t) {
        baseline_of(observed, season, t, counts);
        std::erase_if(counts, is_missing);
        Verdict verdict{t};
        if (!counts.empty()) {
            auto const n = double(counts.size());
            double const sum = std::accumulate(counts.begin(), counts.end(), 0.0);
            verdict.expected = (sum + 0.5) / n;
            verdict.upperbound = negative_binomial_quantile(1 - alpha, sum + 0.5, n / (n + 1));
        }
        verdict.alarm = exceeds(observed[t], verdict.upperbound);
        verdicts.push_back(verdict);
    }
    return verdicts;
}

}  // namespace fx::surveillance
