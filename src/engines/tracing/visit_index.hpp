#pragma once
/// Visits as columns: by place and begin, and by person and begin, changed in place.

#include "base/result.hpp"
#include "engines/tracing/visit.hpp"

#include <algorithm>
#include <span>
#include <unordered_map>
#include <vector>

namespace fx::tracing {

template <class Item>
class Buckets;

/// A multiset of visits. 20 bytes a visit, 4 a person, 9 a place and 8 a block of visits; rows of seats cost 2 bytes a visit
/// at the places that have any and 4 a place.
///
/// Visits of a place stand in order of begin, in blocks of 32 with the latest end of each block and of all blocks up
/// to it, so that a visit of a year makes a search look at block ends and not at all visits since it began. (An
/// augmented interval search, as in Cormen et al., Introduction to Algorithms, ch. 14.3, flattened to one level.)
class VisitIndex {
public:
    /// Fails with invalid_parameter when a person or place is out of range, or a visit does not end after it begins.
    /// Takes up to 48 bytes a visit while it builds.
    static Result<VisitIndex> build(std::uint32_t persons, std::span<PlaceKind const> places, std::span<Visit const> visits);

    /// Fails as build() does; nothing is changed then. Additions stand aside, at about 100 bytes each, until there are as
    /// many as an eighth of the visits (at least 4,096, at most 262,144); the one after them folds. fold() arranges all
    /// anew, at a time of the caller's choice: it takes as long as build() and up to 68 bytes a visit meanwhile.
    Result<void> add(Visit const& visit);
    /// Takes one visit equal to `visit` away. False when there is none.
    bool remove(Visit const& visit);
    /// One visit equal to `visit` now ends at `end`. False when there is none or `end` is not after its begin.
    bool close(Visit const& visit, Minute end);
    void fold();
    /// Persons and places that have no visit yet, numbered on from those there are.
    void add_persons(std::uint32_t count);
    void add_place(PlaceKind kind);

    std::uint32_t persons() const { return std::uint32_t(person_start_.size() - 1); }
    std::uint32_t places() const { return std::uint32_t(kinds_.size()); }
    std::size_t size() const { return stays_.size() - removed_ + added_; }
    PlaceKind kind(PlaceIndex place) const { return kinds_[place]; }
    /// Without the additions since the last fold.
    std::size_t bytes() const;

    /// Calls each(Visit) for the visits of `person` that overlap `window`, in no order. person < persons().
    template <class Each>
    void of_person(PersonIndex person, Window window, Each each) const;
    /// Calls each(person, begin, end, row) for the visits at `place` that overlap `window`, in no order. place < places().
    template <class Each>
    void at_place(PlaceIndex place, Window window, Each each) const;

private:
    static constexpr std::uint32_t block_size = 32;
    struct Stay {  // a removed one has end == begin, which overlaps nothing
        PersonIndex person;
        Minute begin, end;
    };
    struct Step {
        PlaceIndex place;
        std::uint32_t at;  // in stays_
    };
    static bool overlaps(Minute begin, Minute end, Window window) {
        return std::max(begin, window.from) < std::min(end, window.until);
    }
    Result<void> check(Visit const& visit) const;
    void arrange(std::span<Visit const> visits);
    struct PersonStep;
    void arrange_places(Buckets<Visit> const& by_place, Buckets<PersonStep>& by_person, bool any_row);
    void make_rows(std::span<Visit const> visits, PlaceIndex first, PlaceIndex last);
    void arrange_persons(Buckets<PersonStep> const& by_person);
    void measure_blocks();
    void raise_blocks(PlaceIndex place, std::uint32_t at);
    std::uint16_t row(PlaceIndex place, std::uint32_t at) const {
        if (row_start_.empty() || row_start_[place] == no_rows) return row_unknown;
        return rows_[row_start_[place] + (at - place_start_[place])];
    }
    /// Where `visit` stands in stays_, or stays_.size().
    std::size_t find(Visit const& visit) const;
    bool remove_added(Visit const& visit);

    static constexpr std::uint32_t no_rows = UINT32_MAX;
    std::vector<PlaceKind> kinds_;
    std::vector<Stay> stays_;                  // by place, then begin
    std::vector<Step> steps_;                  // by person, then begin
    std::vector<std::uint32_t> place_start_;   // in stays_; one more than places
    std::vector<std::uint32_t> person_start_;  // in steps_; one more than persons
    std::vector<std::uint32_t> block_start_;   // in latest_ and reach_; one more than places
    std::vector<Minute> latest_, reach_;       // at least the latest end in the block; in all blocks of the place up to it
    std::vector<std::uint32_t> row_start_;     // in rows_, or no_rows; empty when no visit has a row
    std::vector<std::uint16_t> rows_;
    std::unordered_map<PersonIndex, std::vector<Visit>> added_by_person_;
    std::unordered_map<PlaceIndex, std::vector<Visit>> added_by_place_;
    std::size_t removed_ = 0, added_ = 0;
};

template <class Each>
void VisitIndex::of_person(PersonIndex person, Window window, Each each) const {
    auto const first = person_start_[person], last = person_start_[person + 1];
    for (auto i = first; i < last; ++i) __builtin_prefetch(&stays_[steps_[i].at]);
    for (auto i = first; i < last; ++i) {
        auto const [place, at] = steps_[i];
        auto const& stay = stays_[at];
        if (stay.begin >= window.until) break;
        if (overlaps(stay.begin, stay.end, window)) each(Visit{person, place, stay.begin, stay.end, row(place, at)});
    }
    if (added_ == 0) return;
    if (auto const found = added_by_person_.find(person); found != added_by_person_.end())
        for (auto const& visit : found->second)
            if (overlaps(visit.begin, visit.end, window)) each(visit);
}

template <class Each>
void VisitIndex::at_place(PlaceIndex place, Window window, Each each) const {
    auto const end = place_start_[place + 1];
    auto const reach_end = reach_.begin() + block_start_[place + 1];
    auto block =
        std::uint32_t(std::upper_bound(reach_.begin() + block_start_[place], reach_end, window.from) - reach_.begin());
    auto at = place_start_[place] + (block - block_start_[place]) * block_size;
    for (; at < end && stays_[at].begin < window.until; ++block) {
        auto const next = std::min(at + block_size, end);
        if (latest_[block] > window.from) {
            for (auto i = at; i < next && stays_[i].begin < window.until; ++i) {
                auto const& stay = stays_[i];
                if (overlaps(stay.begin, stay.end, window)) each(stay.person, stay.begin, stay.end, row(place, i));
            }
        }
        at = next;
    }
    if (added_ == 0) return;
    if (auto const found = added_by_place_.find(place); found != added_by_place_.end())
        for (auto const& visit : found->second)
            if (overlaps(visit.begin, visit.end, window)) each(visit.person, visit.begin, visit.end, visit.row);
}

}  // namespace fx::tracing
