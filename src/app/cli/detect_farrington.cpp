#include "app/cli/detect_method.hpp"
#include "engines/surveillance/farrington.hpp"
#include "engines/surveillance/farrington_flexible.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <span>
#include <thread>

namespace fx::app::cli {
namespace {

using Kind = ControlKey::Kind;
using surveillance::FarringtonOutcome;
using surveillance::FarringtonVerdict;

/// judge(points) for equal parts of `points`, each in a thread of its own.
template <class Judge>
auto in_threads(std::vector<std::size_t> const& points, int threads, Judge judge) {
    using Verdicts = decltype(judge(std::span(points)));
    auto const parts = std::clamp<std::size_t>(std::size_t(threads), 1, std::max<std::size_t>(1, points.size()));
    std::vector<Verdicts> results(parts);
    {
        std::vector<std::jthread> workers;
        for (std::size_t part = 0; part < parts; ++part)
            workers.emplace_back([&, part] {
                auto const first = points.size() * part / parts, last = points.size() * (part + 1) / parts;
                results[part] = judge(std::span(points).subspan(first, last - first));
            });
    }
    Verdicts all;
    for (auto& result : results) all.insert(all.end(), result.begin(), result.end());
    return all;
}

surveillance::PowerTransform power_transform_of(std::string const& name) {
    return name == "2/3"   ? surveillance::PowerTransform::two_thirds
           : name == "1/2" ? surveillance::PowerTransform::half
                           : surveillance::PowerTransform::none;
}

/// What the method may not do without, once the settings are known one by one.
Result<void> check_windows(Control const& control, DetectInput const& input) {
    Words const too_wide("2w 须小于 --freq", "2 w must be smaller than --freq");
    if (2 * control.integer("w") >= input.series.frequency)
        return Problem(ProblemKind::detector_control_invalid, {"w", too_wide}).at("w");
    auto const limits = control.numbers("limit54");
    Words const wrong_limits("请填两个数：最少病例数，和 1 以上的整数期数",
                             "give two numbers: cases, and a whole number of time points from 1");
    if (limits[1] < 1 || limits[1] != std::floor(limits[1]))
        return Problem(ProblemKind::detector_control_invalid, {"limit54", wrong_limits}).at("limit54");
    return {};
}

/// How many time points were not judged, and why.
std::vector<Words> notes_of(std::vector<FarringtonOutcome> const& outcomes) {
    std::vector<Words> notes;
    auto const note = [&](FarringtonOutcome outcome, std::string_view zh, std::string_view en) {
        auto const many = std::ranges::count(outcomes, outcome);
        if (many > 0)
            notes.emplace_back(fmt::format("{} 期未作判断：{}", many, zh),
                               fmt::format("{} time points were not judged: {}", many, en));
    };
    note(FarringtonOutcome::no_baseline, "往年同期不在序列中", "the time of an earlier year is not in the series");
    note(FarringtonOutcome::too_few, "基线数据太少", "the baseline holds too little");
    note(FarringtonOutcome::not_converged, "模型不收敛", "the model does not converge");
    return notes;
}

Words baseline_words(FarringtonVerdict const& verdict, Words const& what) {
    Words words(fmt::format("基线为{}，共 {} 期", what.zh, verdict.baseline),
                fmt::format("the baseline is {}, {} time points", what.en, verdict.baseline));
    if (verdict.outliers > 0) {
        words.zh += fmt::format("，其中 {} 期疑似既往暴发，已降权", verdict.outliers);
        words.en += fmt::format(", of which {} were weighted down as past outbreaks", verdict.outliers);
    }
    words.zh += verdict.trend ? "，含趋势" : "";
    words.en += verdict.trend ? ", with trend" : "";
    return words;
}

/// The columns that both methods have; returns the table to be filled on.
template <class Verdicts>
DetectTable table_of(DetectInput const& input, Verdicts const& verdicts, Words const& baseline) {
    DetectTable table;
    table.columns = {{"observed", {}}, {"upperbound", {}}};
    table.alarm_at = 1;
    std::vector<FarringtonOutcome> outcomes;
    for (auto const& verdict : verdicts) {
        table.t.push_back(verdict.t);
        table.columns[0].values.push_back(input.series.observed[verdict.t]);
        table.columns[1].values.push_back(verdict.upperbound);
        table.alarm.push_back(verdict.alarm);
        table.reasons.push_back({verdict.expected, verdict.upperbound, baseline_words(verdict, baseline)});
        outcomes.push_back(verdict.outcome);
    }
    table.notes = notes_of(outcomes);
    return table;
}

template <class Verdicts, class Value>
void add_column(DetectTable& table, std::string name, Verdicts const& verdicts, Value value) {
    DetectColumn column{std::move(name), {}};
    for (auto const& verdict : verdicts) column.values.push_back(double(value(verdict)));
    table.columns.push_back(std::move(column));
}

Result<DetectTable> run_flexible(DetectInput const& input, Control const& control, std::string_view) {
    FX_CHECK(check_windows(control, input));
    surveillance::FlexibleControl flexible;
    flexible.years = control.integer("b");
    flexible.half_width = control.integer("w");
    flexible.periods = control.integer("noPeriods");
    flexible.past_left_out =
        control.is_null("pastWeeksNotIncluded") ? flexible.half_width : control.integer("pastWeeksNotIncluded");
    flexible.reweight = control.flag("reweight");
    flexible.reweight_above = control.number("weightsThreshold");
    flexible.alpha = control.number("alpha");
    flexible.trend = control.flag("trend");
    flexible.trend_p = control.number("pThresholdTrend");
    flexible.cases_min = control.numbers("limit54")[0];
    flexible.cases_periods = int(control.numbers("limit54")[1]);
    flexible.transform = power_transform_of(control.text("powertrans"));
    flexible.population_offset = control.flag("populationOffset");
    flexible.threshold = control.text("thresholdMethod") == "delta"      ? surveillance::ThresholdMethod::delta
                         : control.text("thresholdMethod") == "nbPlugin" ? surveillance::ThresholdMethod::nb_plugin
                                                                         : surveillance::ThresholdMethod::muan;
    if (flexible.population_offset && input.series.population.empty())
        return not_possible("按人口折算需要 population 列", "populationOffset needs the column population");
    FX_TRY(auto const points, points_to_judge(input, flexible_first(input.series, flexible)));
    auto const verdicts = in_threads(
        points, input.threads, [&](auto part) { return farrington_flexible(input.series, part, flexible, input.mode); });
    auto table = table_of(input, verdicts,
                          {fmt::format("前 {} 年同期各 ±{} 期{}", flexible.years, flexible.half_width,
                                       flexible.periods > 1 ? "及其间各期" : ""),
                           fmt::format("+-{} of the same season in {} years{}", flexible.half_width, flexible.years,
                                       flexible.periods > 1 ? " and what lies between" : "")});
    add_column(table, "expected", verdicts, [](auto const& one) { return one.expected; });
    add_column(table, "phi", verdicts, [](auto const& one) { return one.dispersion; });
    add_column(table, "trend", verdicts, [](auto const& one) { return one.trend; });
    add_column(table, "trendcoef", verdicts, [](auto const& one) { return one.slope; });
    add_column(table, "score", verdicts, [](auto const& one) { return one.score; });
    add_column(table, "pvalue", verdicts, [](auto const& one) { return one.p_value; });
    add_column(table, "mu0", verdicts, [](auto const& one) { return one.mu0; });
    return table;
}

Result<DetectTable> run_classic(DetectInput const& input, Control const& control, std::string_view) {
    FX_CHECK(check_windows(control, input));
    surveillance::FarringtonControl classic;
    classic.years = control.integer("b");
    classic.half_width = control.integer("w");
    classic.reweight = control.flag("reweight");
    classic.alpha = control.number("alpha");
    classic.trend = control.flag("trend");
    classic.cases_min = control.numbers("limit54")[0];
    classic.cases_periods = int(control.numbers("limit54")[1]);
    classic.transform = power_transform_of(control.text("powertrans"));
    FX_TRY(auto const points, points_to_judge(input, farrington_first(input.series, classic)));
    auto const verdicts =
        in_threads(points, input.threads, [&](auto part) { return farrington(input.series, part, classic, input.mode); });
    auto table = table_of(input, verdicts,
                          {fmt::format("前 {} 年同期各 ±{} 期", classic.years, classic.half_width),
                           fmt::format("+-{} of the same season in {} years", classic.half_width, classic.years)});
    add_column(table, "trend", verdicts, [](auto const& one) { return one.trend; });
    add_column(table, "pd_q", verdicts, [](auto const& one) { return one.quantile; });
    add_column(table, "pd_m", verdicts, [](auto const& one) { return one.mean; });
    return table;
}

ControlKey flag(std::string_view name, std::string_view fallback, Words meaning) {
    return {.name = name, .kind = Kind::flag, .fallback = fallback, .meaning = std::move(meaning)};
}
ControlKey whole(std::string_view name, std::string_view fallback, double least, double most, Words meaning) {
    return {.name = name,
            .kind = Kind::integer,
            .fallback = fallback,
            .least = least,
            .most = most,
            .meaning = std::move(meaning)};
}

std::vector<ControlKey> shared_keys(double alpha_most) {
    return {
        whole("b", "5", 1, 30, {"回溯年数", "years before"}),
        whole("w", "3", 0, 182, {"同期前后各几期", "time points before and after the same time"}),
        flag("reweight", "true", {"对疑似既往暴发降权", "weight past outbreaks down"}),
        {.name = "alpha",
         .fallback = "0.05",
         .least = 1e-12,
         .most = alpha_most,
         .meaning = {"显著性水平", "level of the threshold"}},
        flag("trend", "true", {"显著时计入趋势", "a trend where it is significant"}),
        {.name = "limit54",
         .kind = Kind::numbers,
         .fallback = "[5, 4]",
         .least = 0,
         .most = 1e9,
         .count = 2,
         .meaning = {"[病例数, 期数]：近几期少于此数不预警", "[cases, time points]: fewer in the last ones never alarm"}},
        {.name = "powertrans",
         .kind = Kind::choice,
         .fallback = "\"2/3\"",
         .choices = {"2/3", "1/2", "none"},
         .meaning = {"方差稳定变换", "power that the threshold is computed on"}},
        flag("verbose", "false", {"R 的参数，不起作用", "of R, without effect"})};
}

std::vector<ControlKey> flexible_keys() {
    auto keys = shared_keys(0.499);
    keys.push_back({.name = "weightsThreshold",
                    .fallback = "2.58",
                    .least = 0.1,
                    .most = 100,
                    .meaning = {"残差超过此值即降权", "residuals beyond it are weighted down"}});
    keys.push_back({.name = "pThresholdTrend",
                    .fallback = "0.05",
                    .least = 0,
                    .most = 1,
                    .meaning = {"趋势的 p 值界限；1 为总是保留", "p of the trend; 1 keeps it always"}});
    keys.push_back(flag("populationOffset", "false", {"按人口折算", "counts by population"}));
    keys.push_back(whole("noPeriods", "1", 1, 53, {"一年分几段；Noufaily 为 10", "groups of a year; 10 in Noufaily 2013"}));
    auto past =
        whole("pastWeeksNotIncluded", "null", 0, 1000,
              {"最近几期不入基线；null 同 w；Noufaily 为 26", "last time points left out; null as w; 26 in Noufaily 2013"});
    past.nullable = true;
    keys.push_back(std::move(past));
    keys.push_back({.name = "thresholdMethod",
                    .kind = Kind::choice,
                    .fallback = "\"delta\"",
                    .choices = {"delta", "nbPlugin", "muan"},
                    .meaning = {"阈值算法", "how the threshold is computed"}});
    keys.push_back(flag("glmWarnings", "false", {"R 的参数，不起作用", "of R, without effect"}));
    return keys;
}

std::vector<ControlKey> classic_keys() {
    auto keys = shared_keys(0.999);
    keys.push_back({.name = "fitFun",
                    .kind = Kind::choice,
                    .fallback = "\"algo.farrington.fitGLM.fast\"",
                    .choices = {"algo.farrington.fitGLM.fast"},
                    .meaning = {"仅此一种", "nothing else is offered"}});
    return keys;
}

}  // namespace

std::vector<DetectMethod> farrington_methods() {
    return {{"farrington_flexible",
             {"改进的 Farrington 法（Noufaily）", "Farrington's method, improved by Noufaily"},
             flexible_keys(),
             run_flexible},
            {"farrington", {"Farrington 法（1996）", "Farrington's method of 1996"}, classic_keys(), run_classic}};
}

}  // namespace fx::app::cli
