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
    explicit RobustFit(std::span<double const> observed) : observed_(observed) {}

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
    std::size_t rows() const { return y_.size(); }
    /// Rows that the last fit weighted down as past outbreaks.
    std::size_t outliers() const { return outliers_; }

    struct Linear {
        double value = 0;     ///< on the log scale, without offset
        double variance = 0;  ///< times the dispersion
    };
    Linear predict(std::uint16_t group, double time) const;

private:
    struct Sums {
        double w = 0, wt = 0, wz = 0, wtt = 0, wtz = 0;
        void add(double v, double vz, double t) {
            auto const vt = v * t;
            w += v, wt += vt, wz += vz, wtt += vt * t, wtz += vz * t;
        }
        void add(Sums const& other) { w += other.w, wt += other.wt, wz += other.wz, wtt += other.wtt, wtz += other.wtz; }
    };
    struct Run {  // rows of one group, each one step after the one before
        std::size_t first, last;
        std::uint16_t group;
        bool plain;  // no offsets: each mean is the one before times exp(slope)
    };
    bool solve();
    double start();
    double update();
    double update_plain(Run const& run);
    double update_offset(Run const& run);
    double deviance_of(std::size_t row, double eta, double mu) const;
    bool iterate(bool& possible);
    void measure();
    void weigh(double above);

    std::span<double const> observed_;
    std::vector<Run> runs_;
    std::vector<double> y_, y_log_y_, log_start_, two_thirds_, time_, offset_, weight_, mu_, working_;  // by row
    std::vector<Sums> sums_, solved_;                                                                   // by group
    std::vector<double> intercept_;
    std::size_t outliers_ = 0;
    double centre_ = 0, slope_ = 0, spread_ = 0, dispersion_ = 0, dispersion_of_weights_ = 0, degrees_ = 0, largest_ = 0;
    bool large_counts_ = false, trend_ = false;
};

}  // namespace fx::surveillance
