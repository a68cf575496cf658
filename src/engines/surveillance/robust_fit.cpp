#include "engines/surveillance/robust_fit.hpp"

#include "base/assert.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace fx::surveillance {
namespace {

constexpr int fit_iterations_max = 25;
constexpr double fit_tolerance = 1e-8, fit_mean_least = 2.220446049250313e-16;
constexpr double spread_least = 1e-12;  // of the squares of time: below it the slope is rounding
/// y log y - y eta keeps ten digits up to here; beyond it the logarithm of the quotient is taken.
constexpr double plain_deviance_max = 1e4;

/// What is asked of a count again and again.
struct CountTerms {
    double y_log_y, log_start, two_thirds;
    explicit CountTerms(double y = 0)
        : y_log_y(y > 0 ? y * std::log(y) : 0), log_start(std::log(y + 0.1)), two_thirds(std::cbrt(y) * std::cbrt(y)) {}
};

CountTerms terms_of(double y) {
    static auto const small = [] {
        std::array<CountTerms, 1024> table;
        for (std::size_t i = 0; i < table.size(); ++i) table[i] = CountTerms(double(i));
        return table;
    }();
    auto const whole = y < double(small.size()) ? std::size_t(y) : small.size();
    return whole < small.size() && double(whole) == y ? small[whole] : CountTerms(y);
}

}  // namespace

