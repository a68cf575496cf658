#include "app/cli/chains_output.hpp"

#include <fmt/format.h>

#include <cmath>

namespace fx::app::cli {
namespace {

using namespace transmission;

std::string figure(double value) {
    return std::isnan(value) ? "NA" : std::isinf(value) ? "∞" : fmt::format("{:.4g}", value);
}

std::string joined(std::vector<std::string> const& texts, std::size_t most) {
    std::string all;
    for (std::size_t i = 0; i < std::min(texts.size(), most); ++i) all += (i == 0 ? "" : ", ") + texts[i];
    return texts.size() > most ? all + ", …" : all;
}

/// "id = case_id, onset = onset (Y-m-d)".
std::string taken(ListColumns const& columns, std::span<ListField const> fields, std::vector<DateOrder> const& orders) {
    std::vector<std::string> texts;
    for (std::size_t field = 0; field < fields.size(); ++field) {
        if (columns.at[field] == no_column) continue;
        bool const dated = fields[field].holds == Holds::date;
        texts.push_back(fmt::format("{} = {}{}", fields[field].name, columns.name(field),
                                    dated ? fmt::format(" ({})", name_of(orders[field])) : ""));
    }
    return joined(texts, texts.size());
}

void say_columns(LineList const& list, std::vector<Words>& lines) {
    auto const cases = taken(list.columns, case_fields(), list.orders);
    lines.emplace_back("病例表列：" + cases, "Columns of the line list: " + cases);
    if (!list.link_columns.names.empty()) {
        auto const links = taken(list.link_columns, link_fields(), std::vector<DateOrder>(link_field_count));
        lines.emplace_back("关系表列：" + links, "Columns of the links: " + links);
    }
    auto over = list.columns.passed_over();
    for (auto const& name : list.link_columns.passed_over()) over.push_back(name);
    constexpr std::size_t shown_max = 40;
    if (!over.empty())
        lines.emplace_back("未用的列：" + joined(over, shown_max), "Columns passed over: " + joined(over, shown_max));
    constexpr std::size_t ids_shown_max = 3;
    if (auto const& unknown = list.infectors_unknown; !unknown.empty())
        lines.emplace_back(
            fmt::format("{} 个传染来源不是表中病例，未计入：{}", unknown.size(), joined(unknown, ids_shown_max)),
            fmt::format("{} infectors are no case of the list and were passed over: {}", unknown.size(),
                        joined(unknown, ids_shown_max)));
    if (list.ids.size() > list.listed) {
        std::vector<std::string> const added(list.ids.begin() + std::ptrdiff_t(list.listed), list.ids.end());
        lines.emplace_back(
            fmt::format("{} 个病例只见于关系表，已加入（无日期）：{}", added.size(), joined(added, ids_shown_max)),
            fmt::format("{} cases are named by links only and were added without dates: {}", added.size(),
                        joined(added, ids_shown_max)));
    }
}

void say_intervals(Outbreak const& outbreak, std::vector<Words>& lines) {
    auto const& all = outbreak.intervals;
    if (all.count == 0) {
        lines.emplace_back("没有可计算的代际间隔", "No serial interval can be computed");
    } else {
        lines.emplace_back(
            fmt::format("代际间隔：{} 个，均值 {} 天，标准差 {}，中位数 {}，{} 至 {} 天，{} 个为负", all.count,
                        figure(all.mean), figure(all.sd), figure(all.median), all.least, all.most, all.negative),
            fmt::format("Serial intervals: {}, mean {} days, sd {}, median {}, {} to {} days, {} negative", all.count,
                        figure(all.mean), figure(all.sd), figure(all.median), all.least, all.most, all.negative));
    }
    if (auto const& used = outbreak.interval) {
        bool const normal = used->shape == Shape::normal;
        lines.emplace_back(
            fmt::format("可能性按{}分布（均值 {}，标准差 {}）{}", normal ? "正态" : "伽马", figure(used->mean),
                        figure(used->sd),
                        outbreak.interval_given ? "，为给定值"
                                                : fmt::format("，由 {} 个来源确定的间隔得出", outbreak.certain.count)),
            fmt::format("Likelihoods by a {} distribution (mean {}, sd {}), {}", normal ? "normal" : "gamma",
                        figure(used->mean), figure(used->sd),
                        outbreak.interval_given ? "as given"
                                                : fmt::format("from {} intervals with one source", outbreak.certain.count)));
    } else {
        lines.emplace_back(
            "来源唯一的间隔太少或全部相同，无法估计分布；可用 --si-mean 和 --si-sd 给出",
            "Too few intervals with one source, or all equal, for a distribution; give --si-mean and --si-sd");
    }
}

void say_offspring(Offspring const& fit, Words const& basis, std::vector<Words>& lines) {
    switch (fit.fit) {
        case OffspringFit::too_few:
            return lines.emplace_back("病例不足两例，不作传播估计", "Fewer than two cases: no offspring distribution"),
                   void();
        case OffspringFit::no_infection:
            return lines.emplace_back("没有一例传染他人：R 为 0，离散度 k 无法估计",
                                      "Nobody infected anybody: R is 0 and k cannot be estimated"),
                   void();
        case OffspringFit::fitted:
        case OffspringFit::poisson: break;
    }
    auto const& k = fit.dispersion_95;
    auto const& r = fit.mean_95;
    lines.emplace_back(
        fmt::format("二代病例数（{}）：R {}（95% {} 至 {}），k {}（{} 至 {}），最多 {} 例；{:.1f}% 的病例造成 80% 的传播",
                    basis.zh, figure(fit.mean), figure(r.low), figure(r.high), figure(fit.dispersion), figure(k.low),
                    figure(k.high), fit.most, 100 * fit.share_of_80),
        fmt::format("Offspring ({}): R {} (95 % {} to {}), k {} ({} to {}), at most {}; {:.1f} % of the cases "
                    "caused 80 % of the infections",
                    basis.en, figure(fit.mean), figure(r.low), figure(r.high), figure(fit.dispersion), figure(k.low),
                    figure(k.high), fit.most, 100 * fit.share_of_80));
}

template <class Views>
void say_flags(Views const& views, std::span<FlagWords const> words, Words const& what, std::vector<Words>& lines) {
    for (auto const& word : words) {
        std::size_t count = 0;
        for (auto const& view : views) count += (view.flags & word.flag) != 0;
        if (count > 0)
            lines.emplace_back(fmt::format("{} {}：{}", count, what.zh, word.about.zh),
                               fmt::format("{} {}: {}", count, what.en, word.about.en));
    }
}

std::string name_of_link(LineList const& list, std::size_t i) {
    return list.ids[list.links[i].infector] + " → " + list.ids[list.links[i].infectee];
}

}  // namespace

std::vector<Words> chains_summary(LineList const& list, Outbreak const& outbreak, ChainRules const& rules) {
    std::vector<Words> lines;
    say_columns(list, lines);
    auto const& graph = outbreak.graph;
    std::size_t contacts = 0;
    for (auto const& link : list.links) contacts += link.basis == Basis::contact;
    lines.emplace_back(
        fmt::format("{} 例，{} 条传播关系，{} 条方向不明的接触", list.ids.size(), list.links.size() - contacts, contacts),
        fmt::format("{} cases, {} links, {} contacts without direction", list.ids.size(), list.links.size() - contacts,
                    contacts));
    constexpr std::size_t largest_shown = 10;
    lines.emplace_back(fmt::format("{} 条传播链", graph.chains.size()), fmt::format("{} chains", graph.chains.size()));
    for (std::size_t i = 0; i < std::min(graph.chains.size(), largest_shown); ++i) {
        auto const& chain = graph.chains[i];
        auto const& first = list.ids[chain.first_case];
        lines.emplace_back(
            fmt::format("  {}：{} 例，最早 {}，{} 代", i + 1, chain.cases, first, chain.generations),
            fmt::format("  {}: {} cases, the first {}, {} generations", i + 1, chain.cases, first, chain.generations));
    }
    say_intervals(outbreak, lines);
    say_offspring(outbreak.by_source, {"每例只计一个来源", "one source a case"}, lines);
    if (outbreak.by_link.infections != outbreak.by_source.infections)
        say_offspring(outbreak.by_link, {"每条关系都计", "every link counts"}, lines);
    lines.emplace_back(fmt::format("{} 起聚集（同一家庭、单位或地点，{} 天内 {} 例及以上）", outbreak.clusters.size(),
                                   rules.cluster.days, rules.cluster.cases),
                       fmt::format("{} clusters (one family, unit or place, {} or more cases within {} days)",
                                   outbreak.clusters.size(), rules.cluster.cases, rules.cluster.days));
    for (std::size_t i = 0; i < std::min(outbreak.clusters.size(), largest_shown); ++i) {
        auto const& [by, cluster] = outbreak.clusters[i];
        auto const days = format(Date{cluster.first_day}) + " – " + format(Date{cluster.last_day});
        auto const& name = list.texts[by].text_of_key(cluster.key);
        lines.emplace_back(fmt::format("  {}：{} 例，{}", name, cluster.cases.size(), days),
                           fmt::format("  {}: {} cases, {}", name, cluster.cases.size(), days));
    }
    say_flags(graph.links, link_flag_words(), {"条关系", "links"}, lines);
    say_flags(graph.cases, case_flag_words(), {"例", "cases"}, lines);
    return lines;
}

std::vector<Words> chains_explained(LineList const& list, Outbreak const& outbreak) {
    std::vector<Words> lines;
    for (std::size_t at = 0; at < list.cases.size(); ++at)
        for (auto const& word : case_flag_words())
            if ((outbreak.graph.cases[at].flags & word.flag) != 0)
                lines.emplace_back(fmt::format("病例 {}：{}。", list.ids[at], word.about.zh),
                                   fmt::format("Case {}: {}.", list.ids[at], word.about.en));
    for (std::size_t i = 0; i < list.links.size(); ++i) {
        auto const& view = outbreak.graph.links[i];
        auto const name = name_of_link(list, i);
        auto const days = view.interval == no_day
                              ? Words()
                              : Words(fmt::format("（{} 天）", view.interval), fmt::format(" ({} days)", view.interval));
        for (auto const& word : link_flag_words()) {
            if ((view.flags & word.flag) == 0) continue;
            bool const weighed = word.flag == link_several_infectors && !std::isnan(view.likelihood);
            auto const share = weighed ? fmt::format("{:.1f} %", 100 * view.likelihood) : std::string();
            lines.emplace_back(
                fmt::format("{}{}：{}{}。", name, days.zh, word.about.zh, weighed ? "，可能性 " + share : ""),
                fmt::format("{}{}: {}{}.", name, days.en, word.about.en, weighed ? ", likelihood " + share : ""));
        }
    }
    return lines;
}

}  // namespace fx::app::cli
