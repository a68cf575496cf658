#pragma once
/// One obligation type in one period: of whom it is expected, who has fulfilled it, and the sums at every node.

#include "engines/coverage/change.hpp"
#include "engines/coverage/subject_index.hpp"
#include "engines/coverage/tree.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace fx::coverage {

/// Figures of a node, with everything below it. fulfilled counts on time and late.
struct Figures {
    std::uint32_t expected = 0, fulfilled = 0, late = 0;  ///< late <= fulfilled <= expected
    std::uint32_t missing() const { return expected - fulfilled; }
    bool operator==(Figures const&) const = default;
};
struct PlaceFigures {
    Place place;
    Figures figures;
    bool operator==(PlaceFigures const&) const = default;
};

/// The value is the pair of bits kept: bit 0 = "due", bit 1 = "done".
enum class Status : std::uint8_t { not_expected = 0, missing = 1, late = 2, on_time = 3 };
/// `fulfilled` = on time or late; `expected` = all but not_expected.
enum class Filter : std::uint8_t { expected, missing, fulfilled, late };

struct SubjectStatus {
    Id id;
    Status status;
};
struct SlotStatus {
    Slot slot;
    Status status;
};

/// Counts what it is told; which visit counts, and what is late, the caller decides. A change costs one step for
/// each level of the tree, a question about a node nothing. Kept for every slot of the index: an obligation of a
/// few (people under observation) belongs to an index of those few. Changes need the series, its index and its
/// tree to themselves; everything const may run concurrently.
class Series {
public:
    Series(Tree const& tree, SubjectIndex const& index) : tree_(&tree), index_(&index) {}

    Change expect(Id const& subject) {
        return on(subject, [&](Slot slot) { return expect(slot); });
    }
    /// Withdraws the expectation, and with it a fulfilment.
    Change unexpect(Id const& subject) {
        return on(subject, [&](Slot slot) { return unexpect(slot); });
    }
    /// Also turns on time into late and back.
    Change fulfil(Id const& subject, bool late) {
        return on(subject, [&](Slot slot) { return fulfil(slot, late); });
    }
    /// Withdraws the fulfilment: the subject is missing again.
    Change reopen(Id const& subject) {
        return on(subject, [&](Slot slot) { return reopen(slot); });
    }

    // The same by slot, for who has it at hand.
    Change expect(Slot slot);
    Change unexpect(Slot slot);
    Change fulfil(Slot slot, bool late);
    Change reopen(Slot slot);
    Status status(Slot slot) const {
        auto const block = slot / slots_per_block, shift = slot % slots_per_block;
        if (block >= words_.size()) return Status::not_expected;
        auto const [due, done] = words_[block];
        return Status((due >> shift & 1) | (done >> shift & 1) << 1);
    }
    /// Makes the status of the subject in `slot` so, whatever it was.
    Change set(Slot slot, Status status);

    /// Many at once, in order: a group of commits, or everything at start-up. Several times faster than one by one,
    /// because it asks the memory ahead. Returns the ids that are not in the index.
    [[nodiscard]] std::vector<Id> set(std::span<SubjectStatus const> subjects);
    void set(std::span<SlotStatus const> subjects);

    /// Nothing for a place that is not in the tree.
    std::optional<Figures> figures(Place place) const;
    Figures figures(Node node) const { return node < sums_.size() ? sums_[node].figures : Figures{}; }
    /// Of the direct children in tree order; nothing for a place that is not in the tree.
    std::vector<PlaceFigures> children(Place place) const;
    /// Of every node in tree order, into `out`, whose memory is used again.
    void all(std::vector<PlaceFigures>& out) const;
    /// How many are missing at each node itself, without what lies below it: those nodes where anyone is.
    std::vector<std::pair<Place, std::uint32_t>> missing_by_place() const;

    /// The slots of `block` that pass, as bits, lowest slot first.
    std::uint64_t matching(Block block, Filter filter) const;

    std::size_t bytes() const;

private:
    struct Word {
        std::uint64_t due = 0, done = 0;  // bit i: slot 64 * block + i
    };

    /// The tree's parent stands beside the figures, so that climbing touches one cache line a level.
    struct Sum {
        Figures figures;  // subtree included
        Node parent = no_node;
    };

    template <class Apply>
    Change on(Id const& subject, Apply apply) {
        auto const slot = index_->find(subject);
        return slot == no_slot ? Change::unknown_subject : apply(slot);
    }
    void make_room();
    void write(Slot slot, Status status);

    Tree const* tree_;
    SubjectIndex const* index_;
    std::vector<Word> words_;  // by block; what is beyond the end is zero
    std::vector<Sum> sums_;    // by node; what is beyond the end is zero
};

/// How many of `figures` pass `filter`.
std::uint32_t count(Figures const& figures, Filter filter);

}  // namespace fx::coverage
