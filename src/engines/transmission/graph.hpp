#pragma once
/// The transmission graph: sources of cases, doubtful links, chains and generations.
///
/// Candidate sources: Wallinga J, Teunis P 2004, "Different epidemic curves for severe acute respiratory syndrome reveal
/// similar impacts of control measures", Am J Epidemiol 160:509-516. With w the distribution of the serial interval and
/// i, k over the infectors named for case j:   p_ij = w(t_j - t_i) / sum over k of w(t_j - t_k)
/// One decided infector has p = 1 and the others 0; an only infector has p = 1. The source of a case is the infector with
/// the greatest p, when no other has as much. No p is given, and no source, where an onset is missing, no distribution
/// is known, or every w is 0.

#include "engines/transmission/serial_interval.hpp"

namespace fx::transmission {

/// What is doubtful in a link; bits.
enum LinkFlag : std::uint16_t {
    link_to_itself = 1,           ///< impossible: taken out of the graph
    link_repeated = 2,            ///< the same two, the same way, once more: taken out of the graph
    link_negative_interval = 4,   ///< the infected fell ill before the infector: doubtful
    link_in_cycle = 8,            ///< A infected B … infected A: one of them is impossible
    link_several_infectors = 16,  ///< the case has several infectors and none is decided
    link_two_decided = 32,        ///< the case has several decided infectors: all but one impossible
    link_no_interval = 64,        ///< an onset is missing
};

enum CaseFlag : std::uint16_t {
    case_onset_after_death = 1,   ///< impossible
    case_onset_after_report = 2,  ///< found before it fell ill, or a mistake
    case_ill_before_exposed = 4,  ///< onset before the first day of exposure: impossible
    case_linked_to_itself = 8,
    case_in_cycle = 16,
    case_source_undecided = 32,  ///< several infectors, no source
    case_no_onset = 64,
};

struct LinkView {
    std::int32_t interval = no_day;  ///< days between the onsets; no_day where one is missing or the link is a contact
    double likelihood = missing;     ///< p of this infector, 0..1
    std::uint16_t flags = 0;
};

struct CaseView {
    std::uint32_t source = none;   ///< the link it was infected by
    std::uint32_t chain = none;    ///< none: no link at all
    std::int32_t generation = -1;  ///< 0 without infector; -1 not known: source undecided or in a cycle, or a source's is
    std::uint32_t offspring = 0;   ///< cases whose source it is
    std::uint32_t named_offspring = 0;  ///< links that name it as infector
    std::uint16_t flags = 0;
};

/// Cases that hang together by links of any kind; two at least.
struct Chain {
    std::uint32_t cases = 0, links = 0;
    std::uint32_t first_case = none;  ///< the earliest by onset, then by place in the list
    std::int32_t first_onset = no_day, last_onset = no_day;
    std::int32_t generations = 0;  ///< greatest known generation
};

struct Graph {
    std::vector<LinkView> links;           ///< as given
    std::vector<CaseView> cases;           ///< as given
    std::vector<Chain> chains;             ///< largest first, then by their first case
    std::vector<std::uint32_t> undecided;  ///< cases without a source among several infectors, in order
};

/// Intervals of the links that stand (neither repeated, to itself nor a contact) and have both onsets.
std::vector<std::int32_t> intervals(std::span<Case const> cases, std::span<Link const> links);
/// Of these, the intervals of cases with one infector, or one decided: what the distribution may be learned from.
std::vector<std::int32_t> certain_intervals(std::span<Case const> cases, std::span<Link const> links);

/// O(n log n). `interval`: nothing when no distribution is known.
Graph build_graph(std::span<Case const> cases, std::span<Link const> links, std::optional<SerialInterval> const& interval);

}  // namespace fx::transmission
