#include "app/cli/detect_method.hpp"
#include "engines/surveillance/cidars.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace fx::app::cli {
namespace {

using Kind = ControlKey::Kind;

DetectTable cidars_table(std::vector<surveillance::CidarsVerdict> const& verdicts, std::vector<std::size_t> const& points,
                         Words const& baseline) {
    DetectTable table;
    table.columns.push_back({"current", {}});
    for (double const level : surveillance::cidars_levels)
        table.columns.push_back({fmt::format("p{:.0f}", level * 100), {}});
    table.columns.push_back({"frac_below", {}});
    table.columns.push_back({"baseline_mean", {}});
    table.alarm_at = table.columns.size();
    for (auto const& verdict : verdicts) {
        if (!std::ranges::binary_search(points, verdict.t)) continue;
        table.t.push_back(verdict.t);
        auto column = table.columns.begin();
        auto const put = [&](double value) { (column++)->values.push_back(value); };
        put(verdict.current);
        for (double const value : verdict.percentiles) put(value);
        put(verdict.below);
        put(verdict.mean);
        table.alarm.push_back(verdict.alarm);
        table.reasons.push_back({verdict.expected, verdict.upperbound, baseline, verdict.current});
    }
    return table;
}

Result<DetectTable> run_cidars(DetectInput const& input, Control const& control, std::string_view) {
    surveillance::CidarsControl const cidars{control.number("percentile"), control.integer("years"),
                                             control.integer("halfWidth"), control.number("minCases"),
                                             control.flag("inclusive")};
    bool const daily = input.series.frequency == 365;
    if (daily && input.series.epoch.empty())
        return not_possible("日序列需要日期，请加 date 列", "a daily series needs dates; add the column date");
    auto const verdicts = surveillance::cidars(input.series, cidars);
    auto const step = daily ? 7 : 1;
    auto const needed = std::size_t(cidars.years * input.series.frequency + (daily ? cidars.years / 4 : 0) +
                                    cidars.half_width * step + step - 1);
    if (verdicts.empty())
        return Problem(ProblemKind::series_too_short, {std::to_string(input.series.size()), std::to_string(needed + 1)});
    FX_TRY(auto const points, points_to_judge(input, verdicts.front().t));
    Words const baseline(
        fmt::format("{}前 {} 年同期各 ±{} 段中超过第 {:.0f} 百分位数", daily ? "最近 7 日合计在" : "在", cidars.years,
                    cidars.half_width, cidars.percentile * 100),
        fmt::format("{}beyond the {:.0f}th percentile of {} years, +-{} blocks", daily ? "the sum of 7 days lies " : "",
                    cidars.percentile * 100, cidars.years, cidars.half_width));
    return cidars_table(verdicts, points, baseline);
}

Result<DetectTable> run_fixed(DetectInput const& input, Control const& control, std::string_view) {
    FX_TRY(auto const points, points_to_judge(input, 0));
    auto const verdicts = surveillance::fixed_threshold(input.series.observed, control.number("cases"));
    auto table = plain_table(input, verdicts, points, {"达到固定阈值", "the fixed threshold is reached"});
    table.columns[1].name = "threshold";
    return table;
}

std::vector<ControlKey> cidars_keys() {
    return {{.name = "percentile", .fallback = "0.8", .least = 0, .most = 1, .meaning = {"百分位数", "the percentile"}},
            {.name = "years",
             .kind = Kind::integer,
             .fallback = "5",
             .least = 1,
             .most = 20,
             .meaning = {"回溯年数", "years before"}},
            {.name = "halfWidth",
             .kind = Kind::integer,
             .fallback = "2",
             .least = 0,
             .most = 26,
             .meaning = {"前后各几段", "blocks before and after"}},
            {.name = "minCases",
             .fallback = "1",
             .least = 0,
             .most = 1e9,
             .meaning = {"少于此数不预警", "fewer cases never alarm"}},
            {.name = "inclusive",
             .kind = Kind::flag,
             .fallback = "false",
             .meaning = {"等于阈值也预警", "a count equal to the threshold alarms too"}}};
}

}  // namespace

std::vector<DetectMethod> cidars_methods() {
    return {
        {"cidars",
         {"移动百分位数法（CIDARS），日序列取 7 日合计", "Moving percentiles (CIDARS); sums of 7 days in a daily series"},
         cidars_keys(),
         run_cidars},
        {"fixed",
         {"固定阈值：一例即预警", "A fixed number of cases: one is an alarm"},
         {{.name = "cases", .fallback = "1", .least = 1, .most = 1e9, .meaning = {"达到此数即预警", "so many alarm"}}},
         run_fixed}};
}

}  // namespace fx::app::cli
