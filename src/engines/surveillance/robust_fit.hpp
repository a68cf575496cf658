#pragma once
/// Quasi-Poisson regression of a baseline on groups and a linear trend, past outbreaks weighted down.
///
/// Farrington CP et al. 1996, J R Stat Soc A 159:547-563; Noufaily A et al. 2013, Stat Med 32:1206-1222. Iteration, start
/// and stopping rule are those of R's glm.fit (start mu = y + 0.1; |dev - dev_old| / (|dev| + 0.1) < 1e-8; at most 25),
/// and weights and hat values are those of its last iteration, before the last update, so that figures agree with R.
/// No matrix is needed: with weights v, the slope is sum v (t - t_g)(z - z_g) / S, S = sum v (t - t_g)^2, where t_g and z_g
/// are the weighted means of the row's group.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace fx::surveillance {

struct BaselineRow {
    std::size_t at = 0;       ///< index of the count in the series; its count is not missing
    double time = 0;          ///< in steps of the series
    double offset = 0;        ///< log of the population, or 0
    std::uint16_t group = 0;  ///< < groups
};

enum class FitOutcome : std::uint8_t { fitted, not_converged, too_few };  ///< too_few: no degree of freedom is left

/// Of one series; rows and fits of one time point after the other. Not for two threads at once.
class RobustFit {
public:
    explicit RobustFit(std::span<double const> observed);

    /// In order of time; `groups` >= 1.
    void set_rows(std::vector<BaselineRow> const& rows, std::size_t groups);

    /// With `reweight_above`, rows whose standardised Anscombe residual s exceeds it are weighted by s^-2 and the model is
    /// fitted again. Only the first fit is asked whether it converged, as in R. A slope that the rows cannot give
    /// (one time in each group) is too_few.
    FitOutcome fit(bool trend, std::optional<double> reweight_above);

    /// Of the last fit: sum v r^2 / df with working residuals r = (y - mu) / mu. Not bounded below.
    double dispersion() const { return dispersion_; }
    /// The same with the outlier weights in place of v: what R computes by mistake after reweighting.
    double dispersion_of_weights() const { return dispersion_of_weights_; }
    double slope() const { return slope_; }
    /// Times the dispersion: the variance of the slope.
    double slope_variance() const { return 1 / spread_; }
    double degrees() const { return degrees_; }
    double largest_count() const { return largest_; }

    struct Linear {
        double value = 0;     ///< on the log scale, without offset
        double variance = 0;  ///< times the dispersion
    };
    Linear predict(std::uint16_t group, double time) const;

private:
    struct Sums {
        double w = 0, wt = 0, wz = 0, wtt = 0, wtz = 0;
    };
    struct Term {  // what a row needs, together in memory
        double y, y_log_y, start, two_thirds, time, offset;
        std::uint16_t group;
        bool follows;  // one step after the row before, same group, no offset: its mean is that one's times exp(slope)
    };
    bool solve();
    double update(std::span<double const> weights);
    double start(std::span<double const> weights);
    bool iterate(std::span<double const> weights, bool& possible);
    void measure(std::span<double const> weights);
    void weigh(double above);
    double weight(std::span<double const> weights, std::size_t row) const { return weights.empty() ? 1 : weights[row]; }
    void add(std::size_t row, double v, double z);

    std::vector<double> y_log_y_, log_start_, two_thirds_;
    std::span<double const> observed_;
    std::vector<Term> rows_;
    std::vector<Sums> sums_, solved_;
    std::vector<double> intercept_, mu_, working_, outlier_;
    double centre_ = 0, slope_ = 0, spread_ = 0, dispersion_ = 0, dispersion_of_weights_ = 0, degrees_ = 0, largest_ = 0;
    bool large_counts_ = false, trend_ = false;
};

}  // namespace fx::surveillance
