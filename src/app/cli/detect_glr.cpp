#include "app/cli/detect_mean.hpp"
#include "app/cli/detect_method.hpp"
#include "engines/surveillance/glr.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>

namespace fx::app::cli {
namespace {

using Kind = ControlKey::Kind;

/// Without a window every point looks back at all since the last alarm: this many take some seconds.
constexpr std::size_t points_without_window_max = 20'000;

Result<DetectTable> run_glr(DetectInput const& input, Control const& control, std::string_view method) {
    surveillance::GlrControl glr;
    if (method == "glrnb") glr.overdispersion = control.number("alpha");
    if (!control.is_null("theta")) glr.kappa = control.number("theta");
    auto const window = control.integer("M");
    if (window > 0) glr.window = std::size_t(window);
    glr.limit = control.number("c.ARL");
    Words const wrong_window("请填 -1 或 1 以上的整数；glrnb 须为 1 以上",
                             "give -1 or a whole number from 1; glrnb needs one from 1");
    if (window == 0 || (!glr.window && glr.overdispersion > 0 && !glr.kappa))
        return Problem(ProblemKind::detector_control_invalid, {"M", wrong_window}).at("M");
    bool const number = control.is_number("mu0"), column = control.is_null("mu0") && !input.mean.empty();
    auto const kind = number ? MeanKind::number : column ? MeanKind::column : MeanKind::seasonal;
    FX_TRY(auto const expected, expected_counts(input, kind, number ? control.number("mu0") : 0));
    if (!glr.window && !glr.kappa && expected.mean.size() > points_without_window_max)
        return not_possible(fmt::format("超过 {} 期时请用 M 限定窗口", points_without_window_max),
                            fmt::format("beyond {} time points give a window M", points_without_window_max));
    auto const start = expected.points.front();
    auto const judged = std::span(input.series.observed).subspan(start, expected.mean.size());
    DetectTable table;
    table.columns = {{"observed", {}}, {"mu0", {}}, {"value", {}}};
    table.alarm_at = 3;
    table.notes = expected.notes;
    for (auto const& verdict : surveillance::glr(judged, expected.mean, glr, input.mode)) {
        auto const t = start + verdict.t;
        if (!std::ranges::binary_search(expected.points, t)) continue;
        table.t.push_back(t);
        table.columns[0].values.push_back(input.series.observed[t]);
        table.columns[1].values.push_back(verdict.expected);
        table.columns[2].values.push_back(verdict.value);
        table.alarm.push_back(verdict.alarm);
        table.reasons.push_back(
            {verdict.expected,
             verdict.upperbound,
             {fmt::format("似然比统计量 {:.4g} 达到界限 {:.4g}", verdict.value, glr.limit),
              fmt::format("the likelihood ratio is {:.4g}, its limit {:.4g}", verdict.value, glr.limit)}});
    }
    return table;
}

std::vector<ControlKey> glr_keys(bool negative_binomial) {
    std::vector<ControlKey> keys{
        {.name = "c.ARL", .fallback = "5", .least = 1e-6, .most = 1e6, .meaning = {"判定界限", "decision limit"}},
        {.name = "M",
         .kind = Kind::integer,
         .fallback = negative_binomial ? "20" : "-1",
         .least = -1,
         .most = 10000,
         .meaning = {"窗口期数，-1 为全部", "window in time points; -1 all"}},
        {.name = "theta",
         .fallback = "null",
         .least = 1e-6,
         .most = 10,
         .nullable = true,
         .meaning = {"上升倍数的对数；null 为任意", "log of the rise that is looked for; null any"}},
        {.name = "mu0",
         .kind = Kind::choice,
         .fallback = "null",
         .least = 1e-9,
         .most = 1e15,
         .choices = {"glm"},
         .nullable = true,
         .meaning = {"预期：null 取 mu0 列，没有时同 glm（季节均值）；或一个数",
                     "expected: null the column mu0, else as \"glm\", a seasonal mean; or a number"}}};
    for (auto const& [name, value] : {std::pair("ret", "\"value\""), std::pair("dir", "\"inc\"")})
        keys.push_back({.name = name,
                        .kind = Kind::choice,
                        .fallback = value,
                        .choices = {std::string(value + 1, std::string_view(value).size() - 2)},
                        .meaning = {"仅此一种", "nothing else is offered"}});
    keys.push_back(
        {.name = "Mtilde", .kind = Kind::integer, .fallback = "1", .least = 1, .most = 1, .meaning = {"仅 1", "1 only"}});
    if (negative_binomial)
        keys.push_back(
            {.name = "alpha", .fallback = "0.2", .least = 0, .most = 100, .meaning = {"离散度", "overdispersion"}});
    return keys;
}

}  // namespace

std::vector<DetectMethod> glr_methods() {
    return {{"glrpois", {"广义似然比（泊松）", "Generalized likelihood ratio, Poisson"}, glr_keys(false), run_glr},
            {"glrnb", {"广义似然比（负二项）", "Generalized likelihood ratio, negative binomial"}, glr_keys(true), run_glr}};
}

}  // namespace fx::app::cli
