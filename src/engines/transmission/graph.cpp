#include "engines/transmission/graph.hpp"

#include "base/assert.hpp"
#include "engines/transmission/strong_components.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>

namespace fx::transmission {
namespace {

constexpr std::uint16_t not_in_graph = link_to_itself | link_repeated;

bool infects(Link const& link, LinkView const& view) {
    return link.basis != Basis::contact && (view.flags & not_in_graph) == 0;
}

std::int32_t interval_of(std::span<Case const> cases, Link const& link) {
    auto const from = cases[link.infector].onset, to = cases[link.infectee].onset;
    return from == no_day || to == no_day ? no_day : to - from;
}

/// Intervals, and the flags that a link has by itself or beside its equal.
std::vector<LinkView> views_of(std::span<Case const> cases, std::span<Link const> links) {
    std::vector<LinkView> views(links.size());
    std::vector<std::uint32_t> order(links.size());
    std::iota(order.begin(), order.end(), 0u);
    auto const ends = [&](std::uint32_t i) {
        auto const& link = links[i];
        bool const contact = link.basis == Basis::contact;  // who met whom is the same either way
        return contact ? std::tuple(std::min(link.infector, link.infectee), std::max(link.infector, link.infectee), true)
                       : std::tuple(link.infector, link.infectee, false);
    };
    // Of equals the decided one stands, then the first.
    std::ranges::sort(order, {}, [&](std::uint32_t i) { return std::tuple(ends(i), links[i].basis != Basis::decided, i); });
    for (std::size_t at = 0; at < order.size(); ++at) {
        auto const& link = links[order[at]];
        auto& view = views[order[at]];
        FX_ASSERT(link.infector < cases.size() && link.infectee < cases.size());
        if (link.infector == link.infectee) view.flags |= link_to_itself;
        if (at > 0 && ends(order[at]) == ends(order[at - 1])) view.flags |= link_repeated;
        if (!infects(link, view)) continue;
        view.interval = interval_of(cases, link);
        if (view.interval == no_day)
            view.flags |= link_no_interval;
        else if (view.interval < 0)
            view.flags |= link_negative_interval;
    }
    return views;
}

/// Links that stand, by the case that `end` names: as a list of link numbers for each case.
template <class End>
Adjacency links_by(std::size_t cases, std::span<Link const> links, std::span<LinkView const> views, End end) {
    Adjacency by;
    by.starts.assign(cases + 1, 0);
    for (std::size_t i = 0; i < links.size(); ++i)
        if (infects(links[i], views[i])) ++by.starts[end(links[i]) + 1];
    std::partial_sum(by.starts.begin(), by.starts.end(), by.starts.begin());
    by.targets.resize(by.starts.back());
    auto next = by.starts;
    for (std::uint32_t i = 0; i < links.size(); ++i)
        if (infects(links[i], views[i])) by.targets[next[end(links[i])]++] = i;
    return by;
}

std::span<std::uint32_t const> of(Adjacency const& by, std::size_t i) {
    return std::span(by.targets).subspan(by.starts[i], by.starts[i + 1] - by.starts[i]);
}

Adjacency infectors_by_case(std::size_t cases, std::span<Link const> links, std::span<LinkView const> views) {
    return links_by(cases, links, views, [](Link const& link) { return link.infectee; });
}

std::size_t decided_among(std::span<std::uint32_t const> named, std::span<Link const> links) {
    return std::size_t(std::ranges::count_if(named, [&](auto i) { return links[i].basis == Basis::decided; }));
}

class Sources {
public:
    Sources(std::span<Link const> links, std::optional<SerialInterval> const& interval, Graph& graph)
        : links_(links), graph_(graph) {
        if (interval) weights_.emplace(*interval);
    }

