#include "engines/coverage/subject_index.hpp"

#include "base/assert.hpp"
#include "engines/coverage/grow.hpp"

#include <algorithm>
#include <utility>

namespace fx::coverage {
namespace {

/// Subjects arrive sorted by place, so the last answer is mostly the next one.
class NodeFinder {
public:
    explicit NodeFinder(Tree const& tree) : tree_(tree) {}
    Node operator()(Place place) {
        if (place != place_) node_ = tree_.find(place_ = place);
        return node_;
    }

private:
    Tree const& tree_;
    Place place_;
    Node node_ = no_node;
};

std::uint32_t blocks_for(std::size_t subjects) { return std::uint32_t((subjects + slots_per_block - 1) / slots_per_block); }

}  // namespace

// Half of the secret stays unknown to whoever sees an edition.
SubjectIndex::SubjectIndex(std::uint64_t secret) : edition_(std::uint32_t(secret >> 32)), table_(secret) {}

Slot SubjectIndex::add(Id const& id, Node target) {
    FX_ASSERT(!id.is_nil() && target != no_node);
    know(target);
    auto slot = free_slot(target);
    if (slot == no_slot) {
        std::uint32_t owned = 0;
        each_run(target, [&](Block first, Block end) { return owned += end - first, true; });
        slot = Slot(blocks() * slots_per_block);
        append_run(target, std::max(1U, owned / 4));
    }
    ids_[slot] = id;
    taken_below_[target] = slot + 1;
    table_.insert(slot, ids_);
    return slot;
}

Slot SubjectIndex::move(Slot slot, Node target) {
    if (node(slot) == target) return slot;
    Id const id = ids_[slot];
    remove(slot);
    return add(id, target);
}

void SubjectIndex::remove(Slot slot) {
    FX_ASSERT(slot < ids_.size() && !ids_[slot].is_nil());
    table_.erase(slot, ids_);
    ids_[slot] = Id{};
    auto& taken_below = taken_below_[node(slot)];
    taken_below = std::min(taken_below, slot);
}

std::vector<Refusal> SubjectIndex::load(Tree const& tree, std::span<Subject const> subjects) {
    make_room(tree, subjects);
    std::vector<Refusal> refused;
    NodeFinder node_of(tree);
    for (auto const& subject : subjects) {
        auto const target = node_of(subject.place);
        auto const slot = find(subject.id);
        if (subject.id.is_nil())
            refused.push_back({subject, Change::unknown_subject});
        else if (target == no_node)
            refused.push_back({subject, Change::unknown_place});
        else if (slot == no_slot)
            add(subject.id, target);
        else if (node(slot) != target)
            refused.push_back({subject, Change::known_elsewhere});
    }
    return refused;
}

void SubjectIndex::make_room(Tree const& tree, std::span<Subject const> subjects) {
    std::vector<std::uint32_t> arriving(tree.size());
    NodeFinder node_of(tree);
    for (auto const& subject : subjects)
        if (auto const target = node_of(subject.place); target != no_node) ++arriving[target];

    std::size_t more_blocks = 0;
    for (Node target = 0; target < arriving.size(); ++target) {
        arriving[target] -= std::min(arriving[target], free_slots(target));
        more_blocks += blocks_for(arriving[target]);
    }
    runs_.reserve(tree.size());
    taken_below_.reserve(tree.size());
    node_.reserve(blocks() + more_blocks);
    ids_.reserve((blocks() + more_blocks) * slots_per_block);
    table_.reserve(size() + subjects.size(), ids_);
    for (auto const target : tree.order())
        if (arriving[target] > 0) append_run(target, blocks_for(arriving[target]));
}

void SubjectIndex::append_run(Node target, std::uint32_t more) {
    know(target);
    auto const first = Block(blocks());
    FX_ASSERT(blocks() + more < no_slot / slots_per_block);
    Run const run{first, first + more, no_run};
    if (auto* last = &runs_[target]; last->first == last->end) {
        *last = run;
    } else {
        while (last->next != no_run) last = &more_runs_[last->next];
        last->next = RunNumber(more_runs_.size());  // before more_runs_ may move
        more_runs_.push_back(run);
    }
    grow(node_, first + more, target);
    grow(ids_, std::size_t(first + more) * slots_per_block);
}

void SubjectIndex::know(Node target) {
    grow(runs_, target + std::size_t(1));
    grow(taken_below_, target + std::size_t(1));
}

Slot SubjectIndex::free_slot(Node target) const {
    auto found = no_slot;
    auto const from = taken_below_[target];
    each_run(target, [&](Block first, Block end) {
        for (auto slot = std::max(from, first * slots_per_block); slot < end * slots_per_block; ++slot)
            if (ids_[slot].is_nil()) return found = slot, false;
        return true;
    });
    return found;
}

std::uint32_t SubjectIndex::free_slots(Node target) const {
    std::uint32_t count = 0;
    each_run(target, [&](Block first, Block end) {
        auto const ids = std::span(ids_).subspan(first * slots_per_block, (end - first) * slots_per_block);
        count += std::uint32_t(std::ranges::count_if(ids, &Id::is_nil));
        return true;
    });
    return count;
}

SubjectIndex::Bytes SubjectIndex::bytes() const {
    return {.blocks = bytes_of(node_) + bytes_of(taken_below_) + bytes_of(runs_) + bytes_of(more_runs_),
            .ids = bytes_of(ids_) + table_.bytes()};
}

}  // namespace fx::coverage
