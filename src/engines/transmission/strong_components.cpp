#include "engines/transmission/strong_components.hpp"

#include <algorithm>
#include <limits>

namespace fx::transmission {
namespace {

constexpr auto unseen = std::numeric_limits<std::uint32_t>::max();

class Tarjan {
public:
    explicit Tarjan(Adjacency const& graph)
        : graph_(graph), order_(nodes(), unseen), low_(nodes()), component_(nodes(), unseen), next_(graph.starts) {}

    std::vector<std::uint32_t> run() {
        for (std::uint32_t node = 0; node < nodes(); ++node)
            if (order_[node] == unseen) visit(node);
        return std::move(component_);
    }

private:
    std::size_t nodes() const { return graph_.starts.size() - 1; }

    void enter(std::uint32_t node) {
        order_[node] = low_[node] = time_++;
        path_.push_back(node);
        open_.push_back(node);
    }

    void visit(std::uint32_t root) {
        enter(root);
        while (!path_.empty()) {
            auto const node = path_.back();
            if (next_[node] == graph_.starts[node + 1]) {
                leave(node);
                continue;
            }
            auto const target = graph_.targets[next_[node]++];
            if (order_[target] == unseen)
                enter(target);
            else if (component_[target] == unseen)
                low_[node] = std::min(low_[node], order_[target]);
        }
    }

    void leave(std::uint32_t node) {
        path_.pop_back();
        if (!path_.empty()) low_[path_.back()] = std::min(low_[path_.back()], low_[node]);
        if (low_[node] != order_[node]) return;
        for (;;) {
            auto const member = open_.back();
            open_.pop_back();
            component_[member] = found_;
            if (member == node) break;
        }
        ++found_;
    }

    Adjacency const& graph_;
    std::vector<std::uint32_t> order_, low_, component_, next_, path_, open_;
    std::uint32_t time_ = 0, found_ = 0;
};

}  // namespace

std::vector<std::uint32_t> strong_components(Adjacency const& graph) { return Tarjan(graph).run(); }

}  // namespace fx::transmission
