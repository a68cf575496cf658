#pragma once
/// A line list as an outbreak: graph, serial intervals, offspring and clusters.

#include "app/cli/line_list.hpp"
#include "engines/transmission/clusters.hpp"
#include "engines/transmission/graph.hpp"
#include "engines/transmission/offspring.hpp"

#include <optional>
#include <string>
#include <vector>

namespace fx::app::cli {

struct ChainRules {
    std::optional<transmission::SerialInterval> interval;  ///< given; else learned from the links
    transmission::ClusterRule cluster;
};

/// A cluster of one kind of key.
struct NamedCluster {
    CaseField by;
    transmission::Cluster cluster;
};

struct Outbreak {
    transmission::IntervalSummary intervals;  ///< of all links that stand
    transmission::IntervalSummary certain;    ///< of cases with one infector or one decided
    std::optional<transmission::SerialInterval> interval;
    bool interval_given = false;
    transmission::Graph graph;
    transmission::Offspring by_source, by_link;
    std::vector<NamedCluster> clusters;
};

/// The day a cluster counts: onset, else report, else confirmation.
std::int32_t cluster_day(LineList const& list, std::size_t at);

Outbreak analyse(LineList const& list, ChainRules const& rules);

/// Names of the flags of a link or a case, as in the output.
struct FlagWords {
    std::uint16_t flag;
    std::string_view name;
    Words about;
};
std::span<FlagWords const> link_flag_words();
std::span<FlagWords const> case_flag_words();

}  // namespace fx::app::cli
