#include "app/cli/detect_method.hpp"
#include "engines/surveillance/cidars.hpp"
#include "engines/surveillance/ewars.hpp"

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

Words rule_words(surveillance::EwarsRule rule) {
    switch (rule) {
        case surveillance::EwarsRule::cases: return {"达到病例数", "the number of cases is reached"};
        case surveillance::EwarsRule::factor:
            return {"超过之前几期均值的倍数", "it is beyond the multiple of the periods before"};
        case surveillance::EwarsRule::rate: return {"达到发病率", "the rate is reached"};
        case surveillance::EwarsRule::doubling: return {"连续翻倍", "cases keep doubling"};
        case surveillance::EwarsRule::none: break;
    }
    return {};
}

Result<DetectTable> run_ewars(DetectInput const& input, Control const& control, std::string_view) {
    surveillance::EwarsRules rules;
    auto const given = [&](std::string_view key) {
        return control.is_null(key) ? std::nullopt : std::optional(control.number(key));
    };
    rules.cases = given("cases");
    rules.factor = given("factor");
    rules.rate = given("rate");
    if (auto const periods = given("doubling")) rules.doubling = int(*periods);
    rules.previous = control.integer("previous");
    rules.cases_min = control.number("minCases");
    Words const none("请在 cases、factor、rate、doubling 中至少给出一项",
                     "give at least one of cases, factor, rate and doubling");
    if (!rules.cases && !rules.factor && !rules.rate && !rules.doubling)
        return Problem(ProblemKind::detector_control_invalid, {"cases", none}).at("cases");
    if (rules.rate && input.series.population.empty())
        return not_possible("按发病率判断需要 population 列", "rate needs the column population");
    FX_TRY(auto const points, points_to_judge(input, 0));
    auto const verdicts = surveillance::ewars(input.series, rules);
    std::vector<surveillance::Verdict> const plain(verdicts.begin(), verdicts.end());
    auto table = plain_table(input, plain, points, {});
    for (std::size_t row = 0; row < table.t.size(); ++row)
        table.reasons[row].left_out = rule_words(verdicts[table.t[row]].rule);
    return table;
}

std::vector<ControlKey> ewars_keys() {
    auto const optional = [](std::string_view name, double least, double most, Words meaning) {
        return ControlKey{
            .name = name, .fallback = "null", .least = least, .most = most, .nullable = true, .meaning = std::move(meaning)};
    };
    auto doubling = optional("doubling", 2, 12, {"连续几期每期至少翻倍", "so many periods, each twice the one before"});
    doubling.kind = Kind::integer;
    return {optional("cases", 1, 1e9, {"达到此数即预警", "so many cases alarm"}),
            optional("factor", 1, 100, {"超过之前几期均值的倍数", "times the mean of the periods before"}),
            {.name = "previous",
             .kind = Kind::integer,
             .fallback = "3",
             .least = 1,
             .most = 52,
             .meaning = {"之前几期", "periods before"}},
            optional("rate", 1e-6, 1e5, {"每 10 万人口的病例数", "cases in 100,000 people"}),
            doubling,
            {.name = "minCases",
             .fallback = "5",
             .least = 0,
             .most = 1e9,
             .meaning = {"factor 和 doubling 的最少病例数", "fewer cases never alarm by factor or doubling"}}};
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
         run_fixed},
        {"ewars",
         {"WHO 早期预警规则：病例数、倍数、发病率、翻倍", "Rules as WHO's EWARS: cases, multiple, rate, doubling"},
         ewars_keys(),
         run_ewars}};
}

}  // namespace fx::app::cli
