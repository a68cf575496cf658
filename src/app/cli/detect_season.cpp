#include "app/cli/detect_method.hpp"
#include "engines/surveillance/same_season.hpp"

#include <fmt/format.h>

namespace fx::app::cli {
namespace {

using Kind = ControlKey::Kind;

Result<DetectTable> run_same_season(DetectInput const& input, Control const& control, std::string_view method) {
    surveillance::SameSeason season{control.integer("b"), std::size_t(control.integer("w")), control.flag("actY"),
                                    input.series.frequency};
    Words const contradiction("b 为 0 时 actY 须为 true，w 须小于 --freq",
                              "with b 0, actY must be true; w must be smaller than --freq");
    if ((season.years == 0 && !season.this_year) || int(season.half_width) >= season.frequency)
        return Problem(ProblemKind::detector_control_invalid, {"b, w, actY", contradiction}).at("b");
    FX_TRY(auto const points, points_to_judge(input, same_season_first(season)));
    auto const verdicts = method.starts_with("rki")
                              ? surveillance::rki(input.series.observed, season, input.mode)
                              : surveillance::bayes(input.series.observed, season, control.number("alpha"));
    Words baseline(season.this_year ? fmt::format("基线为之前 {} 期", season.half_width) : "基线不含本年",
                   season.this_year ? fmt::format("the baseline is {} time points before", season.half_width)
                                    : "the baseline leaves this year out");
    if (season.years > 0) {
        baseline.zh += fmt::format("，加前 {} 年同期各 ±{} 期", season.years, season.half_width);
        baseline.en += fmt::format(", and +-{} of the same season in {} years", season.half_width, season.years);
    }
    return plain_table(input, verdicts, points, baseline);
}

std::vector<ControlKey> same_season_keys(int number, bool bayes) {
    std::vector<ControlKey> keys{{.name = "b",
                                  .kind = Kind::integer,
                                  .fallback = number == 1   ? "0"
                                              : number == 2 ? "1"
                                                            : "2",
                                  .least = 0,
                                  .most = 50,
                                  .meaning = {"回溯年数", "years before"}},
                                 {.name = "w",
                                  .kind = Kind::integer,
                                  .fallback = number == 3 ? "4" : "6",
                                  .least = 1,
                                  .most = 182,
                                  .meaning = {"窗口半宽（期）", "half width of the window, in time points"}},
                                 {.name = "actY",
                                  .kind = Kind::flag,
                                  .fallback = number == 3 ? "false" : "true",
                                  .meaning = {"是否含本年", "whether this year counts"}}};
    if (bayes)
        keys.push_back({.name = "alpha",
                        .fallback = "0.05",
                        .least = 1e-12,
                        .most = 0.5,
                        .meaning = {"每期误报概率", "probability of a false alarm at each time point"}});
    return keys;
}

}  // namespace

std::vector<DetectMethod> same_season_methods() {
    return {
        {"rki1", {"RKI 1：之前 6 期", "RKI 1: the 6 before"}, same_season_keys(1, false), run_same_season},
        {"rki2", {"RKI 2：加上年同期", "RKI 2: and the same season last year"}, same_season_keys(2, false), run_same_season},
        {"rki3", {"RKI 3：前两年同期", "RKI 3: the same season of 2 years"}, same_season_keys(3, false), run_same_season},
        {"bayes1", {"贝叶斯 1：之前 6 期", "Bayes 1: the 6 before"}, same_season_keys(1, true), run_same_season},
        {"bayes2",
         {"贝叶斯 2：加上年同期", "Bayes 2: and the same season last year"},
         same_season_keys(2, true),
         run_same_season},
        {"bayes3",
         {"贝叶斯 3：前两年同期", "Bayes 3: the same season of 2 years"},
         same_season_keys(3, true),
         run_same_season}};
}

}  // namespace fx::app::cli
