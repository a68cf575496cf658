#pragma once
/// The expected counts of charts that need them: from the file, or fitted to what was before.

#include "app/cli/detect_method.hpp"

namespace fx::app::cli {

enum class MeanKind : unsigned char { training_mean, seasonal, column, number };

struct ExpectedCounts {
    std::vector<std::size_t> points;  ///< to be judged
    std::vector<double> mean;         ///< of points.front() .. points.back(), > 0; 0 only in r_compat
    std::vector<Words> notes;
};

/// `number`: with MeanKind::number the one mean of all, > 0. Without `range` the chart starts after two years, in a series
/// that is shorter after 21 time points, and with MeanKind::column where the column mu0 begins, with MeanKind::number at
/// once. What comes before is the training. 422.342 too short; 422.343 no case in the training (correct mode), a fit that
/// gives nothing, or no mu0.
Result<ExpectedCounts> expected_counts(DetectInput const& input, MeanKind kind, double number);

}  // namespace fx::app::cli
