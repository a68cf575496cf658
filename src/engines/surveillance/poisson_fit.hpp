#pragma once
/// Poisson regression with log link and few covariates, by iteratively reweighted least squares.
///
/// McCullagh P, Nelder JA 1989, Generalized Linear Models, 2.5. Start, stopping rule and limits are those of R's glm.fit
/// (start mu = y + 0.1; |dev - dev_old| / (|dev| + 0.1) < 1e-8; 25 iterations), so that figures agree with R.

#include <optional>
#include <span>
#include <vector>

namespace fx::surveillance {

struct PoissonFit {
    std::vector<double> coefficients;  ///< one for each column
    bool converged = false;            ///< false: 25 iterations were not enough
};

/// `design`: rows of `columns` (1..6) covariates, row by row, the intercept as a column of ones; `y`: counts >= 0, one a
/// row. Rows whose count is missing are passed over. Nothing when fewer rows than columns remain or the covariates
/// depend linearly on each other.
std::optional<PoissonFit> poisson_fit(std::span<double const> y, std::span<double const> design, std::size_t columns);

struct SeasonalMean {
    std::vector<double> mean;
    bool converged = false;
};

/// Mean of a year's course without trend: Poisson regression of the first `training` counts on 1, cos and sin of
/// 2 pi t / frequency, for every time point of the series. Nothing where poisson_fit gives nothing.
std::optional<SeasonalMean> seasonal_mean(std::span<double const> observed, std::size_t training, int frequency);

}  // namespace fx::surveillance
