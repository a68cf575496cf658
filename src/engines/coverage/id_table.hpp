#pragma once
/// Finds the slot of an Id: open addressing, five bytes a cell; the ids themselves stay in the caller's array.

#include "base/id.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace fx::coverage {

/// A subject's number: dense, so that a set of subjects is a set of bits.
using Slot = std::uint32_t;
inline constexpr Slot no_slot = 0xffff'ffff;

/// `ids` in every call is the same array: the id of each slot. It must already hold the id at `insert`, and
/// still hold it at `erase`.
class IdTable {
public:
    /// `secret` is mixed into the hash, so that devices, which make the ids, cannot make them collide.
    explicit IdTable(std::uint64_t secret);

    /// no_slot when unknown.
    Slot find(Id const& id, std::vector<Id> const& ids) const;
    /// Asks the memory for what find(id) looks at first.
    void prefetch(Id const& id) const;
    /// The id of `slot` must not be in the table.
    void insert(Slot slot, std::vector<Id> const& ids);
    /// The id of `slot` must be in the table.
    void erase(Slot slot, std::vector<Id> const& ids);
    /// Room for `count` ids without growing again.
    void reserve(std::size_t count, std::vector<Id> const& ids);
    std::size_t size() const { return size_; }
    std::size_t bytes() const;

private:
    std::uint64_t hash(Id const& id) const;
    std::size_t home(std::uint64_t hash) const;  // where the search for a hash starts
    std::size_t after(std::size_t cell) const { return ++cell == slots_.size() ? 0 : cell; }
    void place(Slot slot, Id const& id);

    std::uint64_t secret_;
    std::size_t size_ = 0;
    std::vector<std::uint8_t> tags_;  // 0 = free; else the top bit and seven bits of the hash
    std::vector<Slot> slots_;
};

}  // namespace fx::coverage
