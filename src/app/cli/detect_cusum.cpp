#include "app/cli/detect_mean.hpp"
#include "app/cli/detect_method.hpp"
#include "engines/surveillance/cusum.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>

namespace fx::app::cli {
namespace {

using Kind = ControlKey::Kind;
using surveillance::CusumTransform;

MeanKind mean_kind(Control const& control) {
    if (control.is_null("m")) return MeanKind::training_mean;
    if (control.is_number("m")) return MeanKind::number;
    return control.text("m") == "glm" ? MeanKind::seasonal : MeanKind::column;
}

CusumTransform transform_of(std::string const& name) {
    if (name == "standard") return CusumTransform::standard;
    if (name == "anscombe") return CusumTransform::anscombe;
    return name == "pearsonNegBin" ? CusumTransform::negative_binomial : CusumTransform::rossi;
}

Result<DetectTable> run_cusum(DetectInput const& input, Control const& control, std::string_view) {
    surveillance::CusumControl const cusum{control.number("k"), control.number("h"), transform_of(control.text("trans")),
                                           control.number("alpha"), control.flag("reset")};
    FX_TRY(auto const expected,
           expected_counts(input, mean_kind(control), control.is_number("m") ? control.number("m") : 0));
    auto const start = expected.points.front();
    auto const judged = std::span(input.series.observed).subspan(start, expected.mean.size());
    DetectTable table;
    table.columns = {{"observed", {}}, {"m", {}}, {"cusum", {}}, {"upperbound", {}}};
    table.alarm_at = 4;
    table.notes = expected.notes;
    for (auto const& verdict : surveillance::cusum(judged, expected.mean, cusum, input.mode)) {
        auto const t = start + verdict.t;
        if (!std::ranges::binary_search(expected.points, t)) continue;
        table.t.push_back(t);
        table.columns[0].values.push_back(input.series.observed[t]);
        table.columns[1].values.push_back(verdict.expected);
        table.columns[2].values.push_back(verdict.cusum);
        table.columns[3].values.push_back(verdict.upperbound);
        table.alarm.push_back(verdict.alarm);
        table.reasons.push_back({verdict.expected,
                                 verdict.upperbound,
                                 {fmt::format("累计和 {:.4g} 达到界限 {:.4g}", verdict.cusum, cusum.h),
                                  fmt::format("the cumulated sum is {:.4g}, its limit {:.4g}", verdict.cusum, cusum.h)}});
    }
    return table;
}

}  // namespace

std::vector<DetectMethod> cusum_methods() {
    std::vector<ControlKey> keys{
        {.name = "k", .fallback = "1.04", .least = 0, .most = 100, .meaning = {"参考值", "reference value"}},
        {.name = "h", .fallback = "2.26", .least = 1e-6, .most = 1e6, .meaning = {"判定界限", "decision limit"}},
        {.name = "trans",
         .kind = Kind::choice,
         .fallback = "\"rossi\"",
         .choices = {"rossi", "standard", "anscombe", "pearsonNegBin"},
         .meaning = {"标准化：rossi、standard、anscombe 或 pearsonNegBin", "rossi, standard, anscombe or pearsonNegBin"}},
        {.name = "alpha",
         .fallback = "0.1",
         .least = 0,
         .most = 100,
         .meaning = {"pearsonNegBin 的离散度", "overdispersion of pearsonNegBin"}},
        {.name = "m",
         .kind = Kind::choice,
         .fallback = "null",
         .least = 1e-9,
         .most = 1e15,
         .choices = {"glm", "mu0"},
         .nullable = true,
         .meaning = {"预期：null 训练期均值，\"glm\" 季节均值，\"mu0\" 取该列，或一个数",
                     "expected: null the mean before range, \"glm\" a seasonal one, \"mu0\" that column, or a number"}},
        {.name = "reset",
         .kind = Kind::flag,
         .fallback = "false",
         .meaning = {"预警后归零", "start from 0 after an alarm"}}};
    return {{"cusum", {"累积和：持续的小幅上升", "CUSUM: small rises that last"}, std::move(keys), run_cusum}};
}

}  // namespace fx::app::cli
