#include "engines/surveillance/cusum.hpp"

#include "base/assert.hpp"

#include <algorithm>

namespace fx::surveillance {
namespace {

double standardized(double x, double m, CusumControl const& control) {
    switch (control.transform) {
        case CusumTransform::standard: return (x - m) / std::sqrt(m);
        case CusumTransform::rossi: return (x - 3 * m + 2 * std::sqrt(x * m)) / (2 * std::sqrt(m));
        case CusumTransform::anscombe: return 1.5 * (std::pow(x, 2.0 / 3) - std::pow(m, 2.0 / 3)) / std::pow(m, 1.0 / 6);
        case CusumTransform::negative_binomial: return (x - m) / std::sqrt(m + control.overdispersion * m * m);
    }
    FX_ASSERT(false);
    return missing;
}

/// The x at which S reaches h from `before`.
double bound(double m, double before, CusumControl const& control) {
    double const room = control.h + control.k - before, root = std::sqrt(m);
    double x = 0;
    switch (control.transform) {
        case CusumTransform::standard: x = std::ceil(root * room + m); break;
        case CusumTransform::rossi: x = 2 * root * room + 5 * m - 2 * std::sqrt(4 * m * m + 2 * m * root * room); break;
        case CusumTransform::anscombe: {
            double const power = 2.0 / 3 * std::pow(m, 1.0 / 6) * room + std::pow(m, 2.0 / 3);
            x = power > 0 ? std::pow(power, 1.5) : 0;
            break;
        }
        case CusumTransform::negative_binomial: x = std::sqrt(m + control.overdispersion * m * m) * room + m; break;
    }
    return x > 0 ? x : 0;  // also where it is no number: S is beyond h whatever is counted, or (r_compat) lost
}

}  // namespace

std::vector<CusumVerdict> cusum(std::span<double const> observed, std::span<double const> mean, CusumControl const& control,
                                Mode mode) {
    FX_ASSERT(observed.size() == mean.size() && control.k >= 0 && control.h > 0 && control.overdispersion >= 0);
    std::vector<CusumVerdict> verdicts;
    double sum = 0;
    for (std::size_t t = 0; t < observed.size(); ++t) {
        CusumVerdict verdict{{t, mean[t], missing, Alarm::unknown}};
        bool const known = !is_missing(observed[t]) && mean[t] > 0;
        if (known || mode == Mode::r_compat) verdict.upperbound = bound(mean[t], sum, control);
        if (!known && mode == Mode::r_compat) sum = missing;
        if (known && !is_missing(sum)) {
            sum = std::max(0.0, sum + standardized(observed[t], mean[t], control) - control.k);
            verdict.cusum = sum;
            verdict.alarm = sum >= control.h ? Alarm::yes : Alarm::no;
            if (control.reset && verdict.alarm == Alarm::yes) sum = 0;
        }
        verdicts.push_back(verdict);
    }
    return verdicts;
}

}  // namespace fx::surveillance