    void decide(std::uint32_t at, std::span<std::uint32_t const> named) {
        auto const decided = decided_among(named, links_);
        rivals_.clear();
        for (auto const i : named) {
            if (decided == 0 || links_[i].basis == Basis::decided)
                rivals_.push_back(i);
            else
                graph_.links[i].likelihood = 0;
        }
        auto& one = graph_.cases[at];
        if (rivals_.size() == 1) {
            graph_.links[rivals_[0]].likelihood = 1;
            one.source = rivals_[0];
            return;
        }
        for (auto const i : rivals_) graph_.links[i].flags |= decided > 1 ? link_two_decided : link_several_infectors;
        one.source = likeliest();
        if (one.source != none) return;
        one.flags |= case_source_undecided;
        graph_.undecided.push_back(at);
    }

private:
    double weight(std::uint32_t i) const {
        if (!std::isnan(links_[i].weight)) return links_[i].weight;
        auto const interval = graph_.links[i].interval;
        return weights_ && interval != no_day ? (*weights_)(interval) : missing;
    }

    /// Likelihoods of the rivals; the first of them when no other is as likely.
    std::uint32_t likeliest() {
        double sum = 0;
        for (auto const i : rivals_) sum += weight(i);
        if (!(sum > 0) || !std::isfinite(sum)) return none;
        std::uint32_t best = none;
        bool shared = false;
        for (auto const i : rivals_) {
            double const likelihood = graph_.links[i].likelihood = weight(i) / sum;
            double const most = best == none ? -1 : graph_.links[best].likelihood;
            if (likelihood == most) shared = true;
            if (likelihood <= most) continue;
            best = i;
            shared = false;
        }
        return shared ? none : best;
    }

