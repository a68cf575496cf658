#include "engines/surveillance/glr.hpp"

#include "base/assert.hpp"

#include <algorithm>

namespace fx::surveillance {
namespace {

struct Pair {
    double x, mu;
};

double log_ratio(Pair const& at, double kappa, double alpha) {
    if (alpha == 0) return kappa * at.x - std::expm1(kappa) * at.mu;
    return kappa * at.x - (at.x + 1 / alpha) * std::log1p(alpha * at.mu * std::expm1(kappa) / (1 + alpha * at.mu));
}

struct Slope {
    double slope = 0, bend = 0;  ///< first and minus second derivative of the log likelihood ratio
};

Slope slope_at(std::span<Pair const> stretch, double alpha, double kappa) {
    Slope sum;
    double const rise = std::exp(kappa);
    for (auto const& [x, mu] : stretch) {
        double const below = 1 + alpha * mu * rise;
        sum.slope += (x - mu * rise) / below;
        sum.bend += mu * rise * (1 + alpha * x) / (below * below);
    }
    return sum;
}

constexpr double kappa_close = 1e-6;  // 1e-12 of the likelihood, which is flat at its top
constexpr int kappa_steps_max = 1000;

/// The best kappa >= 0 of a negative binomial stretch by Newton's method from `kappa`: the likelihood is concave.
double best_kappa(std::span<Pair const> stretch, double alpha, double kappa) {
    if (slope_at(stretch, alpha, 0).slope <= 0) return 0;
    for (int step = 0; step < kappa_steps_max; ++step) {
        auto const [slope, bend] = slope_at(stretch, alpha, kappa);
        double const next = std::clamp(kappa + slope / bend, 0.0, kappa + 2);  // far below its root the step would overshoot
        if (std::abs(next - kappa) <= kappa_close) return next;
        kappa = next;
    }
    return kappa;
}

/// As glr_nb_window of R: Newton's method without a bound, from the answer for the k before.
/// Where it overshoots, at counts of some ten times their mean, it ends below -18 and counts as no rise.
double best_kappa_of_r(std::span<Pair const> stretch, double alpha, double kappa) {
    constexpr double lost = -18;
    double moved = 1;
    for (int step = 0; step < kappa_steps_max && std::abs(moved) > kappa_close && kappa > lost; ++step) {
        auto const [slope, bend] = slope_at(stretch, alpha, kappa);
        moved = slope / bend;
        kappa += moved;
    }
    return kappa > 0 ? kappa : 0;
}

class Chart {
public:
    Chart(GlrControl const& control, Mode mode) : control_(control), mode_(mode) {}

    double add(Pair const& at) {
        history_.push_back(at);
        if (control_.kappa) return sum_ = std::max(0.0, sum_ + log_ratio(at, *control_.kappa, control_.overdispersion));
        return control_.overdispersion == 0 ? poisson() : negative_binomial();
    }
    void restart() {
        history_.clear();
        sum_ = 0;
    }

private:
    std::size_t first() const {
        auto const last = history_.size() - 1;
        return control_.window && last > *control_.window ? last - *control_.window : 0;
    }

    double poisson() const {
        double best = 0, x = 0, mu = 0;
        bool const skip_last = control_.window && mode_ == Mode::r_compat;
        for (auto k = history_.size(); k-- > first();) {
            x += history_[k].x;
            mu += history_[k].mu;
            if ((skip_last && k + 1 == history_.size()) || x <= mu) continue;
            best = std::max(best, x * std::log(x / mu) + mu - x);
        }
        return best;
    }

    double negative_binomial() const {
        constexpr double kappa_start = 0.5;
        double best = 0, kappa = kappa_start;
        for (auto k = first(); k < history_.size(); ++k) {
            auto const stretch = std::span(history_).subspan(k);
            kappa = mode_ == Mode::r_compat ? best_kappa_of_r(stretch, control_.overdispersion, kappa)
                                            : best_kappa(stretch, control_.overdispersion, kappa_start);
            double sum = 0;
            for (auto const& at : stretch) sum += log_ratio(at, kappa, control_.overdispersion);
            best = std::max(best, sum);
        }
        return best;
    }

    GlrControl const& control_;
    Mode mode_;
    std::vector<Pair> history_;  // since the start or the last alarm
    double sum_ = 0;
};

}  // namespace

std::vector<GlrVerdict> glr(std::span<double const> observed, std::span<double const> mean, GlrControl const& control,
                            Mode mode) {
    FX_ASSERT(observed.size() == mean.size() && control.overdispersion >= 0 && control.limit > 0);
    FX_ASSERT(control.window || control.overdispersion == 0 || control.kappa);
    std::vector<GlrVerdict> verdicts;
    Chart chart(control, mode);
    for (std::size_t t = 0; t < observed.size(); ++t) {
        GlrVerdict verdict{{t, mean[t], missing, Alarm::unknown}};
        if (!is_missing(observed[t]) && mean[t] > 0) {
            verdict.value = chart.add({observed[t], mean[t]});
            bool const alarm = control.kappa ? verdict.value > control.limit : verdict.value >= control.limit;
            verdict.alarm = alarm ? Alarm::yes : Alarm::no;
            if (alarm) chart.restart();
        }
        verdicts.push_back(verdict);
    }
    return verdicts;
}

}  // namespace fx::surveillance
