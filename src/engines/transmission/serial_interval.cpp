#include "engines/transmission/serial_interval.hpp"

#include "base/assert.hpp"

#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/normal.hpp>

#include <algorithm>
#include <cmath>

namespace fx::transmission {
namespace {

constexpr double reach_sd = 12;          // beyond it a weight is below 1e-30 (normal)
constexpr double table_days_max = 4000;  // days with a weight on either side of the mean

double below(SerialInterval const& interval, double days) {
    if (interval.shape == Shape::normal)
        return boost::math::cdf(boost::math::normal_distribution(interval.mean, interval.sd), days);
    if (days <= 0) return 0;
    double const variance = interval.sd * interval.sd;
    return boost::math::cdf(
        boost::math::gamma_distribution(interval.mean * interval.mean / variance, variance / interval.mean), days);
}

}  // namespace

IntervalSummary summarize(std::vector<std::int32_t> days) {
    IntervalSummary summary;
    summary.count = days.size();
    if (days.empty()) return summary;
    std::ranges::sort(days);
    double sum = 0, squares = 0;
    for (auto const day : days) sum += day;
    summary.mean = sum / double(days.size());
    for (auto const day : days) squares += (day - summary.mean) * (day - summary.mean);
    if (days.size() > 1) summary.sd = std::sqrt(squares / double(days.size() - 1));
    auto const half = days.size() / 2;
    summary.median = days.size() % 2 == 1 ? days[half] : (double(days[half - 1]) + days[half]) / 2;
    summary.negative = std::size_t(std::ranges::lower_bound(days, 0) - days.begin());
    summary.least = days.front();
    summary.most = days.back();
    return summary;
}

std::optional<SerialInterval> distribution_of(IntervalSummary const& summary) {
    constexpr std::size_t count_min = 5;
    if (summary.count < count_min || !(summary.sd > 0)) return std::nullopt;
    auto const shape = summary.negative > 0 ? Shape::normal : Shape::gamma;
    return SerialInterval{shape, summary.mean, summary.sd};
}

DayWeights::DayWeights(SerialInterval const& interval) {
    FX_ASSERT(interval.sd > 0 && std::isfinite(interval.mean) && std::isfinite(interval.sd));
    FX_ASSERT(interval.shape == Shape::normal || interval.mean > 0);
    double const reach = std::min(reach_sd * interval.sd + 1, table_days_max);
    first_ = std::int64_t(std::floor(interval.mean - reach));
    if (interval.shape == Shape::gamma) first_ = std::max<std::int64_t>(first_, 0);
    auto const last = std::int64_t(std::ceil(interval.mean + 4 * reach));  // the tail of a gamma is the longer one
    double before = below(interval, double(first_) - 0.5);
    for (auto day = first_; day <= last; ++day) {
        double const upto = below(interval, double(day) + 0.5);
        weights_.push_back(upto - before);
        before = upto;
    }
}

double DayWeights::operator()(std::int64_t day) const {
    if (day < first_ || day - first_ >= std::int64_t(weights_.size())) return 0;
    return weights_[std::size_t(day - first_)];
}

}  // namespace fx::transmission
