#include "app/cli/detect_mean.hpp"

#include "engines/surveillance/poisson_fit.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace fx::app::cli {
namespace {

constexpr std::size_t training_least = 21;

std::size_t default_start(DetectInput const& input, MeanKind kind) {
    if (kind == MeanKind::column)
        return std::size_t(std::ranges::find_if_not(input.mean, surveillance::is_missing) - input.mean.begin());
    if (kind == MeanKind::number) return 0;
    auto const two_years = std::size_t(2 * input.series.frequency);
    return input.series.size() > two_years ? two_years : training_least;
}

/// Of the counts before `start` that were observed: missing when none was.
double training_mean(surveillance::Series const& series, std::size_t start) {
    double sum = 0, known = 0;
    for (std::size_t t = 0; t < start; ++t)
        if (auto const count = series.observed[t]; !surveillance::is_missing(count)) sum += count, ++known;
    return known > 0 ? sum / known : surveillance::missing;
}

Result<std::vector<double>> fitted(DetectInput const& input, std::size_t start, MeanKind kind, std::vector<Words>& notes) {
    double const level = training_mean(input.series, start);
    if (surveillance::is_missing(level))
        return not_possible("训练期没有报告，请修改 range", "nothing was reported in the training; change range");
    if (level == 0 && input.mode == surveillance::Mode::correct)
        return not_possible("训练期没有病例，预期为 0。请修改 range，或用 fixed",
                            "the training holds no case, so none is expected; change range or use fixed");
    if (kind == MeanKind::training_mean) return std::vector<double>(input.series.size(), level);
    auto seasonal = surveillance::seasonal_mean(input.series.observed, start, input.series.frequency);
    if (!seasonal)
        return not_possible("训练期太短，不能估计季节变化，请修改 range 或给出 mu0 列",
                            "the training is too short for a seasonal mean; change range or give the column mu0");
    if (!seasonal->converged) {
        if (input.mode == surveillance::Mode::correct)
            return not_possible("季节均值的拟合没有收敛，请修改 range 或给出 mu0 列",
                                "the fit of the seasonal mean did not converge; change range or give the column mu0");
        notes.emplace_back("季节均值的拟合没有收敛，结果不可靠。",
                           "The fit of the seasonal mean did not converge: do not rely on these figures.");
    }
    return std::move(seasonal->mean);
}

}  // namespace

Result<ExpectedCounts> expected_counts(DetectInput const& input, MeanKind kind, double number) {
    if (kind == MeanKind::column && input.mean.empty())
        return not_possible("文件没有 mu0 列，请补上", "the file has no column mu0; add it");
    ExpectedCounts expected;
    auto const start = input.points.empty() ? default_start(input, kind) : input.points.front();
    auto const least = kind == MeanKind::seasonal ? 3 : kind == MeanKind::training_mean ? 1 : 0;
    FX_TRY(expected.points, points_to_judge(input, std::max(input.points.empty() ? start : 0, std::size_t(least))));
    auto mean = input.mean;
    if (kind == MeanKind::number) mean.assign(input.series.size(), number);
    if (kind == MeanKind::seasonal || kind == MeanKind::training_mean) {
        FX_TRY(mean, fitted(input, start, kind, expected.notes));
    }
    for (auto t = expected.points.front(); t <= expected.points.back(); ++t) {
        bool const usable =
            std::isfinite(mean[t]) && (mean[t] > 0 || (mean[t] == 0 && input.mode == surveillance::Mode::r_compat));
        if (!usable)
            return not_possible(
                fmt::format("第 {} 期没有可用的预期数，请补 mu0 或修改 range", t + 1),
                fmt::format("there is no usable expected count at time point {}; give mu0 or change range", t + 1));
        expected.mean.push_back(mean[t]);
    }
    return expected;
}

}  // namespace fx::app::cli
