#pragma once
/// A small county for stories: one township, two villages with two zones each, three households a zone, a post for
/// everybody who acts. The clock stands until a story moves it; the store is real, in a directory that goes with the test.
///
///     甘泉县 610627 ─ 道镇 610627101 ─ 东村 …201 ─ zones 1, 2 ─ households 0..2 each
///                                    └ 西村 …202 ─ zones 1, 2

#include "app/program.hpp"
#include "records/push.hpp"

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace fx::store::test {
class TestDatabase;
}

namespace fx::story {

inline constexpr std::int64_t county_code = 610'627'000'000;
inline constexpr Place county = Place::division(county_code), township = Place::division(610'627'101'000),
                       east = Place::division(610'627'101'201), west = Place::division(610'627'101'202);

struct Home {
    Id id;
    Place place;
    std::vector<Id> members;
};

/// The same dice every time, thrown by one thread at a time.
class SharedDice final : public Random {
public:
    explicit SharedDice(std::uint64_t seed) : dice_(seed) {}
    std::uint64_t next() override {
        std::lock_guard lock(mutex_);
        return dice_.next();
    }

private:
    std::mutex mutex_;
    SeededRandom dice_;
};

class County {
public:
    /// On SQLite; on a PostgreSQL database of its own when FANGXIAN_STORY_STORE=postgres (beside FANGXIAN_TEST_POSTGRES).
    County();
    ~County();

    app::Program& program() { return *program_; }
    ManualClock& clock() { return clock_; }
    bool on_postgres() const { return database_ != nullptr; }
    std::string site() const { return directory_ + "/site"; }
    /// Closes and opens again, as after a restart.
    void restart();
    /// Closes, so that another process may serve the site.
    void close() { program_.reset(); }

    /// Actors: "officer" of the county, "cdc", "township", "east" and "west" (village officers), "wang" (zone 1 of east),
    /// "li" (zone 2 of east), "zhao" (zone 1 of west), "rechecker", "auditor", "administrator".
    records::Actor const& actor(std::string const& name) const { return actors_.at(name); }
    /// One more actor with a post of his own.
    void add_post(std::string const& name, std::string const& role, Place area);
    std::vector<Home> const& homes() const { return homes_; }
    Home const& home(std::size_t i) const { return homes_.at(i); }

    Id fresh_id() { return make_id(clock_.now(), random_); }
    /// Creates a record as JSON of its fields; a fresh id unless given.
    records::Outcome create(std::string const& who, std::string const& type, std::string const& fields, Id id = {});
    records::Outcome change(std::string const& who, std::string const& type, Id const& id, std::int64_t base,
                            std::string const& fields, std::string const& transition = {}, Id command = {});
    std::vector<records::PushResult> push(std::string const& who, std::string const& items);
    records::Record record(std::string const& type, Id const& id);
    std::vector<records::Record> records(std::string const& type);
    std::string field(records::Record const& record, std::string const& type, std::string const& name);

    /// A round over the whole county from now, due in `hours`.
    Id open_round(int hours = 24);
    /// A screening's fields: outcome 1 by default, everybody well.
    std::string visit(Id const& round, Home const& home, std::string const& outcome = "1", std::string const& persons = {});
    coverage::Figures figures(Id const& period, Place place);
    /// The same figures by plain SQL over the obligation table, for every place.
    std::map<Place, coverage::Figures> figures_by_sql(Id const& period);
    std::vector<store::Finding> verify();

private:
    void make_roster();
    void make_posts();

    std::string directory_;
    std::unique_ptr<store::test::TestDatabase> database_;  ///< null on SQLite
    ManualClock clock_;
    SharedDice random_;
    std::unique_ptr<app::Program> program_;
    std::map<std::string, records::Actor> actors_;
    std::vector<Home> homes_;
};

coverage::Figures figures(std::uint32_t expected, std::uint32_t fulfilled, std::uint32_t late);
/// The number of the first problem: "403.51"; "" when accepted.
std::string refusal(records::Outcome const& outcome);

}  // namespace fx::story