void RobustFit::set_rows(std::vector<BaselineRow> const& rows, std::size_t groups) {
    for (auto* column : {&y_, &y_log_y_, &log_start_, &two_thirds_, &time_, &offset_}) column->resize(rows.size());
    mu_.resize(rows.size());
    working_.resize(rows.size());
    solved_.assign(groups, {});
    sums_.assign(groups, {});
    intercept_.assign(groups, 0);
    runs_.clear();
    largest_ = centre_ = 0;
    for (auto const& row : rows) centre_ += row.time;
    centre_ /= std::max(1.0, double(rows.size()));
    for (std::size_t i = 0; i < rows.size(); ++i) {
        auto const& row = rows[i];
        auto const terms = terms_of(y_[i] = observed_[row.at]);
        y_log_y_[i] = terms.y_log_y;
        log_start_[i] = terms.log_start;
        two_thirds_[i] = terms.two_thirds;
        time_[i] = row.time - centre_;
        offset_[i] = row.offset;
        largest_ = std::max(largest_, y_[i]);
        bool const plain = row.offset == 0;
        bool const follows = !runs_.empty() && runs_.back().group == row.group && runs_.back().plain == plain &&
                             row.time - rows[i - 1].time == 1;
        if (!follows) runs_.push_back({i, i, row.group, plain});
        runs_.back().last = i + 1;
    }
    large_counts_ = largest_ > plain_deviance_max;
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

/// The first weights and responses; returns the deviance of mu = y + 0.1. The response times its weight is
/// v z = omega (mu (eta - offset - 1) + y), which needs no division.
double RobustFit::start() {
    std::ranges::fill(sums_, Sums{});
    double deviance = 0;
    for (auto const& run : runs_) {
        Sums sums;
        for (auto i = run.first; i < run.last; ++i) {
            auto const mu = mu_[i] = y_[i] + 0.1, omega = weight_[i];
            deviance += omega * (y_log_y_[i] - y_[i] * log_start_[i] + 0.1);
            sums.add(omega * mu, omega * (mu * (log_start_[i] - offset_[i] - 1) + y_[i]), time_[i]);
        }
        sums_[run.group].add(sums);
    }
    return 2 * deviance;
}

double RobustFit::deviance_of(std::size_t row, double eta, double mu) const {
    auto const y = y_[row];
    auto const gain = large_counts_ && y > 0 ? y * std::log(y / mu) : y_log_y_[row] - y * eta;
    return weight_[row] * (gain - (y - mu));
}

/// The loop that all time is spent in: what it reads are locals, which no store can change.
double RobustFit::update_plain(Run const& run) {
    auto const slope = slope_, step = std::exp(slope), intercept = intercept_[run.group];
    auto const *const y = y_.data(), *const y_log_y = y_log_y_.data(), *const time = time_.data(),
                      *const weight = weight_.data();
    auto *const means = mu_.data(), *const working = working_.data();
    bool const large = large_counts_;
    auto mean = std::exp(intercept + slope * time[run.first]);
    Sums sums;
    double deviance = 0;
    for (auto i = run.first; i < run.last; ++i, mean *= step) {
        auto const eta = intercept + slope * time[i], mu = std::max(mean, fit_mean_least), omega = weight[i];
        if (large) [[unlikely]]
            deviance += deviance_of(i, eta, mu);
        else
            deviance += omega * (y_log_y[i] - y[i] * eta - (y[i] - mu));
        working[i] = omega * means[i];
        means[i] = mu;
        sums.add(omega * mu, omega * (mu * (eta - 1) + y[i]), time[i]);
    }
    sums_[run.group].add(sums);
    return deviance;
}

double RobustFit::update_offset(Run const& run) {
    double deviance = 0;
    for (auto i = run.first; i < run.last; ++i) {
        auto const own = intercept_[run.group] + slope_ * time_[i], eta = own + offset_[i], omega = weight_[i];
        auto const mu = std::max(std::exp(eta), fit_mean_least);
        deviance += deviance_of(i, eta, mu);
        working_[i] = omega * mu_[i];
        mu_[i] = mu;
        sums_[run.group].add(omega * mu, omega * (mu * (own - 1) + y_[i]), time_[i]);
    }
    return deviance;
}

/// Means of the coefficients, and from them the sums of the next solution; returns the deviance.
double RobustFit::update() {
    double deviance = 0;
    for (auto const& run : runs_) deviance += run.plain ? update_plain(run) : update_offset(run);
    return 2 * deviance;
}

bool RobustFit::iterate(bool& possible) {
    double deviance = start();
    possible = false;
    for (int iteration = 0; iteration < fit_iterations_max; ++iteration) {
        if (!solve()) return false;
        possible = true;
        auto const now = update();
        if (!std::isfinite(now)) return false;
        if (std::abs(now - deviance) / (std::abs(now) + 0.1) < fit_tolerance) return true;
        deviance = now;
    }
    return false;
}

void RobustFit::measure() {
    double of_working = 0, of_weights = 0;
    for (std::size_t i = 0; i < y_.size(); ++i) {
        auto const residual = y_[i] / mu_[i] - 1, square = residual * residual;
        of_working += working_[i] * square;
        of_weights += weight_[i] * square;
    }
    auto const used = std::ranges::count_if(solved_, [](Sums const& sums) { return sums.w > 0; });
    degrees_ = double(y_.size()) - double(used) - (trend_ ? 1 : 0);
    dispersion_ = of_working / degrees_;
    dispersion_of_weights_ = of_weights / degrees_;
}

/// Weights of the outliers, and of the others: they add up to the number of rows.
void RobustFit::weigh(double above) {
    auto const phi = std::max(1.0, dispersion_), limit = above * above * phi / 2.25;
    double sum = 0;
    for (auto const& run : runs_) {
        auto const& sums = solved_[run.group];
        auto const centre = sums.wt / sums.w, step = std::exp(slope_ / 6);
        auto sixth = std::pow(mu_[run.first], 1.0 / 6), inverse = 1 / sixth;
        for (auto i = run.first; i < run.last; ++i) {
            if (!run.plain) sixth = std::pow(mu_[i], 1.0 / 6), inverse = 1 / sixth;
            auto const v = working_[i], away = time_[i] - centre;
            auto const hat = v / sums.w + (trend_ ? v * away * away / spread_ : 0);
            auto const distance = two_thirds_[i] * inverse - sixth * sixth * sixth;
            bool const outlier = hat < 1 && distance > 0 && distance * distance > limit * (1 - hat);
            weight_[i] = outlier ? phi * (1 - hat) / (2.25 * distance * distance) : 1;
            outliers_ += outlier;
            sum += weight_[i];
            sixth *= step;
            inverse /= step;
        }
    }
    auto const gamma = double(y_.size()) / sum;
    for (auto& weight : weight_) weight *= gamma;
}

FitOutcome RobustFit::fit(bool trend, std::optional<double> reweight_above) {
    if (y_.empty()) return FitOutcome::too_few;
    trend_ = trend;
    outliers_ = 0;
    weight_.assign(y_.size(), 1);
    bool possible = false;
    auto const converged = iterate(possible);
    if (!possible) return FitOutcome::too_few;
    measure();
    if (!(degrees_ > 0)) return FitOutcome::too_few;
    if (!converged) return FitOutcome::not_converged;
    if (!reweight_above) return FitOutcome::fitted;
    weigh(*reweight_above);
    iterate(possible);
    if (!possible) return FitOutcome::not_converged;
    measure();
    return FitOutcome::fitted;
}

RobustFit::Linear RobustFit::predict(std::uint16_t group, double time) const {
    auto const& sums = solved_[group];
    FX_ASSERT(sums.w > 0);
    auto const t = time - centre_, away = t - sums.wt / sums.w;
    return {intercept_[group] + slope_ * t, 1 / sums.w + (trend_ ? away * away / spread_ : 0)};
}

}  // namespace fx::surveillance
