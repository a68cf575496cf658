#include "engines/surveillance/robust_fit.hpp"

#include "base/assert.hpp"
#include "engines/surveillance/series.hpp"

#include <algorithm>
#include <cmath>

namespace fx::surveillance {
namespace {

constexpr int fit_iterations_max = 25;
constexpr double fit_tolerance = 1e-8, fit_mean_least = 2.220446049250313e-16;
constexpr double spread_least = 1e-12;  // of the squares of time: below it the slope is rounding
/// y log y - y eta keeps ten digits up to here; beyond it the logarithm of the quotient is taken.
constexpr double plain_deviance_max = 1e4;

}  // namespace

RobustFit::RobustFit(std::span<double const> observed) : observed_(observed) {
    y_log_y_.resize(observed.size());
    log_start_.resize(observed.size());
    two_thirds_.resize(observed.size());
    for (std::size_t i = 0; i < observed.size(); ++i) {
        auto const y = observed[i];
        if (is_missing(y)) continue;
        y_log_y_[i] = y > 0 ? y * std::log(y) : 0;
        log_start_[i] = std::log(y + 0.1);
        two_thirds_[i] = std::cbrt(y) * std::cbrt(y);
    }
}

void RobustFit::set_rows(std::vector<BaselineRow> const& rows, std::size_t groups) {
    rows_.clear();
    sums_.assign(groups, {});
    solved_.assign(groups, {});
    intercept_.assign(groups, 0);
    mu_.resize(rows.size());
    working_.resize(rows.size());
    largest_ = centre_ = 0;
    BaselineRow const* before = nullptr;
    for (auto const& row : rows) {
        bool const follows = before != nullptr && before->group == row.group && row.time - before->time == 1 &&
                             row.offset == 0 && before->offset == 0;
        auto const y = observed_[row.at];
        rows_.push_back(
            {y, y_log_y_[row.at], log_start_[row.at], two_thirds_[row.at], row.time, row.offset, row.group, follows});
        largest_ = std::max(largest_, y);
        centre_ += row.time;
        before = &row;
    }
    centre_ /= std::max(1.0, double(rows.size()));
    large_counts_ = largest_ > plain_deviance_max;
    for (auto& row : rows_) row.time -= centre_;
}

void RobustFit::add(std::size_t row, double v, double z) {
    auto& sums = sums_[rows_[row].group];
    auto const t = rows_[row].time, vt = v * t;
    sums.w += v;
    sums.wt += vt;
    sums.wz += v * z;
    sums.wtt += vt * t;
    sums.wtz += vt * z;
}

/// Group means and slope from sums_, which it empties. False when the slope cannot be told.
bool RobustFit::solve() {
    std::swap(solved_, sums_);
    std::ranges::fill(sums_, Sums{});
    double along = 0, squares = 0;
    spread_ = 0;
    for (auto const& [w, wt, wz, wtt, wtz] : solved_) {
        if (w == 0) continue;
        spread_ += wtt - wt * wt / w;
        along += wtz - wt * wz / w;
        squares += wtt;
    }
    if (trend_ && !(spread_ > spread_least * squares)) return false;
    slope_ = trend_ ? along / spread_ : 0;
    for (std::size_t group = 0; group < solved_.size(); ++group)
        if (auto const& sums = solved_[group]; sums.w > 0) intercept_[group] = (sums.wz - slope_ * sums.wt) / sums.w;
    return true;
}

/// The first weights and responses; returns the deviance of mu = y + 0.1.
double RobustFit::start(std::span<double const> weights) {
    std::ranges::fill(sums_, Sums{});
    double deviance = 0;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        auto const& row = rows_[i];
        auto const mu = row.y + 0.1, omega = weight(weights, i), v = omega * mu;
        mu_[i] = mu;
        deviance += omega * ((row.y > 0 ? row.y * std::log(row.y / mu) : 0) - (row.y - mu));
        add(i, v, row.start - row.offset + row.y / mu - 1);
    }
    return 2 * deviance;
}

