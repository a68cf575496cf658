#include "engines/coverage/series.hpp"

#include "base/assert.hpp"
#include "engines/coverage/grow.hpp"

#include <ranges>

namespace fx::coverage {
namespace {

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

Status Series::status(Slot slot) const {
    auto const block = slot / slots_per_block;
    if (block >= words_.size()) return Status::not_expected;
    auto const shift = slot % slots_per_block;
    return Status((words_[block].due >> shift & 1) | (words_[block].done >> shift & 1) << 1);
}

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
    for (auto node = index_->node(slot); node != no_node; node = tree_->parent(node)) add(figures_[node], delta);
    return Change::applied;
}

std::vector<Id> Series::load(std::span<SubjectStatus const> subjects) {
    make_room();
    std::vector<Id> unknown;
    std::vector<Figures> own(figures_.size());  // what changes at each node itself
    for (auto const& subject : subjects) {
        auto const slot = index_->find(subject.id);
        if (slot == no_slot) {
            unknown.push_back(subject.id);
            continue;
        }
        add(own[index_->node(slot)], difference(status(slot), subject.status));
        write(slot, subject.status);
    }
    for (auto const node : tree_->order() | std::views::reverse) {
        add(figures_[node], own[node]);
        if (auto const parent = tree_->parent(node); parent != no_node) add(own[parent], own[node]);
    }
    return unknown;
}

void Series::make_room() {
    grow(words_, index_->blocks());
    grow(figures_, tree_->size());
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

std::size_t Series::bytes() const { return bytes_of(words_) + bytes_of(figures_); }

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
