#include "app/cli/detect_method.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace fx::app::cli {

std::vector<DetectMethod> const& detect_methods() {
    static auto const all = [] {
        std::vector<DetectMethod> methods;
        for (auto const family :
             {farrington_methods, ears_methods, cidars_methods, same_season_methods, cusum_methods, glr_methods}) {
            auto added = family();
            methods.insert(methods.end(), std::make_move_iterator(added.begin()), std::make_move_iterator(added.end()));
        }
        return methods;
    }();
    return all;
}

DetectMethod const* find_detect_method(std::string_view name) {
    auto const& all = detect_methods();
    auto const found = std::find_if(all.begin(), all.end(), [&](DetectMethod const& one) { return one.name == name; });
    return found == all.end() ? nullptr : &*found;
}

Problem not_possible(std::string zh, std::string en) {
    return Problem(ProblemKind::detection_not_possible, {Words(std::move(zh), std::move(en))});
}

Result<std::vector<std::size_t>> points_to_judge(DetectInput const& input, std::size_t first_possible) {
    auto const size = input.series.size();
    if (size <= first_possible)
        return Problem(ProblemKind::series_too_short, {std::to_string(size), std::to_string(first_possible + 1)});
    if (!input.points.empty() && input.points.front() < first_possible)
        return not_possible(
            fmt::format("第 {} 期之前没有足够的基线，请修改 range", first_possible + 1),
            fmt::format("there is not enough baseline before time point {}; change range", first_possible + 1));
    if (!input.points.empty()) return input.points;
    std::vector<std::size_t> points;
    for (auto t = first_possible; t < size; ++t) points.push_back(t);
    return points;
}

DetectTable plain_table(DetectInput const& input, std::vector<surveillance::Verdict> const& verdicts,
                        std::vector<std::size_t> const& points, Words const& left_out) {
    DetectTable table;
    table.columns = {{"observed", {}}, {"upperbound", {}}};
    table.alarm_at = 2;
    auto wanted = points.begin();
    for (auto const& verdict : verdicts) {
        while (wanted != points.end() && *wanted < verdict.t) ++wanted;
        if (wanted == points.end() || *wanted != verdict.t) continue;
        table.t.push_back(verdict.t);
        table.columns[0].values.push_back(input.series.observed[verdict.t]);
        table.columns[1].values.push_back(verdict.upperbound);
        table.alarm.push_back(verdict.alarm);
        table.reasons.push_back({verdict.expected, verdict.upperbound, left_out});
    }
    return table;
}

}  // namespace fx::app::cli
