#include "engines/coverage/series.hpp"

#include "base/assert.hpp"
#include "engines/coverage/grow.hpp"

#include <algorithm>

namespace fx::coverage {
namespace {

/// Changes whose memory is asked for together: enough to hide its latency, few enough to stay in the nearest cache.
constexpr std::size_t group_size = 64;

constexpr Figures one(Status status) {
    return {.expected = status != Status::not_expected,
            .fulfilled = status == Status::on_time || status == Status::late,
            .late = status == Status::late};
}

/// Differences wrap round and come right again in the sum.
constexpr Figures difference(Status from, Status to) {
    auto const before = one(from), after = one(to);
    return {after.expected - before.expected, after.fulfilled - before.fulfilled, after.late - before.late};
}

void add(Figures& sum, Figures const& more) {
    sum.expected += more.expected;
    sum.fulfilled += more.fulfilled;
    sum.late += more.late;
}

std::uint64_t bit_of(Slot slot) { return std::uint64_t(1) << (slot % slots_per_block); }

}  // namespace

Change Series::expect(Slot slot) {
    return status(slot) == Status::not_expected ? set(slot, Status::missing) : Change::already;
}

Change Series::unexpect(Slot slot) { return set(slot, Status::not_expected); }

Change Series::fulfil(Slot slot, bool late) {
    if (status(slot) == Status::not_expected) return Change::not_expected;
    return set(slot, late ? Status::late : Status::on_time);
}

Change Series::reopen(Slot slot) {
    if (status(slot) == Status::not_expected) return Change::not_expected;
    return set(slot, Status::missing);
}

Change Series::set(Slot slot, Status to) {
    auto const from = status(slot);
    if (from == to) return Change::already;
    make_room();
    write(slot, to);
    auto const delta = difference(from, to);
    auto node = index_->node(slot);
    if (delta.expected == 0 && delta.late == 0) {  // most changes are visits in time: one store a level
        for (; node != no_node; node = sums_[node].parent) sums_[node].figures.fulfilled += delta.fulfilled;
    } else {
        for (; node != no_node; node = sums_[node].parent) add(sums_[node].figures, delta);
    }
    return Change::applied;
}

std::vector<Id> Series::set(std::span<SubjectStatus const> subjects) {
    std::vector<Id> unknown;
    std::vector<SlotStatus> known;
    for (auto rest = subjects; !rest.empty();) {
        auto const group = rest.first(std::min(group_size, rest.size()));
        rest = rest.subspan(group.size());
        known.clear();
        for (auto const& subject : group) index_->prefetch_find(subject.id);
        for (auto const& subject : group) {
            if (auto const slot = index_->find(subject.id); slot != no_slot)
                known.push_back({slot, subject.status});
            else
                unknown.push_back(subject.id);
        }
        set(known);
    }
    return unknown;
}

void Series::set(std::span<SlotStatus const> subjects) {
    make_room();
    while (!subjects.empty()) {
        auto const group = subjects.first(std::min(group_size, subjects.size()));
        subjects = subjects.subspan(group.size());
        for (auto const& [slot, status] : group) {
            __builtin_prefetch(&words_[slot / slots_per_block]);
            index_->prefetch_node(slot);
        }
        for (auto const& [slot, status] : group) __builtin_prefetch(&sums_[index_->node(slot)]);
        for (auto const& [slot, status] : group) (void)set(slot, status);
    }
}

void Series::make_room() {
    grow(words_, index_->blocks());
    auto node = Node(sums_.size());
    if (node == tree_->size()) return;
    grow(sums_, tree_->size());
    for (; node < sums_.size(); ++node) sums_[node].parent = tree_->parent(node);
}

void Series::write(Slot slot, Status status) {
    auto& word = words_[slot / slots_per_block];
    auto const shift = slot % slots_per_block;
    auto const bit = bit_of(slot), bits = std::uint64_t(status);
    word.due = (word.due & ~bit) | (bits & 1) << shift;
    word.done = (word.done & ~bit) | (bits >> 1) << shift;
}

std::optional<Figures> Series::figures(Place place) const {
    auto const node = tree_->find(place);
    if (node == no_node) return std::nullopt;
    return figures(node);
}

std::vector<PlaceFigures> Series::children(Place place) const {
    std::vector<PlaceFigures> out;
    if (auto const node = tree_->find(place); node != no_node)
        tree_->each_child(node, [&](Node child) { out.push_back({tree_->place(child), figures(child)}); });
    return out;
}

void Series::all(std::vector<PlaceFigures>& out) const {
    out.resize(tree_->size());
    auto at = out.begin();
    for (auto const node : tree_->order()) *at++ = {tree_->place(node), figures(node)};
}

std::vector<std::pair<Place, std::uint32_t>> Series::missing_by_place() const {
    std::vector<std::uint32_t> own(sums_.size());
    for (std::size_t node = 0; node < sums_.size(); ++node) own[node] = sums_[node].figures.missing();
    for (auto const& sum : sums_)
        if (sum.parent != no_node) own[sum.parent] -= sum.figures.missing();
    std::vector<std::pair<Place, std::uint32_t>> out;
    for (std::size_t node = 0; node < own.size(); ++node)
        if (own[node] != 0) out.emplace_back(tree_->place(Node(node)), own[node]);
    return out;
}

std::uint64_t Series::matching(Block block, Filter filter) const {
    if (block >= words_.size()) return 0;
    auto const [due, done] = words_[block];
    switch (filter) {
        case Filter::expected: return due | done;
        case Filter::missing: return due & ~done;
        case Filter::fulfilled: return done;
        case Filter::late: return done & ~due;
    }
    return 0;
}

std::size_t Series::bytes() const { return bytes_of(words_) + bytes_of(sums_); }

std::uint32_t count(Figures const& figures, Filter filter) {
    switch (filter) {
        case Filter::expected: return figures.expected;
        case Filter::missing: return figures.missing();
        case Filter::fulfilled: return figures.fulfilled;
        case Filter::late: return figures.late;
    }
    return 0;
}

}  // namespace fx::coverage
