// How the columns of a VisitIndex are made: first by ranges of places, then by ranges of persons, each range within the
// cache. Putting each visit straight where it belongs waits for memory four times a visit.

#include "engines/tracing/buckets.hpp"
#include "engines/tracing/radix_order.hpp"
#include "engines/tracing/visit_index.hpp"

#include <utility>

namespace fx::tracing {
namespace {

/// `items` in order of begin.
template <class Item>
void order_by_begin(std::span<Item const> items, std::vector<Keyed>& order) {
    order.clear();
    for (std::size_t i = 0; i < items.size(); ++i)
        order.push_back({std::uint32_t(items[i].begin) ^ 0x80000000u, std::uint32_t(i)});
    radix_order(order);
}

/// Counts in starts[first, last) -> where each begins, from `sum` on. Returns where the last one ends.
std::uint32_t counts_to_starts(std::vector<std::uint32_t>& starts, std::uint32_t first, std::uint32_t last,
                               std::uint32_t sum) {
    for (auto i = first; i < last; ++i) sum += std::exchange(starts[i], sum);
    return sum;
}

}  // namespace

struct VisitIndex::PersonStep {
    PersonIndex person;
    Minute begin;
    Step step;
};

void VisitIndex::arrange(std::span<Visit const> visits) {
    Buckets<PersonStep> by_person(persons());
    {
        Buckets<Visit> by_place(places());
        bool any_row = false;
        for (auto const& visit : visits) {
            by_place.count(visit.place);
            by_person.count(visit.person);
            any_row |= visit.row != row_unknown;
        }
        by_place.open();
        for (auto const& visit : visits) by_place.put(visit.place, visit);
        by_person.open();
        arrange_places(by_place, by_person, any_row);
    }
    arrange_persons(by_person);
    measure_blocks();
}

void VisitIndex::arrange_places(Buckets<Visit> const& by_place, Buckets<PersonStep>& by_person, bool any_row) {
    stays_ = std::vector<Stay>(by_place.items());  // resize() would keep twice the room when one more is to fit
    place_start_.assign(places() + 1, 0);
    row_start_ = std::vector<std::uint32_t>(any_row ? places() : 0, no_rows);
    rows_.clear();
    std::vector<Keyed> order;
    std::vector<std::uint32_t> next;
    std::uint32_t sum = 0;
    for (std::uint32_t bucket = 0; bucket < by_place.size(); ++bucket) {
        auto const visits = by_place.at(bucket);
        auto const first = by_place.first_key(bucket), last = by_place.first_key(bucket + 1);
        for (auto const& visit : visits) ++place_start_[visit.place];
        if (any_row) make_rows(visits, first, last);
        sum = counts_to_starts(place_start_, first, last, sum);
        next.assign(place_start_.begin() + first, place_start_.begin() + last);
        order_by_begin(visits, order);
        for (auto const& item : order) {
            auto const& visit = visits[item.index];
            auto const at = next[visit.place - first]++;
            stays_[at] = {visit.person, visit.begin, visit.end};
            if (any_row && row_start_[visit.place] != no_rows)
                rows_[row_start_[visit.place] + (at - place_start_[visit.place])] = visit.row;
            by_person.put(visit.person, {visit.person, visit.begin, {visit.place, at}});
        }
    }
    place_start_.back() = sum;
    rows_.shrink_to_fit();
}

/// Room for rows at those of the places [first, last) that have any. place_start_ holds counts of visits there.
void VisitIndex::make_rows(std::span<Visit const> visits, PlaceIndex first, PlaceIndex last) {
    for (auto const& visit : visits)
        if (visit.row != row_unknown) row_start_[visit.place] = 0;
    auto sum = std::uint32_t(rows_.size());
    for (auto place = first; place < last; ++place)
        if (row_start_[place] != no_rows) row_start_[place] = std::exchange(sum, sum + place_start_[place]);
    rows_.resize(sum, row_unknown);
}

void VisitIndex::arrange_persons(Buckets<PersonStep> const& by_person) {
    steps_ = std::vector<Step>(by_person.items());
    std::ranges::fill(person_start_, 0u);
    std::vector<Keyed> order;
    std::vector<std::uint32_t> next;
    std::uint32_t sum = 0;
    for (std::uint32_t bucket = 0; bucket < by_person.size(); ++bucket) {
        auto const items = by_person.at(bucket);
        auto const first = by_person.first_key(bucket), last = by_person.first_key(bucket + 1);
        for (auto const& item : items) ++person_start_[item.person];
        sum = counts_to_starts(person_start_, first, last, sum);
        next.assign(person_start_.begin() + first, person_start_.begin() + last);
        order_by_begin(items, order);
        for (auto const& item : order) {
            auto const& each = items[item.index];
            steps_[next[each.person - first]++] = each.step;
        }
    }
    person_start_.back() = sum;
}

void VisitIndex::measure_blocks() {
    block_start_ = std::vector<std::uint32_t>(places() + 1, 0);
    for (PlaceIndex place = 0; place < places(); ++place)
        block_start_[place] = (place_start_[place + 1] - place_start_[place] + block_size - 1) / block_size;
    block_start_.back() = counts_to_starts(block_start_, 0, places(), 0);
    latest_ = std::vector<Minute>(block_start_.back(), INT32_MIN);
    reach_ = latest_;
    for (PlaceIndex place = 0; place < places(); ++place) {
        auto reach = INT32_MIN;
        for (auto block = block_start_[place]; block < block_start_[place + 1]; ++block) {
            auto const first = place_start_[place] + (block - block_start_[place]) * block_size;
            auto const last = std::min(first + block_size, place_start_[place + 1]);
            for (auto at = first; at < last; ++at) latest_[block] = std::max(latest_[block], stays_[at].end);
            reach_[block] = reach = std::max(reach, latest_[block]);
        }
    }
}

}  // namespace fx::tracing
