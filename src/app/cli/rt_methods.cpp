#include "app/cli/rt_methods.hpp"

#include "engines/modelling/growth_rate.hpp"
#include "engines/modelling/projection.hpp"
#include "engines/modelling/reproduction.hpp"
#include "engines/modelling/serial_interval.hpp"

#include <fmt/format.h>
#include <boost/math/special_functions/gamma.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace fx::app::cli {
namespace {

using modelling::DayWindow;
using Kind = ControlKey::Kind;

constexpr std::array quantile_names{"q025", "q05", "q25", "median", "q75", "q95", "q975"};
constexpr std::size_t median_at = 3;
constexpr double sums_to_one_within = 0.01;

Problem wrong_rt_setting(std::string_view key, Words words) {
    return Problem(ProblemKind::detector_control_invalid, {std::string(key), std::move(words)}).at(std::string(key));
}

/// w_0, w_1 ... of the settings, as long as the series at least.
Result<std::vector<double>> interval_of(Control const& control, std::size_t size) {
    if (!control.is_null("si_distr")) {
        auto interval = control.numbers("si_distr");
        auto const sum = std::accumulate(interval.begin(), interval.end(), 0.0);
        if (interval.empty() || interval[0] != 0 || std::abs(sum - 1) > sums_to_one_within)
            return wrong_rt_setting("si_distr", {"第一个数（当天）须为 0，总和须为 1",
                                                 "the first number, of the same day, must be 0 and the sum 1"});
        return interval;
    }
    if (control.is_null("mean_si") || control.is_null("std_si"))
        return wrong_rt_setting(
            "mean_si", {"请给出 mean_si 和 std_si（天），或 si_distr", "give mean_si and std_si in days, or si_distr"});
    return modelling::discretised_serial_interval(control.number("mean_si"), control.number("std_si"), size);
}

/// The windows asked for, or all of `window` days; `first_least` is 2 where day 1 cannot begin one.
Result<std::vector<DayWindow>> windows_of(Control const& control, std::size_t size, double first_least) {
    auto const days = std::size_t(control.integer("window"));
    if (control.is_null("t_start") != control.is_null("t_end"))
        return wrong_rt_setting("t_start", {"t_start 和 t_end 须同时给出", "give t_start and t_end together"});
    if (control.is_null("t_start")) {
        if (size < days + 1) return Problem(ProblemKind::series_too_short, {std::to_string(size), std::to_string(days + 1)});
        return modelling::sliding_windows(size, days);
    }
    auto const starts = control.numbers("t_start"), ends = control.numbers("t_end");
    Words const remedy(fmt::format("须一样多，t_start 从 {} 起，t_end 不小于 t_start，不大于 {}", first_least, size),
                       fmt::format("they must be as many, t_start from {}, t_end from t_start up to {}", first_least, size));
    if (starts.size() != ends.size() || starts.empty()) return wrong_rt_setting("t_start", remedy);
    std::vector<DayWindow> windows;
    for (std::size_t i = 0; i < starts.size(); ++i) {
        bool const whole = starts[i] == std::floor(starts[i]) && ends[i] == std::floor(ends[i]);
        if (!whole || starts[i] < first_least || ends[i] < starts[i] || ends[i] > double(size))
            return wrong_rt_setting("t_start", remedy);
        windows.push_back({std::size_t(starts[i]) - 1, std::size_t(ends[i]) - 1});
    }
    return windows;
}

modelling::Incidence incidence_of_file(SeriesFile const& file) {
    auto local = file.series.observed;
    for (std::size_t t = 0; t < file.imported.size(); ++t)
        if (!surveillance::is_missing(file.imported[t]) && !surveillance::is_missing(local[t])) local[t] -= file.imported[t];
    return modelling::incidence_of(local, file.imported);
}

void start_row(NumberTable& table, DayWindow window) {
    table["t_start"].push_back(double(window.first + 1));
    table["t_end"].push_back(double(window.last + 1));
}
void add_dates(NumberTable& table, SeriesFile const& file) {
    if (file.series.epoch.empty()) return;
    for (auto const& [name, of] : {std::pair("date_start", "t_start"), std::pair("date_end", "t_end")}) {
        NumberTable::Column column{name, {}, true};
        for (auto const t : table[of]) column.values.push_back(file.series.epoch[std::size_t(t) - 1]);
        table.columns.push_back(std::move(column));
    }
}
std::string day_words(SeriesFile const& file, std::size_t t) {
    return file.series.epoch.empty() ? std::to_string(t + 1) : format(Date{file.series.epoch[t]});
}

/// How the last window reads to a person.
Words reproduction_words(SeriesFile const& file, modelling::ReproductionEstimate const& last) {
    auto const above = 100 * boost::math::gamma_q(last.shape, 1 / last.scale);
    auto const from = day_words(file, last.window.first), to = day_words(file, last.window.last);
    return {
        fmt::format("{} 至 {}：每例平均传染 {:.2f} 人（95% 区间 {:.2f}–{:.2f}），疫情仍在增长（R > 1）的概率为 {:.0f}%。",
                    from, to, last.mean, last.quantiles.front(), last.quantiles.back(), above),
        fmt::format("{} to {}: each case infects {:.2f} on average (95 % interval {:.2f} to {:.2f}); the probability "
                    "that it still grows (R > 1) is {:.0f} %.",
                    from, to, last.mean, last.quantiles.front(), last.quantiles.back(), above)};
}

void note_if(std::vector<Words>& notes, std::ptrdiff_t many, std::string_view zh, std::string_view en) {
    if (many > 0) notes.emplace_back(fmt::format("{} 个时间窗{}", many, zh), fmt::format("{} windows {}", many, en));
}

Result<RtOutput> run_estimate(SeriesFile const& file, Control const& control) {
    auto const size = file.series.size();
    FX_TRY(auto const interval, interval_of(control, size));
    FX_TRY(auto const windows, windows_of(control, size, 2));
    auto const estimates = modelling::estimate_reproduction(incidence_of_file(file), interval, windows,
                                                            {control.number("mean_prior"), control.number("std_prior")});
    RtOutput out;
    for (auto const& one : estimates) {
        start_row(out.table, one.window);
        out.table["mean"].push_back(one.mean);
        out.table["std"].push_back(one.sd);
        for (std::size_t i = 0; i < quantile_names.size(); ++i) out.table[quantile_names[i]].push_back(one.quantiles[i]);
    }
    add_dates(out.table, file);
    note_if(out.notes, std::ranges::count_if(estimates, [](auto const& one) { return surveillance::is_missing(one.mean); }),
            "在平均代间隔之前结束，没有结果", "end before the mean serial interval and have no figure");
    note_if(out.notes, std::ranges::count_if(estimates, [](auto const& one) { return one.few_cases; }),
            "病例太少，结果主要来自先验分布", "hold too few cases: their figures are mostly the prior");
    if (!surveillance::is_missing(estimates.back().mean))
        out.sentences.push_back(reproduction_words(file, estimates.back()));
    return out;
}

Result<RtOutput> run_cohort(SeriesFile const& file, Control const& control) {
    auto const size = file.series.size();
    FX_TRY(auto const interval, interval_of(control, size));
    FX_TRY(auto const windows, windows_of(control, size, 1));
    auto const means = modelling::wallinga_teunis(file.series.observed, interval, windows);
    RtOutput out;
    for (auto const& one : means) {
        start_row(out.table, one.window);
        out.table["mean"].push_back(one.mean);
    }
    add_dates(out.table, file);
    note_if(out.notes, std::ptrdiff_t(windows.size() - means.size()), "没有病例，未列出", "have no case and are not listed");
    note_if(out.notes, std::ranges::count_if(means, [](auto const& one) { return one.incomplete; }),
            "离序列末尾太近，所传染的人尚未全部发病，结果偏低",
            "lie near the end: not all they infected are ill yet, and their figures are low");
    return out;
}

Words growth_words(SeriesFile const& file, modelling::GrowthRate const& last) {
    auto const from = day_words(file, last.window.first), to = day_words(file, last.window.last);
    auto const percent = 100 * std::expm1(last.rate);
    Words words(fmt::format("{} 至 {}：每日{} {:.1f}%", from, to, percent < 0 ? "下降" : "增长", std::abs(percent)),
                fmt::format("{} to {}: {} by {:.1f} % a day", from, to, percent < 0 ? "falls" : "grows", std::abs(percent)));
    bool const certain = !surveillance::is_missing(last.doubling_low);
    words.zh += certain ? fmt::format("，{} 天{}。", std::round(std::abs(last.doubling) * 10) / 10,
                                      last.rate > 0 ? "翻一番" : "减半")
                        : "，增减不能确定。";
    words.en += certain ? fmt::format(", {} in {} days.", last.rate > 0 ? "doubling" : "halving",
                                      std::round(std::abs(last.doubling) * 10) / 10)
                        : "; whether it grows or falls is not certain.";
    return words;
}

Result<RtOutput> run_growth(SeriesFile const& file, Control const& control) {
    FX_TRY(auto const windows, windows_of(control, file.series.size(), 1));
    auto const rates = modelling::growth_rates(file.series.observed, windows);
    RtOutput out;
    for (auto const& one : rates) {
        start_row(out.table, one.window);
        out.table["r"].push_back(one.rate);
        out.table["r_q025"].push_back(one.low);
        out.table["r_q975"].push_back(one.high);
        out.table["doubling"].push_back(one.doubling);
        out.table["doubling_q025"].push_back(one.doubling_low);
        out.table["doubling_q975"].push_back(one.doubling_high);
    }
    add_dates(out.table, file);
    note_if(out.notes, std::ranges::count_if(rates, [](auto const& one) { return surveillance::is_missing(one.rate); }),
            "病例太少，没有结果", "hold too few cases for a figure");
    if (!surveillance::is_missing(rates.back().rate)) out.sentences.push_back(growth_words(file, rates.back()));
    return out;
}

Result<RtOutput> run_forecast(SeriesFile const& file, Control const& control) {
    auto const size = file.series.size();
    auto const window = std::size_t(control.integer("window")), days = std::size_t(control.integer("days"));
    FX_TRY(auto const interval, interval_of(control, size + days));
    if (size < window + 1) return Problem(ProblemKind::series_too_short, {std::to_string(size), std::to_string(window + 1)});
    std::array const last{DayWindow{size - window, size - 1}};
    auto const now = modelling::estimate_reproduction(incidence_of_file(file), interval, last,
                                                      {control.number("mean_prior"), control.number("std_prior")})[0];
    modelling::ProjectionRules const rules{now.shape,
                                           now.scale,
                                           control.number("size"),
                                           control.number("damping"),
                                           control.number("drift"),
                                           std::size_t(control.integer("paths")),
                                           std::uint64_t(control.number("seed"))};
    RtOutput out;
    double total_low = 0;
    auto const ahead = modelling::project(file.series.observed, interval, days, rules);
    for (std::size_t day = 0; day < ahead.size(); ++day) {
        out.table["h"].push_back(double(day + 1));
        if (!file.series.epoch.empty()) {
            out.table["date"].push_back(double(file.series.epoch.back()) + double(day) + 1);
            std::ranges::find(out.table.columns, "date", &NumberTable::Column::name)->date = true;
        }
        out.table["mean"].push_back(ahead[day].mean);
        for (std::size_t i = 0; i < quantile_names.size(); ++i)
            out.table[quantile_names[i]].push_back(ahead[day].quantiles[i]);
        total_low += ahead[day].quantiles[median_at];
    }
    if (now.few_cases)
        out.notes.emplace_back("最近时间窗病例太少，预测主要来自先验分布",
                               "the last window holds too few cases: the forecast is mostly the prior");
    out.sentences.emplace_back(
        fmt::format("按目前的传播，第 {} 天约 {:.0f} 例（95% 区间 {:.0f}–{:.0f}），{} 天共约 {:.0f} 例。", days,
                    ahead.back().quantiles[median_at], ahead.back().quantiles.front(), ahead.back().quantiles.back(), days,
                    total_low),
        fmt::format("As transmission is now: about {:.0f} cases on day {} (95 % interval {:.0f} to {:.0f}), about "
                    "{:.0f} in {} days.",
                    ahead.back().quantiles[median_at], days, ahead.back().quantiles.front(), ahead.back().quantiles.back(),
                    total_low, days));
    return out;
}

ControlKey number_key(std::string_view name, std::string_view fallback, double least, double most, Words meaning) {
    return {.name = name,
            .fallback = fallback,
            .least = least,
            .most = most,
            .nullable = fallback == "null",
            .meaning = std::move(meaning)};
}
ControlKey whole_key(std::string_view name, std::string_view fallback, double least, double most, Words meaning) {
    auto key = number_key(name, fallback, least, most, std::move(meaning));
    key.kind = Kind::integer;
    return key;
}
ControlKey list_key(std::string_view name, double most, Words meaning) {
    auto key = number_key(name, "null", 0, most, std::move(meaning));
    key.kind = Kind::numbers;
    return key;
}

std::vector<ControlKey> interval_keys() {
    return {
        number_key("mean_si", "null", 1.0001, 1000, {"平均代间隔（天），大于 1", "mean serial interval in days, above 1"}),
        number_key("std_si", "null", 0.0001, 1000, {"代间隔标准差（天）", "its standard deviation"}),
        list_key("si_distr", 1, {"代间隔逐日概率，从当天的 0 起", "its probabilities by day, from 0 on the same day"})};
}
std::vector<ControlKey> window_keys(std::string_view fallback, double least) {
    return {whole_key("window", fallback, least, 365, {"滑动时间窗（天）", "days of the sliding window"}),
            list_key("t_start", 1e6,
                     {"各时间窗的第一天，从 1 起；null 为滑动", "first day of each window, from 1; null slides"}),
            list_key("t_end", 1e6, {"各时间窗的最后一天", "last day of each"})};
}
std::vector<ControlKey> prior_keys() {
    return {number_key("mean_prior", "5", 1e-3, 1000, {"再生数的先验均值", "prior mean of R"}),
            number_key("std_prior", "5", 1e-3, 1000, {"再生数的先验标准差", "prior standard deviation of R"})};
}
std::vector<ControlKey> all_of(std::initializer_list<std::vector<ControlKey>> lists) {
    std::vector<ControlKey> keys;
    for (auto const& list : lists) keys.insert(keys.end(), list.begin(), list.end());
    return keys;
}

}  // namespace