/// Means of the coefficients, and from them the sums of the next solution; returns the deviance.
double RobustFit::update(std::span<double const> weights) {
    double const step = std::exp(slope_);
    double mean = 0, deviance = 0;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        auto const& row = rows_[i];
        auto const own = intercept_[row.group] + slope_ * row.time, eta = own + row.offset;
        mean = row.follows ? mean * step : std::exp(eta);
        auto const mu = std::max(mean, fit_mean_least), omega = weight(weights, i);
        auto const gain = large_counts_ && row.y > 0 ? row.y * std::log(row.y / mu) : row.y_log_y - row.y * eta;
        deviance += omega * (gain - (row.y - mu));
        working_[i] = omega * mu_[i];
        mu_[i] = mu;
        add(i, omega * mu, own + row.y / mu - 1);
    }
    return 2 * deviance;
}

bool RobustFit::iterate(std::span<double const> weights, bool& possible) {
    double deviance = start(weights);
    possible = false;
    for (int iteration = 0; iteration < fit_iterations_max; ++iteration) {
        if (!solve()) return false;
        possible = true;
        auto const now = update(weights);
        if (!std::isfinite(now)) return false;
        if (std::abs(now - deviance) / (std::abs(now) + 0.1) < fit_tolerance) return true;
        deviance = now;
    }
    return false;
}

void RobustFit::measure(std::span<double const> weights) {
    double of_working = 0, of_weights = 0;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        auto const residual = rows_[i].y / mu_[i] - 1;
        of_working += working_[i] * residual * residual;
        of_weights += weight(weights, i) * residual * residual;
    }
    auto const used = std::ranges::count_if(solved_, [](Sums const& sums) { return sums.w > 0; });
    degrees_ = double(rows_.size()) - double(used) - (trend_ ? 1 : 0);
    dispersion_ = of_working / degrees_;
    dispersion_of_weights_ = of_weights / degrees_;
}

/// Weights of the outliers, and of the others, into outlier_: they add up to the number of rows.
void RobustFit::weigh(double above) {
    auto const phi = std::max(1.0, dispersion_);
    outlier_.resize(rows_.size());
    double sum = 0;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        auto const& row = rows_[i];
        auto const& sums = solved_[row.group];
        auto const v = working_[i], away = row.time - sums.wt / sums.w;
        auto const hat = v / sums.w + (trend_ ? v * away * away / spread_ : 0);
        auto const root = std::sqrt(mu_[i]);
        auto const s = hat < 1 ? 1.5 * (row.two_thirds / std::cbrt(root) - root) / std::sqrt(phi * (1 - hat)) : 0;
        outlier_[i] = s > above ? 1 / (s * s) : 1;
        sum += outlier_[i];
    }
    auto const gamma = double(rows_.size()) / sum;
    for (auto& weight : outlier_) weight *= gamma;
}

FitOutcome RobustFit::fit(bool trend, std::optional<double> reweight_above) {
    if (rows_.empty()) return FitOutcome::too_few;
    trend_ = trend;
    bool possible = false;
    auto const converged = iterate({}, possible);
    if (!possible) return FitOutcome::too_few;
    measure({});
    if (!(degrees_ > 0)) return FitOutcome::too_few;
    if (!converged) return FitOutcome::not_converged;
    if (!reweight_above) return FitOutcome::fitted;
    weigh(*reweight_above);
    iterate(outlier_, possible);
    if (!possible) return FitOutcome::not_converged;
    measure(outlier_);
    return FitOutcome::fitted;
}

RobustFit::Linear RobustFit::predict(std::uint16_t group, double time) const {
    auto const& sums = solved_[group];
    FX_ASSERT(sums.w > 0);
    auto const t = time - centre_, away = t - sums.wt / sums.w;
    return {intercept_[group] + slope_ * t, 1 / sums.w + (trend_ ? away * away / spread_ : 0)};
}

}  // namespace fx::surveillance
