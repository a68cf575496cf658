#pragma once
/// Subjects of one kind (all households, or all persons) and every series about them, kept in step.

#include "engines/coverage/listing.hpp"
#include "engines/coverage/series.hpp"

#include <compare>
#include <map>
#include <string>
#include <vector>

namespace fx::coverage {

struct SeriesKey {
    std::string obligation;  ///< the catalogue's name, such as "household_screening"
    std::string period;      ///< the caller's name for it: a round's id, a day, a half day
    auto operator<=>(SeriesKey const&) const = default;
};

/// One writer at a time, with nobody reading: the caller holds the lock (a shared_mutex beside the population).
/// Readers may be many. `tree` outlives the population and is under the same lock. A Series is changed directly.
class Population {
public:
    /// `secret`: any number outsiders do not know; see IdTable. It changes no answer.
    Population(Tree const& tree, std::uint64_t secret) : tree_(tree), index_(secret) {}
    Population(Population const&) = delete;  // its series point into it
    Population& operator=(Population const&) = delete;

    Change add(Id const& subject, Place place);
    /// The status in every series goes along, so the figures follow the person; where they were is history, kept
    /// in the store.
    Change move(Id const& subject, Place place);
    /// Leaves every series too.
    Change remove(Id const& subject);
    /// At start-up. See SubjectIndex::load.
    [[nodiscard]] std::vector<Refusal> load(std::span<Subject const> subjects) { return index_.load(tree_, subjects); }
    /// Nil when unknown.
    Place place_of(Id const& subject) const;

    /// The series of `key`, empty when it is new. Stays where it is until closed.
    Series& open(SeriesKey const& key) { return series_.try_emplace(key, tree_, index_).first->second; }
    /// Forgets the series. False when there was none.
    bool close(SeriesKey const& key) { return series_.erase(key) > 0; }
    /// Null when there is none.
    Series* find(SeriesKey const& key);
    Series const* find(SeriesKey const& key) const;
    std::map<SeriesKey, Series> const& series() const { return series_; }

    /// See coverage::list.
    Result<Page> list(Series const& of, Place place, Filter filter, std::optional<Cursor> const& from,
                      std::size_t limit) const {
        return coverage::list(tree_, index_, of, place, filter, from, limit);
    }

    SubjectIndex const& index() const { return index_; }
    struct Bytes {
        SubjectIndex::Bytes index;
        std::size_t series;  ///< all of them
    };
    Bytes bytes() const;

private:
    Tree const& tree_;
    SubjectIndex index_;
    std::map<SeriesKey, Series> series_;
};

}  // namespace fx::coverage
