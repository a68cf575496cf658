#pragma once
/// The tree of responsibility (province … village, group) as arrays, for counting.

#include "base/place.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace fx::coverage {

/// A node's number: dense from 0, given when it is added, never changed. Nodes are never removed.
using Node = std::uint32_t;
inline constexpr Node no_node = 0xffff'ffff;

struct Branch {
    Place place;
    Place parent;  ///< nil: the place is a root
    auto operator<=>(Branch const&) const = default;
};

/// Tree order: every node before what lies below it, children of one parent by Place. Several roots are allowed.
/// `add` needs the tree to itself; everything const may run concurrently.
class Tree {
public:
    /// Adds places, in any order, and renews the tree order: O(size() + n log n), so add in batches.
    /// Repeating a branch does nothing. Returns the branches it refused, nothing of which is in the tree: nil
    /// place, parent neither in the tree nor in the batch, a ring of parents, or a place known under another parent.
    [[nodiscard]] std::vector<Branch> add(std::span<Branch const> branches);

    std::size_t size() const { return place_.size(); }
    /// no_node when the place is not in the tree. O(log size()).
    Node find(Place place) const;
    Place place(Node node) const { return place_[node]; }
    /// no_node for a root.
    Node parent(Node node) const { return parent_[node]; }

    /// All nodes in tree order. What lies at and below `node` is order()[begin(node) .. end(node)).
    std::span<Node const> order() const { return order_; }
    std::uint32_t begin(Node node) const { return begin_[node]; }
    std::uint32_t end(Node node) const { return end_[node]; }
    /// Calls visit(Node) for each direct child of `node`, in tree order.
    template <class Visit>
    void each_child(Node node, Visit visit) const {
        for (auto at = begin_[node] + 1; at < end_[node]; at = end_[order_[at]]) visit(order_[at]);
    }

    std::size_t bytes() const;

private:
    Place parent_place(Node node) const { return parent_[node] == no_node ? Place{} : place_[parent_[node]]; }
    std::vector<Branch> unknown_among(std::span<Branch const> branches, std::vector<Branch>& refused) const;
    void attach(std::vector<Branch> const& fresh, std::vector<Branch>& refused);
    void renew_order();

    std::vector<Place> place_;
    std::vector<Node> parent_;
    std::vector<Node> by_place_;  // all nodes, by Place
    std::vector<Node> order_;
    std::vector<std::uint32_t> begin_, end_;
};

}  // namespace fx::coverage
