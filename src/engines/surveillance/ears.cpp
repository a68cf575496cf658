#include "engines/surveillance/ears.hpp"

#include "base/assert.hpp"
#include "engines/surveillance/moments.hpp"
#include "engines/surveillance/normal.hpp"

#include <algorithm>

namespace fx::surveillance {
namespace {

/// C2 and C3 leave out the two time points before the present one, where an outbreak may have begun.
constexpr std::size_t guard = 2;

/// max(0, value), missing when the value is: std::max would hide it.
double ears_positive(double value) { return is_missing(value) ? value : std::max(0.0, value); }

class Windows {
public:
    Windows(std::span<double const> observed, EarsControl const& control) : observed_(observed), control_(control) {}

    Moments at(std::size_t t) const {
        auto const lag = control_.method == EarsMethod::c1 ? 0 : guard;
        auto window = moments(observed_.subspan(t - lag - control_.baseline, control_.baseline));
        if (!is_missing(window.sd)) window.sd = std::max(window.sd, control_.minimum_sigma);
        return window;
    }
    /// How much the standardized count of `t` exceeds 1.
    double excess(std::size_t t) const {
        auto const window = at(t);
        return ears_positive((observed_[t] - window.mean) / window.sd - 1);
    }

private:
    std::span<double const> observed_;
    EarsControl const& control_;
};

}  // namespace

std::size_t ears_first(EarsControl const& control) {
    switch (control.method) {
        case EarsMethod::c1: return control.baseline;
        case EarsMethod::c2: return control.baseline + guard;
        case EarsMethod::c3: return control.baseline + 2 * guard;
    }
    FX_ASSERT(false);
    return 0;
}

std::vector<Verdict> ears(std::span<double const> observed, EarsControl const& control, Mode mode) {
    FX_ASSERT(control.baseline >= 2 && control.minimum_sigma >= 0 && control.alpha > 0 && control.alpha < 1);
    double const z = normal_upper_quantile(control.alpha);
    Windows const windows(observed, control);
    std::vector<Verdict> verdicts;
    for (auto t = ears_first(control); t < observed.size(); ++t) {
        auto const window = windows.at(t);
        double upper = window.mean + z * window.sd;
        if (control.method == EarsMethod::c3) {
            double const centre = mode == Mode::r_compat ? observed[t] : window.mean;
            double const before = windows.excess(t - 1) + windows.excess(t - 2);
            upper = ears_positive(centre + window.sd * (z - before));
        }
        verdicts.push_back({t, window.mean, upper, exceeds(observed[t], upper)});
    }
    return verdicts;
}

}  // namespace fx::surveillance
