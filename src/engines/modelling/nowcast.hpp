#pragma once
/// How many cases of the last days there are when those not yet reported are counted in.
///
///   chain ladder  Mack T 1993, ASTIN Bull 23:213-225, as in R baselinenowcast (estimate_delay, apply_delay): each cell not
///                 yet reported is filled from what the same row has and the delays of earlier rows.
///   lawless       Lawless JF 1994, Can J Stat 22:15-31, as in R surveillance 1.20.3, nowcast(method = "lawless"): the
///                 reverse hazard of the delay.
/// Neither knows of a delay longer than the triangle, nor of one that changes.

#include <cstddef>
#include <span>
#include <vector>

namespace fx::modelling {

/// Cases by day of the event (row, oldest first) and days until the report (column, from 0).
class ReportingTriangle {
public:
    /// `cells` row by row, `delays` >= 1 columns; missing where the report is still to come. A row's missing cells are its
    /// last ones, and no row has fewer than the next. A row may have none left: even delay 0 is still to come.
    ReportingTriangle(std::vector<double> cells, std::size_t delays);

    std::size_t rows() const { return cells_.size() / delays_; }
    std::size_t delays() const { return delays_; }
    double at(std::size_t row, std::size_t delay) const { return cells_[row * delays_ + delay]; }
    /// Cells of `row` that are reported.
    std::size_t known(std::size_t row) const { return known_[row]; }
    double reported(std::size_t row) const;
    /// Without the last `rows` rows, and without what was reported since: what was known that many days ago.
    ReportingTriangle before(std::size_t rows) const;
    /// The last `rows` rows, at most all.
    ReportingTriangle last(std::size_t rows) const;

private:
    std::size_t delays_;
    std::vector<double> cells_;
    std::vector<std::size_t> known_;
};

/// Probability of each delay. Empty when no case has been reported in a row that is complete as far as needed.
std::vector<double> chain_ladder_delay(ReportingTriangle const& triangle);
/// The triangle's rows added up, what is missing filled in: (sum before + 1 - F) / F times the delay's probability, where F
/// is the probability of a shorter delay; a row of zeros may so grow. Missing where F is below `completeness_min`.
std::vector<double> chain_ladder(ReportingTriangle const& triangle, std::span<double const> delay,
                                 double completeness_min = 0);

/// Probability that a delay is no longer than each one.
std::vector<double> lawless_delay_cdf(ReportingTriangle const& triangle);

struct NowcastDay {
    double reported;
    double completeness;  ///< share that has been reported by now, by the delays
    double expected;      ///< in the end; missing where completeness is too low
    double low, high;     ///< 95 % interval, whole cases; missing where expected is
};
struct NowcastRules {
    std::size_t rows = 0;           ///< last rows the delays are estimated from; 0: all
    double completeness_min = 0.1;  ///< below it a row says too little of itself
    std::size_t looks_back = 40;    ///< how many days ago the method is tried, to see how far off it was
};
/// Chain ladder with intervals: what is still to come is negative binomial, its dispersion for each horizon fitted (maximum
/// likelihood) to what the same method would have said on the days before (Johnson K et al., baselinenowcast). Without
/// enough of the past to look at, Poisson.
std::vector<NowcastDay> nowcast(ReportingTriangle const& triangle, NowcastRules const& rules);

}  // namespace fx::modelling
