#include "engines/transmission/clusters.hpp"

#include "base/assert.hpp"

#include <algorithm>
#include <tuple>

namespace fx::transmission {
namespace {

struct Entry {
    std::uint32_t key;
    std::int32_t day;
    std::uint32_t at;
    auto operator<=>(Entry const&) const = default;
};

/// Clusters of the cases of one key, by day.
void clusters_of_key(std::span<Entry const> entries, ClusterRule const& rule, std::vector<Cluster>& found) {
    std::size_t taken = 0;  // entries before it are in the last cluster
    bool open = false;
    for (std::size_t first = 0; first + rule.cases <= entries.size(); ++first) {
        auto const end = first + rule.cases;
        if (std::int64_t(entries[end - 1].day) - entries[first].day > rule.days) continue;
        if (!open || taken <= first) {
            found.push_back({entries[first].key, entries[first].day, entries[first].day, {}});
            taken = first;
            open = true;
        }
        for (; taken < end; ++taken) found.back().cases.push_back(entries[taken].at);
        found.back().last_day = entries[end - 1].day;
    }
}

}  // namespace

std::vector<Cluster> find_clusters(std::span<std::uint32_t const> keys, std::span<std::int32_t const> days,
                                   ClusterRule const& rule) {
    FX_ASSERT(keys.size() == days.size() && rule.cases >= 2 && rule.days >= 0);
    std::vector<Entry> entries;
    for (std::uint32_t at = 0; at < keys.size(); ++at)
        if (keys[at] != none && days[at] != no_day) entries.push_back({keys[at], days[at], at});
    std::ranges::sort(entries);
    std::vector<Cluster> found;
    for (std::size_t from = 0; from < entries.size();) {
        auto to = from;
        while (to < entries.size() && entries[to].key == entries[from].key) ++to;
        clusters_of_key(std::span(entries).subspan(from, to - from), rule, found);
        from = to;
    }
    std::ranges::sort(found, [](Cluster const& a, Cluster const& b) {
        return std::tuple(b.cases.size(), a.first_day, a.key) < std::tuple(a.cases.size(), b.first_day, b.key);
    });
    return found;
}

}  // namespace fx::transmission
