#pragma once
/// Person -> row number, for the persons one question has met.

#include "engines/tracing/visit.hpp"

#include <vector>

namespace fx::tracing {

/// Open addressing with multiplicative hashing (Knuth, TAOCP 3, 6.4), at most half full.
class PersonTable {
public:
    /// The row of `person`, which is `row` if the person was not there.
    std::uint32_t insert(PersonIndex person, std::uint32_t row) {
        if (2 * (size_ + 1) > cells_.size()) grow();
        auto& cell = find(person);
        if (cell.row != vacant) return cell.row;
        cell = {person, row};
        ++size_;
        return row;
    }
    void prefetch(PersonIndex person) const { __builtin_prefetch(&cells_[home(person)], 1); }

private:
    static constexpr std::uint32_t vacant = UINT32_MAX;
    struct Cell {
        PersonIndex person = 0;
        std::uint32_t row = vacant;
    };
    std::size_t home(PersonIndex person) const { return (person * 0x9e3779b97f4a7c15u) >> shift_; }
    Cell& find(PersonIndex person) {
        auto at = home(person);
        while (cells_[at].row != vacant && cells_[at].person != person) at = (at + 1) & (cells_.size() - 1);
        return cells_[at];
    }
    void grow() {
        std::vector<Cell> old(cells_.size() * 4);
        old.swap(cells_);
        shift_ -= 2;
        for (auto const& cell : old)
            if (cell.row != vacant) find(cell.person) = cell;
    }

    std::vector<Cell> cells_ = std::vector<Cell>(64);
    int shift_ = 58;
    std::size_t size_ = 0;
};

}  // namespace fx::tracing