std::vector<RtMethod> const& rt_methods() {
    static std::vector<RtMethod> const methods{
        {"estimate_R",
         {"有效再生数（EpiEstim）", "Effective reproduction number, as EpiEstim"},
         all_of({interval_keys(), window_keys("7", 1), prior_keys()}),
         run_estimate},
        {"wallinga_teunis",
         {"按发病批次的再生数", "Reproduction number by cohort"},
         all_of({interval_keys(), window_keys("7", 1)}),
         run_cohort},
        {"growth_rate", {"增长率和倍增时间", "Growth rate and doubling time"}, window_keys("14", 3), run_growth}};
    return methods;
}

RtMethod const& forecast_method() {
    static RtMethod const method{
        "renewal",
        {"更新方程预测", "Forecast by the renewal equation"},
        all_of(
            {interval_keys(),
             {whole_key("window", "7", 1, 365, {"估计再生数的时间窗（天）", "days that R is estimated from"})},
             prior_keys(),
             {whole_key("days", "14", 1, 60, {"预测天数", "days ahead"}),
              number_key("size", "3", 0, 1e9,
                         {"每日病例数的负二项参数，0 为泊松", "size of the negative binomial of a day's cases; 0 Poisson"}),
              number_key("damping", "0.9", 0, 1,
                         {"再生数的对数每天乘以此数；1 为不变", "the logarithm of R times this each day; 1 leaves it"}),
              number_key("drift", "0.1", 0, 1,
                         {"再生数的对数每天随机变动的标准差", "sd of the daily step of the logarithm of R"}),
              whole_key("paths", "10000", 100, 1e6, {"模拟次数", "simulated paths"}),
              whole_key("seed", "1", 0, 9e15, {"随机种子", "seed"})}}),
        run_forecast};
    return method;
}

}  // namespace fx::app::cli
