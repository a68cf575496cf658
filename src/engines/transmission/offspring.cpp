#include "engines/transmission/offspring.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace fx::transmission {
namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();
constexpr double drop_95 = 1.920729410347062;  // half of the 95 % quantile of chi-squared with one degree
constexpr double log_a_min = -18, log_a_max = 18;
constexpr int halvings = 60;

/// The likelihood by a = 1/k, which is 0 for Poisson: nothing cancels there, as it would with lgamma(k + x) - lgamma(k).
class Likelihood {
public:
    explicit Likelihood(std::span<std::uint32_t const> counts) : n_(double(counts.size())) {
        auto const most = *std::ranges::max_element(counts);
        more_.assign(most, 0);  // cases with more than j
        for (auto const count : counts) {
            sum_ += count;
            if (count > 0) more_[count - 1] += 1;
        }
        for (auto j = more_.size(); j-- > 1;) more_[j - 1] += more_[j];
    }

    double mean() const { return sum_ / n_; }

    /// Up to a term of the counts alone.
    double at(double a, double mean) const {
        double value = sum_ * std::log(mean);
        if (a <= 0) return value - n_ * mean;
        for (std::size_t j = 1; j < more_.size(); ++j) value += more_[j] * std::log1p(double(j) * a);
        return value - (n_ / a + sum_) * std::log1p(a * mean);
    }

    /// By a, at the mean of the counts.
    double slope(double a) const {
        double const m = mean(), am = a * m;
        double value = 0;
        for (std::size_t j = 1; j < more_.size(); ++j) value += more_[j] * double(j) / (1 + double(j) * a);
        constexpr double series_below = 1e-4;  // the two terms cancel
        if (am < series_below) return value + n_ * m * m * (-0.5 + am / 3 - am * am / 4);
        return value + n_ * (std::log1p(am) / a - m) / a;
    }

    /// The greatest over a, at another mean. The likelihood has one top over log a; ends when it is narrow.
    double profile(double mean) const {
        constexpr double golden = 0.6180339887498949;
        double low = log_a_min, high = log_a_max;
        double left = high - golden * (high - low), right = low + golden * (high - low);
        double at_left = at(std::exp(left), mean), at_right = at(std::exp(right), mean);
        while (high - low > 1e-7) {
            if (at_left > at_right) {
                high = right, right = left, at_right = at_left;
                left = high - golden * (high - low);
                at_left = at(std::exp(left), mean);
            } else {
                low = left, left = right, at_left = at_right;
                right = low + golden * (high - low);
                at_right = at(std::exp(right), mean);
            }
        }
        return std::max({at_left, at_right, at(0, mean)});
    }

private:
    double n_, sum_ = 0;
    std::vector<double> more_;
};

/// Where `holds` ends between `inside`, where it holds, and `outside`, where it does not.
template <class Holds>
double edge(double inside, double outside, Holds holds) {
    for (int i = 0; i < halvings; ++i) {
        double const middle = (inside + outside) / 2;
        (holds(middle) ? inside : outside) = middle;
    }
    return inside;
}

/// 1/k with the greatest likelihood; 0 where Poisson has it.
double best_a(Likelihood const& likelihood) {
    if (likelihood.slope(0) <= 0) return 0;
    return std::exp(edge(log_a_min, log_a_max, [&](double log_a) { return likelihood.slope(std::exp(log_a)) > 0; }));
}

Bounds bounds_of_k(Likelihood const& likelihood, double a) {
    double const mean = likelihood.mean(), least = likelihood.at(a, mean) - drop_95;
    auto const holds = [&](double log_a) { return likelihood.at(std::exp(log_a), mean) >= least; };
    double const inside = a > 0 ? std::log(a) : log_a_min;
    Bounds k;
    k.low = holds(log_a_max) ? 0 : std::exp(-edge(inside, log_a_max, holds));
    k.high = likelihood.at(0, mean) >= least ? infinite : std::exp(-edge(inside, log_a_min, holds));
    return k;
}

Bounds bounds_of_mean(Likelihood const& likelihood, double a) {
    double const mean = likelihood.mean(), least = likelihood.at(a, mean) - drop_95;
    auto const holds = [&](double log_mean) { return likelihood.profile(std::exp(log_mean)) >= least; };
    double const inside = std::log(mean);
    auto const bound = [&](double step) {
        double outside = inside + step;
        while (holds(outside) && std::abs(outside) < 50) outside += step;
        return std::exp(edge(inside, outside, holds));
    };
    return {bound(-1), bound(1)};
}

double share_behind_80(std::span<std::uint32_t const> counts, std::size_t infections) {
    std::vector<std::uint32_t> sorted(counts.begin(), counts.end());
    std::ranges::sort(sorted, std::greater());
    std::size_t behind = 0, cases = 0;
    while (behind * 5 < infections * 4) behind += sorted[cases++];
    return double(cases) / double(sorted.size());
}

}  // namespace

Offspring fit_offspring(std::span<std::uint32_t const> counts) {
    Offspring offspring;
    offspring.cases = counts.size();
    for (auto const count : counts) {
        offspring.infections += count;
        offspring.most = std::max<std::size_t>(offspring.most, count);
    }
    if (counts.size() < 2) return offspring;
    offspring.mean = double(offspring.infections) / double(counts.size());
    offspring.fit = OffspringFit::no_infection;
    if (offspring.infections == 0) return offspring;
    Likelihood const likelihood(counts);
    double const a = best_a(likelihood);
    offspring.fit = a > 0 ? OffspringFit::fitted : OffspringFit::poisson;
    offspring.dispersion = a > 0 ? 1 / a : infinite;
    offspring.mean_95 = bounds_of_mean(likelihood, a);
    offspring.dispersion_95 = bounds_of_k(likelihood, a);
    offspring.share_of_80 = share_behind_80(counts, offspring.infections);
    return offspring;
}

}  // namespace fx::transmission