    std::span<Link const> links_;
    Graph& graph_;
    std::optional<DayWeights> weights_;
    std::vector<std::uint32_t> rivals_;
};

void flag_cycles(std::span<Link const> links, Graph& graph) {
    auto out = links_by(graph.cases.size(), links, graph.links, [](Link const& link) { return link.infector; });
    for (auto& target : out.targets) target = links[target].infectee;
    auto const component = strong_components(out);
    for (std::size_t i = 0; i < links.size(); ++i) {
        auto const [from, to] = std::pair(links[i].infector, links[i].infectee);
        if (!infects(links[i], graph.links[i]) || component[from] != component[to]) continue;
        graph.links[i].flags |= link_in_cycle;
        graph.cases[from].flags |= case_in_cycle;
        graph.cases[to].flags |= case_in_cycle;
    }
}

/// From case to source until a known generation, then back down.
void count_generations(std::span<Link const> links, Graph& graph) {
    constexpr std::int32_t not_yet = -2, on_path = -3;
    for (auto& one : graph.cases) one.generation = not_yet;
    std::vector<std::uint32_t> path;
    for (std::uint32_t start = 0; start < graph.cases.size(); ++start) {
        path.clear();
        auto at = start;
        std::int32_t above = -1;
        for (;;) {
            auto& one = graph.cases[at];
            if (one.generation == on_path) break;  // infected by its own offspring: not known
            if (one.generation != not_yet) {
                above = one.generation;
                break;
            }
            if (one.source == none) {
                above = one.generation = (one.flags & case_source_undecided) != 0 ? -1 : 0;
                break;
            }
            one.generation = on_path;
            path.push_back(at);
            at = links[one.source].infector;
        }
        while (!path.empty()) {
            above = above < 0 ? -1 : above + 1;
            graph.cases[path.back()].generation = above;
            path.pop_back();
        }
    }
}

class Groups {
public:
    explicit Groups(std::size_t size) : up_(size) { std::iota(up_.begin(), up_.end(), 0u); }
    std::uint32_t top(std::uint32_t i) {
        while (up_[i] != i) i = up_[i] = up_[up_[i]];
        return i;
    }
    void join(std::uint32_t a, std::uint32_t b) {
        a = top(a), b = top(b);
        up_[std::max(a, b)] = std::min(a, b);  // so that the top is the first of the list
    }

private:
    std::vector<std::uint32_t> up_;
};

void add_to(Chain& chain, std::uint32_t at, std::span<Case const> cases, Graph const& graph) {
    auto const onset = cases[at].onset;
    ++chain.cases;
    chain.generations = std::max(chain.generations, graph.cases[at].generation);
    if (chain.first_case == none) chain.first_case = at;
    if (onset == no_day) return;
    chain.last_onset = std::max(chain.last_onset, onset);
    if (chain.first_onset != no_day && chain.first_onset <= onset) return;
    chain.first_onset = onset;
    chain.first_case = at;
}

void find_chains(std::span<Case const> cases, std::span<Link const> links, Graph& graph) {
    Groups groups(cases.size());
    auto const stands = [&](std::size_t i) { return (graph.links[i].flags & not_in_graph) == 0; };
    for (std::size_t i = 0; i < links.size(); ++i)
        if (stands(i)) groups.join(links[i].infector, links[i].infectee);
    std::vector<Chain> found(cases.size());
    for (std::uint32_t at = 0; at < cases.size(); ++at) add_to(found[groups.top(at)], at, cases, graph);
    for (std::size_t i = 0; i < links.size(); ++i)
        if (stands(i)) ++found[groups.top(links[i].infector)].links;
    std::vector<std::uint32_t> order;
    for (std::uint32_t at = 0; at < cases.size(); ++at)
        if (found[at].cases > 1) order.push_back(at);
    std::ranges::stable_sort(order, std::greater(), [&](std::uint32_t at) { return found[at].cases; });
    std::vector<std::uint32_t> number(cases.size(), none);
    for (auto const at : order) {
        number[at] = std::uint32_t(graph.chains.size());
        graph.chains.push_back(found[at]);
    }
    for (std::uint32_t at = 0; at < cases.size(); ++at) graph.cases[at].chain = number[groups.top(at)];
}

std::uint16_t flags_of(Case const& one) {
    auto const after = [&](std::int32_t day) { return one.onset != no_day && day != no_day && one.onset > day; };
    unsigned flags = 0;
    if (one.onset == no_day) flags |= case_no_onset;
    if (after(one.death)) flags |= case_onset_after_death;
    if (after(one.report)) flags |= case_onset_after_report;
    if (one.onset != no_day && one.exposure != no_day && one.onset < one.exposure) flags |= case_ill_before_exposed;
    return std::uint16_t(flags);
}

}  // namespace

std::vector<std::int32_t> intervals(std::span<Case const> cases, std::span<Link const> links) {
    std::vector<std::int32_t> days;
    for (auto const& view : views_of(cases, links))
        if (view.interval != no_day) days.push_back(view.interval);
    return days;
}

std::vector<std::int32_t> certain_intervals(std::span<Case const> cases, std::span<Link const> links) {
    auto const views = views_of(cases, links);
    auto const by = infectors_by_case(cases.size(), links, views);
    std::vector<std::int32_t> days;
    for (std::size_t at = 0; at < cases.size(); ++at) {
        auto const named = of(by, at);
        auto const decided = decided_among(named, links);
        if (decided > 1 || (decided == 0 && named.size() != 1)) continue;
        for (auto const i : named)
            if ((decided == 0 || links[i].basis == Basis::decided) && views[i].interval != no_day)
                days.push_back(views[i].interval);
    }
    return days;
}

Graph build_graph(std::span<Case const> cases, std::span<Link const> links, std::optional<SerialInterval> const& interval) {
    Graph graph;
    graph.links = views_of(cases, links);
    graph.cases.resize(cases.size());
    for (std::size_t at = 0; at < cases.size(); ++at) graph.cases[at].flags = flags_of(cases[at]);
    for (std::size_t i = 0; i < links.size(); ++i) {
        if ((graph.links[i].flags & link_to_itself) != 0) graph.cases[links[i].infectee].flags |= case_linked_to_itself;
        if (infects(links[i], graph.links[i])) ++graph.cases[links[i].infector].named_offspring;
    }
    auto const by = infectors_by_case(cases.size(), links, graph.links);
    Sources sources(links, interval, graph);
    for (std::uint32_t at = 0; at < cases.size(); ++at)
        if (auto const named = of(by, at); !named.empty()) sources.decide(at, named);
    for (auto const& one : graph.cases)
        if (one.source != none) ++graph.cases[links[one.source].infector].offspring;
    flag_cycles(links, graph);
    count_generations(links, graph);
    find_chains(cases, links, graph);
    return graph;
}

}  // namespace fx::transmission
