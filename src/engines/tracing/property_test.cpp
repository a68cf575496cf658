// Random histories, told to the engine and, as plain SQL, to a database in memory: both must give the same answers.
// FX_SEED=n repeats one history, FX_STEPS=n sets its length.

#include "base/random.hpp"
#include "engines/tracing/sql_oracle.hpp"

#include <cstdlib>
#include <optional>

namespace fx::tracing {

void PrintTo(Exposed const& row, std::ostream* to) {
    *to << "person " << row.person << " generation " << row.generation << " through " << row.through << " at " << row.place
        << ": " << row.minutes << " min, [" << row.first << ", " << row.last << ") since " << row.since << " reason "
        << int(row.reason);
}
void PrintTo(Source const& row, std::ostream* to) {
    *to << row.index << ": " << row.cases << " cases, " << row.minutes << " min, [" << row.first << ", " << row.last << ")";
}

namespace {

constexpr int horizon = 1000, person_count = 40, place_count = 12, group_count = 12;
constexpr std::size_t compare_every = 25;

/// One town's life.
class History {
public:
    explicit History(std::uint64_t seed) : random_(seed), sql_(horizon, place_kinds(), group_kinds()) {
        std::vector<Visit> visits;
        for (auto left = random_.below(300); left > 0; --left) visits.push_back(some_visit());
        for (auto const& visit : visits) note(visit);
        index_.emplace(VisitIndex::build(person_count, place_kinds(), visits).value());
        std::vector<Membership> members;
        for (auto left = random_.below(60); left > 0; --left) {
            auto const from = random_.below(horizon);
            members.push_back({any(person_count), any(group_count), Minute(from), Minute(from + 1 + random_.below(horizon)),
                               std::uint16_t(random_.below(1441))});
            sql_.add(members.back());
        }
        members_.emplace(MembershipIndex::build(person_count, group_kinds(), members).value());
    }

    void step() {
        auto const dice = random_.below(100);
        if (dice < 2) return index_->fold();
        if (dice < 45) return add();
        if (dice < 70) return close();
        remove();
    }

    void compare() {
        ASSERT_EQ(index_->size(), present_.size());
        for (int question = 0; question < 4; ++question) compare_exposed();
        compare_sources();
    }

    std::size_t rows = 0, sources = 0;  // compared so far

private:
    static std::vector<PlaceKind> place_kinds() {
        std::vector<PlaceKind> kinds(place_count, PlaceKind::site);
        std::fill_n(kinds.begin() + 1, 4, PlaceKind::vehicle);
        return kinds;
    }
    static std::vector<GroupKind> group_kinds() {
        std::vector<GroupKind> kinds(group_count, GroupKind::household);
        std::fill_n(kinds.begin(), 4, GroupKind::work);
        return kinds;
    }
    std::uint32_t any(int count) { return std::uint32_t(random_.below(std::uint64_t(count))); }

    /// A third go to one crowded place, so that it has several blocks; a few stay long or are still there.
    Visit some_visit() {
        Visit visit{any(person_count), random_.below(3) == 0 ? 0 : any(place_count), Minute(random_.below(horizon)), 0};
        auto const dice = random_.below(20);
        visit.end = dice == 0 ? still_there : visit.begin + 1 + Minute(random_.below(dice == 1 ? horizon : 60));
        if (visit.place < 5 && random_.below(4) > 0) visit.row = std::uint16_t(random_.below(12));
        return visit;
    }
    /// Mostly one that is there, at times one that never was.
    Visit known_visit() {
        return present_.empty() || any(20) == 0 ? some_visit() : present_[random_.below(present_.size())];
    }
    void note(Visit const& visit) {
        sql_.add(visit);
        present_.push_back(visit);
    }

    void add() {
        // At times twice the same: visits are a multiset.
        auto const visit = any(20) == 0 ? known_visit() : some_visit();
        ASSERT_TRUE(index_->add(visit).has_value());
        note(visit);
    }
    void remove() {
        auto const visit = known_visit();
        auto const removed = sql_.remove(visit);
        ASSERT_EQ(index_->remove(visit), removed == 1);
        if (removed) present_.erase(std::ranges::find(present_, visit));
    }
    void close() {
        auto const visit = known_visit();
        auto const end = visit.begin - 2 + Minute(random_.below(100));
        auto const closed = sql_.close(visit, end);
        ASSERT_EQ(index_->close(visit, end), closed == 1);
        if (closed) std::ranges::find(present_, visit)->end = end;
    }

    Window some_window() {
        auto const from = Minute(random_.below(horizon - 1));
        if (any(4) == 0) return {0, horizon};
        return {from, from + 1 + Minute(random_.below(std::uint64_t(horizon - 1 - from)))};
    }

    void compare_exposed() {
        ExposureOptions options;
        options.generations = 1 + int(random_.below(4));
        options.min_minutes = 1 + std::int64_t(random_.below(any(2) == 0 ? 2 : 60));
        options.rows_apart = int(random_.below(5));
        options.latent_minutes = any(2) == 0 ? 0 : Minute(random_.below(200));
        if (any(3) == 0) options.limit = random_.below(30);
        auto const person = any(person_count);
        auto const window = some_window();
        auto const got = exposed(*index_, *members_, person, window, options).value();
        auto expected = sql_.exposed(person, window, options);
        std::vector<std::size_t> counts(std::size_t(options.generations));
        for (auto const& row : expected) ++counts[row.generation - 1];
        ASSERT_EQ(got.exposed, counts);
        if (expected.size() > options.limit) expected.resize(options.limit);
        ASSERT_EQ(got.rows, expected);
        rows += expected.size();
    }

    void compare_sources() {
        std::vector<CaseWindow> cases;
        for (PersonIndex person = 0; person < person_count; ++person)
            if (any(6) == 0) cases.push_back({person, some_window()});
        SourceOptions options;
        options.within_minutes = any(2) == 0 ? 0 : Minute(random_.below(120));
        options.min_minutes = 1 + std::int64_t(random_.below(30));
        options.rows_apart = int(random_.below(5));
        auto const got = common_sources(*index_, *members_, cases, options).value();
        auto const expected = sql_.common_sources(cases, options);
        ASSERT_EQ(got.places, expected.places);
        ASSERT_EQ(got.persons, expected.persons);
        sources += expected.places.size() + expected.persons.size();
    }

    SeededRandom random_;
    SqlOracle sql_;
    std::optional<VisitIndex> index_;
    std::optional<MembershipIndex> members_;
    std::vector<Visit> present_;
};

std::uint64_t tracing_number(char const* variable, std::uint64_t otherwise) {
    auto const* const text = std::getenv(variable);
    return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

TEST(TracingProperty, AgreesWithPlainSqlAfterAnyHistory) {
    auto const one = tracing_number("FX_SEED", 0);
    auto const steps = tracing_number("FX_STEPS", 300);
    std::size_t rows = 0, sources = 0;
    for (std::uint64_t seed = one ? one : 1; seed <= (one ? one : 12); ++seed) {
        SCOPED_TRACE("run again with FX_SEED=" + std::to_string(seed));
        History history(seed);
        for (std::uint64_t step = 1; step <= steps && !HasFailure(); ++step) {
            history.step();
            if (step % compare_every == 0 || step == steps) history.compare();
        }
        ASSERT_FALSE(HasFailure());
        rows += history.rows;
        sources += history.sources;
    }
    EXPECT_GT(rows, steps);  // the questions are not about nothing
    EXPECT_GT(sources, steps);
}

}  // namespace
}  // namespace fx::tracing
