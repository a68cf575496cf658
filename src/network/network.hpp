#pragma once
/// The four-level network in memory: divisions and zones, who lives where, who answers for what, and the coverage of
/// every obligation. Follows the store's commits on the writer's thread; readers take a View.

#include "divisions/division_tree.hpp"
#include "engines/coverage/coverage.hpp"
#include "network/posts.hpp"
#include "records/engine.hpp"
#include "records/obligation.hpp"
#include "records/responsibility.hpp"
#include "store/store.hpp"

#include <map>
#include <memory>
#include <shared_mutex>
#include <string>
#include <vector>

namespace fx::network {

class Network final : public records::Responsibility, public records::Subjects, public records::ObligationListener {
public:
    /// `secret`: any number outsiders do not know (hash flooding). `shard`: of a site above the counties, which keeps all
    /// its records in one shard of its own; nothing for a county's site, where a place's county says it.
    Network(DivisionTree divisions, std::uint64_t secret, std::optional<std::int64_t> shard = std::nullopt);

    /// Reads zones, households, persons, posts and open periods with their obligations. Once, before the first write.
    /// `accounts` gives the display name of an account.
    Result<void> load(store::Reader& reader, records::Engine const& engine);

    // records::Responsibility, records::Subjects
    bool covers(Place post_place, Place target) const override;
    bool exists(Place place) const override;
    std::optional<std::int64_t> county_of(Place place) const override;
    std::pair<Place, Place> range(Place place) const override;
    std::optional<Place> place_of(std::string_view subject_type, Id const& subject) const override;
    void each(std::string_view subject_type, Place first, Place last, Visit const& visit) const override;

    // records::ObligationListener
    void period_opened(records::Period const& period) override;
    void period_closed(records::Period const& period) override;
    void apply(std::vector<records::ObligationEvent> const& events) override;
    bool may_owe(Id const& period, Id const& subject) const override;

    /// A zone or a post as committed.
    void put_zone(Place village, int number, std::string const& name);
    void put_post(Post post);

    /// Read access under a shared lock: keep it short, never across I/O.
    class View;
    View view() const;

    /// Called on the writer's thread after figures of these periods have moved; must be quick.
    using Moved = std::function<void(std::vector<Id> const& periods)>;
    void on_moved(Moved moved) { moved_ = std::move(moved); }

private:
    friend class View;
    struct Tracked {
        records::Period period;
        coverage::Population* population = nullptr;
        coverage::Series* series = nullptr;
        bool complete = true;  ///< whether the series holds every duty that is open or done
    };
    coverage::Population& population(records::Period const& period);
    coverage::Population* base_population(std::string_view subject_type);
    void track(records::Period const& period);
    void apply_one(records::ObligationEvent const& event, std::vector<Id>& moved);
    void grow(Place village, Place group);
    Result<void> load_subjects(store::Reader& reader, records::RecordTable const& table);
    Result<void> load_obligations(store::Reader& reader, records::Period const& period);

    mutable std::shared_mutex mutex_;
    std::uint64_t secret_;
    std::optional<std::int64_t> shard_;
    DivisionTree divisions_;
    coverage::Tree tree_;
    PostBook posts_;
    std::map<std::string, std::unique_ptr<coverage::Population>, std::less<>> populations_;
    std::map<Id, Tracked> periods_;
    Moved moved_;
};

/// Obligations that every subject of a type has share one population; those of a few have one each, so that a series of
/// ten observed persons does not cost a bit for every person of the county.
bool of_everybody(std::string_view obligation);

class Network::View {
public:
    explicit View(Network const& network) : lock_(network.mutex_), network_(network) {}

    DivisionTree const& divisions() const { return network_.divisions_; }
    PostBook const& posts() const { return network_.posts_; }
    /// Nothing when the period is not tracked (closed long ago).
    std::optional<coverage::Figures> figures(Id const& period, Place place) const;
    std::vector<coverage::PlaceFigures> children(Id const& period, Place place) const;
    /// Figures of every node, into `out`; empty when the period is not tracked.
    void all(Id const& period, std::vector<coverage::PlaceFigures>& out) const;
    /// How many are missing at each place itself; nothing when the period is not tracked in full.
    std::optional<std::vector<std::pair<Place, std::uint32_t>>> missing_by_place(Id const& period) const;
    Result<coverage::Page> list(Id const& period, Place place, coverage::Filter filter,
                                std::optional<coverage::Cursor> const& from, std::size_t limit) const;
    records::Period const* period(Id const& id) const;
    /// Tracked periods of a type, newest first; all types when empty.
    std::vector<records::Period const*> periods(std::string_view type) const;
    /// Posts that answer for `place`: at the nearest node upwards with a held post in force; households first.
    std::vector<Post const*> responsible(Place place, Date on) const;
    /// Posts in force on `on` at `place` and below it; vacant ones too.
    std::vector<Post const*> posts_within(Place place, Date on) const;
    /// Who is told when what `place` owes is overdue: the posts that command at each node above it, nearest first, each
    /// level's together. Nodes without a held one are passed over; at the top the node's own stand in.
    std::vector<std::vector<Post const*>> superiors(Place place, Date on) const;
    /// Nodes with households but without a held post of their own or of their village, in tree order.
    struct Uncovered {
        Place place;
        std::size_t households;
    };
    std::vector<Uncovered> uncovered(Place place, Date on) const;
    std::size_t subjects(std::string_view subject_type) const;

private:
    std::shared_lock<std::shared_mutex> lock_;
    Network const& network_;
};

}  // namespace fx::network
