#include "engines/coverage/id_table.hpp"

#include "base/assert.hpp"
#include "engines/coverage/grow.hpp"

#include <bit>
#include <cstring>

namespace fx::coverage {
namespace {

__extension__ using Wide = unsigned __int128;

std::uint8_t tag_of(std::uint64_t hash) { return std::uint8_t(hash | 0x80); }
std::size_t cells_for(std::size_t count) { return count + count / 3 + 8; }  // three quarters full

}  // namespace

// Stirred, because a small secret that equals half an id would turn the product to zero.
IdTable::IdTable(std::uint64_t secret) : secret_((secret + 1) * 0x9e37'79b9'7f4a'7c15U) {}

// The folded product of wyhash: both halves of the id meet the secret before they meet each other.
std::uint64_t IdTable::hash(Id const& id) const {
    std::uint64_t high, low;
    std::memcpy(&high, id.bytes.data(), 8);
    std::memcpy(&low, id.bytes.data() + 8, 8);
    auto const mixed = Wide(high ^ secret_) * (low ^ std::rotl(secret_, 32) ^ 0x9e37'79b9'7f4a'7c15U);
    auto const folded = std::uint64_t(mixed >> 64) ^ std::uint64_t(mixed);
    return folded * 0xbf58'476d'1ce4'e5b9U;
}

std::size_t IdTable::home(std::uint64_t hash) const { return std::size_t((Wide(hash) * slots_.size()) >> 64); }

Slot IdTable::find(Id const& id, std::vector<Id> const& ids) const {
    if (size_ == 0) return no_slot;
    auto const hashed = hash(id);
    auto const tag = tag_of(hashed);
    for (auto cell = home(hashed); tags_[cell] != 0; cell = after(cell))
        if (tags_[cell] == tag && ids[slots_[cell]] == id) return slots_[cell];
    return no_slot;
}

void IdTable::prefetch(Id const& id) const {
    auto const cell = home(hash(id));
    __builtin_prefetch(tags_.data() + cell);
    __builtin_prefetch(slots_.data() + cell);
}

void IdTable::place(Slot slot, Id const& id) {
    auto const hashed = hash(id);
    auto cell = home(hashed);
    while (tags_[cell] != 0) cell = after(cell);
    tags_[cell] = tag_of(hashed);
    slots_[cell] = slot;
}

void IdTable::insert(Slot slot, std::vector<Id> const& ids) {
    if (cells_for(size_ + 1) > slots_.size()) reserve(size_ + size_ / 2 + 16, ids);
    place(slot, ids[slot]);
    ++size_;
}

void IdTable::erase(Slot slot, std::vector<Id> const& ids) {
    auto cell = home(hash(ids[slot]));
    while (tags_[cell] == 0 || slots_[cell] != slot) {
        FX_ASSERT(tags_[cell] != 0);
        cell = after(cell);
    }
    --size_;
    // Close the gap: whoever the gap would cut off from its home moves up into it.
    auto const count = slots_.size();
    for (auto next = after(cell); tags_[next] != 0; next = after(next)) {
        auto const wanted = home(hash(ids[slots_[next]]));
        auto const from_home = (next + count - wanted) % count, from_gap = (next + count - cell) % count;
        if (from_home < from_gap) continue;
        tags_[cell] = tags_[next];
        slots_[cell] = slots_[next];
        cell = next;
    }
    tags_[cell] = 0;
}

void IdTable::reserve(std::size_t count, std::vector<Id> const& ids) {
    auto const cells = cells_for(count);
    if (cells <= slots_.size()) return;
    std::vector<std::uint8_t> tags(cells);
    std::vector<Slot> slots(cells);
    tags.swap(tags_);
    slots.swap(slots_);
    for (std::size_t cell = 0; cell < tags.size(); ++cell)
        if (tags[cell] != 0) place(slots[cell], ids[slots[cell]]);
}

std::size_t IdTable::bytes() const { return bytes_of(tags_) + bytes_of(slots_); }

}  // namespace fx::coverage
