#include "engines/surveillance/poisson_fit.hpp"

#include "base/assert.hpp"
#include "engines/surveillance/series.hpp"

#include <algorithm>
#include <limits>
#include <numbers>

namespace fx::surveillance {
namespace {

constexpr int iterations_max = 25;
constexpr double tolerance = 1e-8;
constexpr double dependent = 1e-11;  // what is left of a column after the others, relative: R's glm.fit
constexpr double mean_least = 2.220446049250313e-16;

struct Rows {
    std::vector<double> y, x;
    std::size_t columns;
    std::size_t size() const { return y.size(); }
    double at(std::size_t row, std::size_t column) const { return x[row * columns + column]; }
};

Rows observed_rows(std::span<double const> y, std::span<double const> design, std::size_t columns) {
    Rows rows{{}, {}, columns};
    for (std::size_t row = 0; row < y.size(); ++row) {
        if (is_missing(y[row])) continue;
        rows.y.push_back(y[row]);
        for (std::size_t column = 0; column < columns; ++column) rows.x.push_back(design[row * columns + column]);
    }
    return rows;
}

/// Weighted least squares by modified Gram-Schmidt, which keeps twice the digits of the normal equations.
class LeastSquares {
public:
    explicit LeastSquares(Rows const& rows) : rows_(rows), q_(rows.x.size()), r_(rows.columns * rows.columns) {}

    bool solve(std::span<double const> weight, std::span<double const> z, std::vector<double>& beta) {
        auto const p = rows_.columns, n = rows_.size();
        std::vector<double> rest(n);
        for (std::size_t row = 0; row < n; ++row) {
            double const root = std::sqrt(weight[row]);
            rest[row] = root * z[row];
            for (std::size_t column = 0; column < p; ++column) q_[column * n + row] = root * rows_.at(row, column);
        }
        for (std::size_t column = 0; column < p; ++column) {
            auto* own = &q_[column * n];
            double const before = length(own, n);
            for (std::size_t other = 0; other < column; ++other) r_[other * p + column] = take_out(own, &q_[other * n], n);
            double const after = length(own, n);
            if (!(after > dependent * before)) return false;
            r_[column * p + column] = after;
            for (std::size_t row = 0; row < n; ++row) own[row] /= after;
            beta[column] = take_out(rest.data(), own, n);
        }
        for (std::size_t column = p; column-- > 0;) {
            for (std::size_t other = column + 1; other < p; ++other) beta[column] -= r_[column * p + other] * beta[other];
            beta[column] /= r_[column * p + column];
        }
        return true;
    }

private:
    static double length(double const* values, std::size_t n) {
        double squares = 0;
        for (std::size_t row = 0; row < n; ++row) squares += values[row] * values[row];
        return std::sqrt(squares);
    }
    /// Takes the part along `unit` out of `values`; returns how much it was.
    static double take_out(double* values, double const* unit, std::size_t n) {
        double along = 0;
        for (std::size_t row = 0; row < n; ++row) along += values[row] * unit[row];
        for (std::size_t row = 0; row < n; ++row) values[row] -= along * unit[row];
        return along;
    }

    Rows const& rows_;
    std::vector<double> q_, r_;
};

double poisson_deviance(std::span<double const> y, std::span<double const> mu) {
    double sum = 0;
    for (std::size_t row = 0; row < y.size(); ++row)
        sum += (y[row] > 0 ? y[row] * std::log(y[row] / mu[row]) : 0) - (y[row] - mu[row]);
    return 2 * sum;
}

}  // namespace

std::optional<PoissonFit> poisson_fit(std::span<double const> y, std::span<double const> design, std::size_t columns) {
    FX_ASSERT(columns >= 1 && columns <= 6 && design.size() == y.size() * columns);
    auto const rows = observed_rows(y, design, columns);
    if (rows.size() < columns) return std::nullopt;
    auto const n = rows.size();
    LeastSquares least_squares(rows);
    std::vector<double> mu(n), eta(n), z(n);
    for (std::size_t row = 0; row < n; ++row) {
        mu[row] = rows.y[row] + 0.1;
        eta[row] = std::log(mu[row]);
    }
    PoissonFit fit{std::vector<double>(columns), false};
    double deviance = poisson_deviance(rows.y, mu);
    for (int iteration = 0; iteration < iterations_max && !fit.converged; ++iteration) {
        for (std::size_t row = 0; row < n; ++row) z[row] = eta[row] + (rows.y[row] - mu[row]) / mu[row];
        if (!least_squares.solve(mu, z, fit.coefficients)) return std::nullopt;
        for (std::size_t row = 0; row < n; ++row) {
            eta[row] = 0;
            for (std::size_t column = 0; column < columns; ++column)
                eta[row] += rows.at(row, column) * fit.coefficients[column];
            mu[row] = std::max(std::exp(eta[row]), mean_least);
        }
        double const now = poisson_deviance(rows.y, mu);
        if (!std::isfinite(now)) return fit;
        fit.converged = std::abs(now - deviance) / (std::abs(now) + 0.1) < tolerance;
        deviance = now;
    }
    return fit;
}

std::optional<SeasonalMean> seasonal_mean(std::span<double const> observed, std::size_t training, int frequency) {
    FX_ASSERT(training <= observed.size() && frequency >= 3);
    std::vector<double> design;
    for (std::size_t t = 0; t < observed.size(); ++t) {
        double const angle = 2 * std::numbers::pi * double(t % std::size_t(frequency)) / frequency;
        design.insert(design.end(), {1.0, std::cos(angle), std::sin(angle)});
    }
    auto const fit = poisson_fit(observed.first(training), std::span(design).first(3 * training), 3);
    if (!fit) return std::nullopt;
    SeasonalMean seasonal{{}, fit->converged};
    for (std::size_t t = 0; t < observed.size(); ++t) {
        double eta = 0;
        for (std::size_t column = 0; column < 3; ++column) eta += fit->coefficients[column] * design[3 * t + column];
        seasonal.mean.push_back(std::exp(eta));
    }
    return seasonal;
}

}  // namespace fx::surveillance
