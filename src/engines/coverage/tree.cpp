#include "engines/coverage/tree.hpp"

#include "base/assert.hpp"
#include "engines/coverage/grow.hpp"

#include <algorithm>
#include <numeric>
#include <ranges>
#include <utility>

namespace fx::coverage {

std::vector<Branch> Tree::add(std::span<Branch const> branches) {
    std::vector<Branch> refused;
    auto const fresh = unknown_among(branches, refused);
    place_.reserve(place_.size() + fresh.size());
    parent_.reserve(parent_.size() + fresh.size());
    attach(fresh, refused);
    renew_order();
    FX_ASSERT(order_.size() == place_.size());
    return refused;
}

std::vector<Branch> Tree::unknown_among(std::span<Branch const> branches, std::vector<Branch>& refused) const {
    std::vector<Branch> wanted(branches.begin(), branches.end()), fresh;
    std::ranges::sort(wanted);
    for (auto const& branch : wanted) {
        bool const twice = !fresh.empty() && fresh.back().place == branch.place;
        auto const node = find(branch.place);
        if (branch.place.is_nil())
            refused.push_back(branch);
        else if (!twice && node == no_node)
            fresh.push_back(branch);
        else if (branch.parent != (twice ? fresh.back().parent : parent_place(node)))
            refused.push_back(branch);
    }
    std::ranges::sort(fresh, {}, [](auto const& branch) { return std::pair(branch.parent, branch.place); });
    return fresh;
}

// Walks down from the parents that stand already; what is not reached has no way up to a root.
void Tree::attach(std::vector<Branch> const& fresh, std::vector<Branch>& refused) {
    std::vector<std::pair<std::size_t, Node>> ready;  // position in fresh, parent
    auto const push_children = [&](Place place, Node parent) {
        auto const children = std::ranges::equal_range(fresh, place, {}, &Branch::parent);
        for (auto child = children.end(); child != children.begin();) ready.emplace_back(--child - fresh.begin(), parent);
    };
    for (auto at = fresh.size(); at-- > 0;) {
        if (at > 0 && fresh[at - 1].parent == fresh[at].parent) continue;
        auto const parent = find(fresh[at].parent);
        if (parent != no_node || fresh[at].parent.is_nil()) push_children(fresh[at].parent, parent);
    }
    std::vector<bool> reached(fresh.size());
    while (!ready.empty()) {
        auto const [at, parent] = ready.back();
        ready.pop_back();
        reached[at] = true;
        auto const node = Node(place_.size());
        place_.push_back(fresh[at].place);
        parent_.push_back(parent);
        push_children(fresh[at].place, node);
    }
    for (std::size_t at = 0; at < fresh.size(); ++at)
        if (!reached[at]) refused.push_back(fresh[at]);
}

void Tree::renew_order() {
    auto const count = place_.size();
    auto const of_node = [this](Node node) { return place_[node]; };
    std::vector<Node> fresh(count - by_place_.size()), merged(count);
    std::iota(fresh.begin(), fresh.end(), Node(by_place_.size()));
    std::ranges::sort(fresh, {}, of_node);
    std::ranges::merge(by_place_, fresh, merged.begin(), {}, of_node, of_node);
    by_place_ = std::move(merged);

    // Pushing to the front in rising order leaves each list falling, which a stack turns round again.
    std::vector<Node> last_child(count, no_node), previous(count, no_node), stack;
    Node last_root = no_node;
    for (auto const node : by_place_) {
        auto& last = parent_[node] == no_node ? last_root : last_child[parent_[node]];
        previous[node] = last;
        last = node;
    }
    order_.clear();
    order_.reserve(count);
    begin_.resize(count);
    end_.assign(count, 0);
    auto const push_list = [&](Node last) {
        for (; last != no_node; last = previous[last]) stack.push_back(last);
    };
    for (push_list(last_root); !stack.empty();) {
        auto const node = stack.back();
        stack.pop_back();
        begin_[node] = std::uint32_t(order_.size());
        order_.push_back(node);
        push_list(last_child[node]);
    }
    for (auto const node : order_ | std::views::reverse) {
        end_[node] = std::max(end_[node], begin_[node] + 1);
        if (auto const parent = parent_[node]; parent != no_node) end_[parent] = std::max(end_[parent], end_[node]);
    }
}

Node Tree::find(Place place) const {
    auto const at = std::ranges::lower_bound(by_place_, place, {}, [this](Node node) { return place_[node]; });
    return at != by_place_.end() && place_[*at] == place ? *at : no_node;
}

std::size_t Tree::bytes() const {
    return bytes_of(place_) + bytes_of(parent_) + bytes_of(by_place_) + bytes_of(order_) + bytes_of(begin_) + bytes_of(end_);
}

}  // namespace fx::coverage
