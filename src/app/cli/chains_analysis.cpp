#include "app/cli/chains_analysis.hpp"

#include <array>

namespace fx::app::cli {

using namespace transmission;

std::int32_t cluster_day(LineList const& list, std::size_t at) {
    auto const& one = list.cases[at];
    if (one.onset != no_day) return one.onset;
    if (one.report != no_day) return one.report;
    return at < list.diagnosis.size() ? list.diagnosis[at] : no_day;
}

Outbreak analyse(LineList const& list, ChainRules const& rules) {
    Outbreak outbreak;
    outbreak.intervals = summarize(intervals(list.cases, list.links));
    outbreak.certain = summarize(certain_intervals(list.cases, list.links));
    outbreak.interval_given = rules.interval.has_value();
    outbreak.interval = rules.interval ? rules.interval : distribution_of(outbreak.certain);
    outbreak.graph = build_graph(list.cases, list.links, outbreak.interval);
    std::vector<std::uint32_t> by_source, by_link;
    for (auto const& one : outbreak.graph.cases) {
        by_source.push_back(one.offspring);
        by_link.push_back(one.named_offspring);
    }
    outbreak.by_source = fit_offspring(by_source);
    outbreak.by_link = fit_offspring(by_link);
    std::vector<std::int32_t> days;
    for (std::size_t at = 0; at < list.cases.size(); ++at) days.push_back(cluster_day(list, at));
    for (auto const by : {case_family, case_unit, case_place, case_cluster}) {
        std::vector<std::uint32_t> keys;
        for (std::size_t at = 0; at < list.cases.size(); ++at) keys.push_back(list.texts[by].key(at));
        for (auto& cluster : find_clusters(keys, days, rules.cluster)) outbreak.clusters.push_back({by, std::move(cluster)});
    }
    return outbreak;
}

std::span<FlagWords const> link_flag_words() {
    static std::array<FlagWords, 7> const words{{
        {link_to_itself, "to_itself", {"病例连向自己，已不计入", "links a case to itself; left out"}},
        {link_repeated, "repeated", {"重复，已不计入", "is there twice; left out"}},
        {link_negative_interval,
         "negative_interval",
         {"被传染者发病更早，请核对日期或方向", "the infected fell ill first; check dates and direction"}},
        {link_in_cycle, "cycle", {"在循环中，其中至少一条不可能", "lies on a cycle; one of its links is impossible"}},
        {link_several_infectors,
         "several_infectors",
         {"该病例有多个可能的传染者，尚未认定", "the case has several possible infectors, none decided"}},
        {link_two_decided,
         "two_decided",
         {"该病例认定了多个传染者，只能有一个", "the case has several decided infectors; there can be one"}},
        {link_no_interval, "no_interval", {"缺发病日期，无代际间隔", "an onset is missing: no serial interval"}},
    }};
    return words;
}

std::span<FlagWords const> case_flag_words() {
    static std::array<FlagWords, 7> const words{{
        {case_onset_after_death, "onset_after_death", {"发病晚于死亡，请更正", "onset after death; correct it"}},
        {case_onset_after_report, "onset_after_report", {"发病晚于报告，请核对", "onset after the report; check it"}},
        {case_ill_before_exposed,
         "onset_before_exposure",
         {"发病早于暴露首日，请核对", "onset before the first day of exposure; check it"}},
        {case_linked_to_itself, "linked_to_itself", {"连向自己，请更正", "linked to itself; correct it"}},
        {case_in_cycle, "cycle", {"在循环中，请核对其传染者", "on a cycle; check its infector"}},
        {case_source_undecided,
         "source_undecided",
         {"有多个可能的传染者，可能性无法区分，请认定", "several possible infectors that cannot be told apart; decide"}},
        {case_no_onset, "no_onset", {"缺发病日期", "no onset"}},
    }};
    return words;
}

}  // namespace fx::app::cli
