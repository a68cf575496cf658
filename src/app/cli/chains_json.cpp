#include "app/cli/chains_output.hpp"
#include "base/json_writer.hpp"

#include <boost/json.hpp>

#include <cmath>

namespace fx::app::cli {
namespace {

using namespace transmission;

void write_day(JsonWriter& json, std::string_view key, std::int32_t day) {
    json.key(key);
    if (day == no_day)
        json.null();
    else
        json.string(format(Date{day}));
}

void write_flags(JsonWriter& json, std::uint16_t flags, std::span<FlagWords const> words) {
    json.key("flags").begin_array();
    for (auto const& word : words)
        if ((flags & word.flag) != 0) json.string(word.name);
    json.end_array();
}

void write_intervals(JsonWriter& json, IntervalSummary const& summary) {
    json.begin_object().key("count").integer(std::int64_t(summary.count)).key("mean").number(summary.mean);
    json.key("sd").number(summary.sd).key("median").number(summary.median);
    json.key("negative").integer(std::int64_t(summary.negative));
    json.key("min"), summary.least == no_day ? json.null() : json.integer(summary.least);
    json.key("max"), summary.most == no_day ? json.null() : json.integer(summary.most);
    json.end_object();
}

/// Infinite bounds and k are written as the text "Inf": null says that nothing is known.
void write_number(JsonWriter& json, std::string_view key, double value) {
    json.key(key);
    if (std::isinf(value))
        json.string("Inf");
    else
        json.number(value);
}

void write_offspring(JsonWriter& json, Offspring const& fit) {
    constexpr std::string_view names[] = {"negative_binomial", "poisson", "no_infection", "too_few_cases"};
    json.begin_object().key("fit").string(names[std::size_t(fit.fit)]);
    json.key("cases").integer(std::int64_t(fit.cases)).key("infections").integer(std::int64_t(fit.infections));
    json.key("most").integer(std::int64_t(fit.most)).key("R").number(fit.mean);
    write_number(json, "R_low", fit.mean_95.low);
    write_number(json, "R_high", fit.mean_95.high);
    write_number(json, "k", fit.dispersion);
    write_number(json, "k_low", fit.dispersion_95.low);
    write_number(json, "k_high", fit.dispersion_95.high);
    json.key("share_behind_80_percent").number(fit.share_of_80).end_object();
}

void write_cases(JsonWriter& json, LineList const& list, Graph const& graph) {
    json.key("cases").begin_array();
    for (std::size_t at = 0; at < list.cases.size(); ++at) {
        auto const& view = graph.cases[at];
        json.begin_object().key("id").string(list.ids[at]);
        write_day(json, "onset", list.cases[at].onset);
        json.key("chain"), view.chain == none ? json.null() : json.integer(view.chain + 1);
        json.key("generation"), view.generation < 0 ? json.null() : json.integer(view.generation);
        json.key("source"), view.source == none ? json.null() : json.string(list.ids[list.links[view.source].infector]);
        json.key("infected").integer(view.offspring);
        write_flags(json, view.flags, case_flag_words());
        json.end_object();
    }
    json.end_array();
}

void write_links(JsonWriter& json, LineList const& list, Graph const& graph) {
    constexpr std::string_view names[] = {"named", "decided", "contact"};
    json.key("links").begin_array();
    for (std::size_t i = 0; i < list.links.size(); ++i) {
        auto const& link = list.links[i];
        auto const& view = graph.links[i];
        json.begin_object().key("from").string(list.ids[link.infector]).key("to").string(list.ids[link.infectee]);
        json.key("basis").string(names[std::size_t(link.basis)]);
        json.key("serial_interval"), view.interval == no_day ? json.null() : json.integer(view.interval);
        json.key("likelihood").number(view.likelihood);
        write_flags(json, view.flags, link_flag_words());
        json.end_object();
    }
    json.end_array();
}

void write_chains(JsonWriter& json, LineList const& list, Graph const& graph) {
    std::vector<std::vector<std::uint32_t>> members(graph.chains.size());
    for (std::uint32_t at = 0; at < graph.cases.size(); ++at)
        if (graph.cases[at].chain != none) members[graph.cases[at].chain].push_back(at);
    json.key("chains").begin_array();
    for (std::size_t i = 0; i < graph.chains.size(); ++i) {
        auto const& chain = graph.chains[i];
        json.begin_object().key("size").integer(chain.cases).key("links").integer(chain.links);
        json.key("first_case").string(list.ids[chain.first_case]);
        write_day(json, "first_onset", chain.first_onset);
        write_day(json, "last_onset", chain.last_onset);
        json.key("generations").integer(chain.generations).key("cases").begin_array();
        for (auto const at : members[i]) json.string(list.ids[at]);
        json.end_array().end_object();
    }
    json.end_array();
}

void write_clusters(JsonWriter& json, LineList const& list, Outbreak const& outbreak) {
    json.key("clusters").begin_array();
    for (auto const& [by, cluster] : outbreak.clusters) {
        json.begin_object().key("by").string(case_fields()[by].name);
        json.key("name").string(list.texts[by].text_of_key(cluster.key));
        write_day(json, "first_day", cluster.first_day);
        write_day(json, "last_day", cluster.last_day);
        json.key("size").integer(std::int64_t(cluster.cases.size())).key("cases").begin_array();
        for (auto const at : cluster.cases) json.string(list.ids[at]);
        json.end_array().end_object();
    }
    json.end_array();
}

void write_words(JsonWriter& json, std::string_view key, std::vector<Words> const& lines) {
    json.key(key).begin_array();
    for (auto const& line : lines) json.begin_object().key("zh").string(line.zh).key("en").string(line.en).end_object();
    json.end_array();
}

}  // namespace

std::string chains_json(LineList const& list, Outbreak const& outbreak, ChainRules const& rules, bool explain) {
    JsonWriter json;
    json.begin_object().key("mapping").raw(boost::json::serialize(mapping_of(list.columns, case_fields(), list.orders)));
    json.key("columns_passed_over").begin_array();
    for (auto const& name : list.columns.passed_over()) json.string(name);
    json.end_array();
    json.key("serial_intervals");
    write_intervals(json, outbreak.intervals);
    json.key("certain_serial_intervals");
    write_intervals(json, outbreak.certain);
    json.key("serial_interval_distribution");
    if (auto const& used = outbreak.interval) {
        json.begin_object().key("shape").string(used->shape == Shape::gamma ? "gamma" : "normal");
        json.key("mean").number(used->mean).key("sd").number(used->sd);
        json.key("given").boolean(outbreak.interval_given).end_object();
    } else {
        json.null();
    }
    json.key("offspring_by_source");
    write_offspring(json, outbreak.by_source);
    json.key("offspring_by_link");
    write_offspring(json, outbreak.by_link);
    json.key("cluster_rule").begin_object().key("cases").integer(rules.cluster.cases);
    json.key("days").integer(rules.cluster.days).end_object();
    write_chains(json, list, outbreak.graph);
    write_clusters(json, list, outbreak);
    write_cases(json, list, outbreak.graph);
    write_links(json, list, outbreak.graph);
    write_words(json, "summary", chains_summary(list, outbreak, rules));
    if (explain) write_words(json, "explanations", chains_explained(list, outbreak));
    return json.end_object().take() + "\n";
}

}  // namespace fx::app::cli
