#pragma once
/// Who is counted, and where: Id <-> slot <-> node, shared by every series about one kind of subject.

#include "engines/coverage/change.hpp"
#include "engines/coverage/id_table.hpp"
#include "engines/coverage/tree.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace fx::coverage {

/// Slots come in blocks of 64, one machine word of a bitset. A block belongs to one node for good, so the node
/// of a slot is the node of its block, and the subjects of a node are whole words.
inline constexpr std::uint32_t slots_per_block = 64;
using Block = std::uint32_t;

struct Subject {
    Id id;
    Place place;
    bool operator==(Subject const&) const = default;
};
struct Refusal {
    Subject subject;
    Change why;
};

/// `add`, `move`, `remove` and `load` need the index to themselves; everything const may run concurrently.
class SubjectIndex {
public:
    /// `secret`: see IdTable.
    explicit SubjectIndex(std::uint64_t secret);

    /// no_slot when unknown.
    Slot find(Id const& id) const { return table_.find(id, ids_); }
    /// Nil when nobody has the slot.
    Id const& id(Slot slot) const { return ids_[slot]; }
    /// Asks the memory for what find(id), id(slot) or node(slot) will want.
    void prefetch_find(Id const& id) const { table_.prefetch(id); }
    void prefetch_id(Slot slot) const { __builtin_prefetch(&ids_[slot]); }
    void prefetch_node(Slot slot) const { __builtin_prefetch(&node_[slot / slots_per_block]); }
    /// Also of a slot whose subject has left.
    Node node(Slot slot) const { return node_[slot / slots_per_block]; }

    /// `id` must be unknown and not nil. Takes the lowest free slot of the node, or the first of new blocks.
    Slot add(Id const& id, Node target);
    /// Returns the new slot; the same one when the subject is at `target` already.
    Slot move(Slot slot, Node target);
    void remove(Slot slot);
    /// Many at once, laid out in tree order so that every county is one run of blocks. Returns whom it refused:
    /// unknown_subject (nil id), unknown_place, known_elsewhere. Who is already at the place is left alone.
    [[nodiscard]] std::vector<Refusal> load(Tree const& tree, std::span<Subject const> subjects);

    /// Tells this index from the one before a restart, given another secret: their slots differ.
    std::uint32_t edition() const { return edition_; }
    std::size_t size() const { return table_.size(); }
    std::size_t blocks() const { return node_.size(); }
    /// Calls visit(Block first, Block end) for each run of blocks of `node`, by rising number, until it returns false.
    template <class Visit>
    void each_run(Node node, Visit visit) const {
        if (node >= runs_.size()) return;
        auto const* run = &runs_[node];
        while (run->first < run->end && visit(run->first, run->end) && run->next != no_run) run = &more_runs_[run->next];
    }

    struct Bytes {
        std::size_t blocks;  ///< which blocks each node has, and the way back
        std::size_t ids;     ///< the id of each slot, and the way back
    };
    Bytes bytes() const;

private:
    using RunNumber = std::uint32_t;
    static constexpr RunNumber no_run = 0xffff'ffff;
    struct Run {
        Block first = 0, end = 0;
        RunNumber next = no_run;  // in more_runs_, of the same node; always of higher blocks
    };

    void know(Node target);
    void append_run(Node target, std::uint32_t more);
    Slot free_slot(Node target) const;
    std::uint32_t free_slots(Node target) const;
    void make_room(Tree const& tree, std::span<Subject const> subjects);

    std::uint32_t edition_;
    IdTable table_;
    std::vector<Id> ids_;            // by slot
    std::vector<Node> node_;         // by block
    std::vector<Slot> taken_below_;  // by node: its slots below this one are all taken
    std::vector<Run> runs_;          // by node: the first run; empty when the node has no blocks
    std::vector<Run> more_runs_;
};

}  // namespace fx::coverage
