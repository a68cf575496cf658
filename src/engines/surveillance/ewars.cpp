#include "engines/surveillance/ewars.hpp"

#include <algorithm>

namespace fx::surveillance {
namespace {

constexpr double per_people = 100'000;

/// The smallest whole count that a rule takes for an alarm at t; missing where the rule says nothing.
double least_of_factor(Series const& series, EwarsRules const& rules, std::size_t t) {
    auto const previous = std::size_t(rules.previous);
    if (t < previous) return missing;
    double sum = 0;
    for (auto i = t - previous; i < t; ++i) sum += series.observed[i];
    return std::max(std::floor(*rules.factor * sum / double(previous)) + 1, rules.cases_min);
}

double least_of_rate(Series const& series, EwarsRules const& rules, std::size_t t) {
    if (series.population.empty()) return missing;
    return std::ceil(*rules.rate * series.population[t] / per_people);
}

double least_of_doubling(Series const& series, EwarsRules const& rules, std::size_t t) {
    auto const points = std::size_t(*rules.doubling);
    if (t + 1 < points) return missing;
    for (auto i = t + 2 - points; i < t; ++i) {
        if (is_missing(series.observed[i]) || is_missing(series.observed[i - 1])) return missing;
        if (series.observed[i] < 2 * series.observed[i - 1] || series.observed[i] == 0) return INFINITY;
    }
    auto const before = series.observed[t - 1];
    return before == 0 ? INFINITY : std::max(2 * before, rules.cases_min);
}

}  // namespace

std::vector<EwarsVerdict> ewars(Series const& series, EwarsRules const& rules) {
    std::vector<EwarsVerdict> verdicts;
    for (std::size_t t = 0; t < series.size(); ++t) {
        auto const y = series.observed[t];
        auto& verdict = verdicts.emplace_back();
        verdict.t = t;
        double least = INFINITY;
        bool silent = false;
        auto const apply = [&](EwarsRule rule, bool given, auto threshold) {
            if (!given) return;
            double const own = threshold();
            if (is_missing(own)) {
                silent = true;
                return;
            }
            least = std::min(least, own);
            if (y >= own && verdict.rule == EwarsRule::none) verdict.rule = rule;
        };
        apply(EwarsRule::cases, rules.cases.has_value(), [&] { return std::ceil(*rules.cases); });
        apply(EwarsRule::factor, rules.factor.has_value(), [&] { return least_of_factor(series, rules, t); });
        apply(EwarsRule::rate, rules.rate.has_value(), [&] { return least_of_rate(series, rules, t); });
        apply(EwarsRule::doubling, rules.doubling.has_value(), [&] { return least_of_doubling(series, rules, t); });
        if (std::isfinite(least)) verdict.upperbound = least - 1;
        if (verdict.rule != EwarsRule::none)
            verdict.alarm = Alarm::yes;
        else if (!silent && !is_missing(y))
            verdict.alarm = Alarm::no;
    }
    return verdicts;
}

}  // namespace fx::surveillance
