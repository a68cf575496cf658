#include "roster/apportion.hpp"

#include "base/assert.hpp"

#include <algorithm>
#include <numeric>

namespace fx::roster {
namespace {

double sum_of(std::span<double const> weights) {
    double sum = 0;
    for (double const weight : weights) sum += weight;
    return sum;
}

}  // namespace

std::vector<std::int64_t> apportion(std::int64_t total, std::span<double const> weights) {
    double const sum = sum_of(weights);
    FX_ASSERT(total >= 0 && sum > 0);
    std::vector<std::int64_t> parts(weights.size());
    std::vector<std::pair<double, std::size_t>> rests;
    std::int64_t left = total;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        double const share = double(total) * weights[i] / sum;
        parts[i] = std::int64_t(share);
        left -= parts[i];
        if (weights[i] > 0) rests.push_back({-(share - double(parts[i])), i});
    }
    std::sort(rests.begin(), rests.end());
    for (std::size_t i = 0; left > 0; --left, i = (i + 1) % rests.size()) ++parts[rests[i].second];
    // Rounding of the doubles can hand out one too many in lists of millions; take it back from the largest.
    for (; left < 0; ++left) --*std::max_element(parts.begin(), parts.end());
    return parts;
}

std::vector<std::int64_t> apportion_within(std::int64_t total, std::span<double const> weights,
                                           std::span<std::int64_t const> most) {
    std::vector<std::int64_t> parts(weights.size(), 0);
    std::vector<double> open(weights.begin(), weights.end());
    for (std::int64_t left = total; left > 0;) {
        if (sum_of(open) <= 0)
            for (std::size_t i = 0; i < open.size(); ++i) open[i] = double(most[i] - parts[i]);
        auto const more = apportion(left, open);
        for (std::size_t i = 0; i < parts.size(); ++i) {
            auto const taken = std::min(more[i], most[i] - parts[i]);
            parts[i] += taken;
            left -= taken;
            if (parts[i] == most[i]) open[i] = 0;
        }
        FX_ASSERT(left == 0 || parts != std::vector<std::int64_t>(most.begin(), most.end()));
    }
    return parts;
}

std::vector<std::int64_t> apportion_evenly(std::int64_t total, std::span<double const> weights, double phase) {
    double const sum = sum_of(weights);
    FX_ASSERT(total >= 0 && sum > 0);
    std::vector<std::int64_t> parts(weights.size());
    double running = 0;
    std::int64_t given = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        running += weights[i];
        auto const until =
            i + 1 == weights.size() ? total : std::clamp(std::int64_t(double(total) * running / sum + phase), given, total);
        parts[i] = until - given;
        given = until;
    }
    return parts;
}

}  // namespace fx::roster
