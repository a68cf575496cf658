#include "app/cli/detect_method.hpp"
#include "engines/surveillance/ears.hpp"

#include <fmt/format.h>

namespace fx::app::cli {
namespace {

using Kind = ControlKey::Kind;

Result<DetectTable> run_ears(DetectInput const& input, Control const& control, std::string_view method) {
    surveillance::EarsControl ears;
    ears.method = method == "ears_c1"   ? surveillance::EarsMethod::c1
                  : method == "ears_c2" ? surveillance::EarsMethod::c2
                                        : surveillance::EarsMethod::c3;
    ears.baseline = std::size_t(control.integer("baseline"));
    ears.minimum_sigma = control.number("minSigma");
    ears.alpha = control.number("alpha");
    FX_TRY(auto const points, points_to_judge(input, ears_first(ears)));
    auto const guard = ears.method == surveillance::EarsMethod::c1 ? 0 : 2;
    Words const left_out(
        fmt::format("基线为之前 {} 期{}", ears.baseline, guard == 0 ? "" : "，最近 2 期不计入"),
        fmt::format("the baseline is {} time points{}", ears.baseline, guard == 0 ? "" : ", the last 2 left out"));
    return plain_table(input, surveillance::ears(input.series.observed, ears, input.mode), points, left_out);
}

std::vector<ControlKey> ears_keys(std::string_view alpha) {
    return {{.name = "baseline",
             .kind = Kind::integer,
             .fallback = "7",
             .least = 2,
             .most = 3650,
             .meaning = {"基线期数", "time points of the baseline"}},
            {.name = "minSigma",
             .fallback = "0",
             .least = 0,
             .most = 1e9,
             .meaning = {"标准差下限，病例少时取 0.5 或 1", "least standard deviation; 0.5 or 1 where counts are small"}},
            {.name = "alpha",
             .fallback = alpha,
             .least = 1e-12,
             .most = 0.5,
             .meaning = {"每期误报概率", "probability of a false alarm at each time point"}}};
}

}  // namespace

std::vector<DetectMethod> ears_methods() {
    return {{"ears_c1",
             {"EARS C1：之前 7 期的均值与标准差", "EARS C1: mean and sd of the 7 before"},
             ears_keys("0.001"),
             run_ears},
            {"ears_c2",
             {"EARS C2：同 C1，但不计最近 2 期", "EARS C2: as C1, the last 2 left out"},
             ears_keys("0.001"),
             run_ears},
            {"ears_c3", {"EARS C3：累计最近 3 期的 C2", "EARS C3: C2 over 3 time points"}, ears_keys("0.025"), run_ears}};
}

}  // namespace fx::app::cli
