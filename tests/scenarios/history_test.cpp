/// Coverage is exact at all times: after random histories it is what plain SQL says, and the journal verifies.

#include "county.hpp"
#include "watch/periods.hpp"

namespace fx::story {
namespace {

class History {
public:
    explicit History(std::uint64_t seed) : dice_(seed) { rounds_.push_back(county_.open_round(48)); }

    void step() {
        switch (dice_.below(10)) {
            case 0: move_household(); break;
            case 1: county_.clock().advance(std::int64_t(dice_.below(6)) * ms_per_hour); break;
            case 2: correct(); break;
            case 3: new_household(); break;
            case 4: close_or_reopen(); break;
            case 5:
                if (dice_.below(8) == 0) rounds_.push_back(county_.open_round(24));
                break;
            default: screen(); break;
        }
    }

    void compare() {
        for (auto const& round : rounds_)
            for (auto const& period : {round, watch::revisit_period(county_code, round)}) {
                auto const by_sql = county_.figures_by_sql(period);
                for (auto const place :
                     {county, township, east, west, east.group(1), east.group(2), west.group(1), west.group(2)}) {
                    auto const found = by_sql.find(place);
                    EXPECT_EQ(county_.figures(period, place), found == by_sql.end() ? coverage::Figures{} : found->second)
                        << format(place);
                }
            }
    }

    County& county_county() { return county_; }

private:
    Home& any_home() { return homes_[dice_.below(homes_.size())]; }
    Id const& any_round() { return rounds_[dice_.below(rounds_.size())]; }

    void screen() {
        auto const& home = any_home();
        constexpr char const* outcomes[] = {"1", "2", "4", "5", "6", "8"};
        auto const outcome =
            county_.create("township", "household_screening", county_.visit(any_round(), home, outcomes[dice_.below(6)]));
        if (outcome.ok()) screenings_.push_back(outcome.receipt->id);
    }
    void correct() {
        if (screenings_.empty()) return;
        auto const id = screenings_[dice_.below(screenings_.size())];
        auto const record = county_.record("household_screening", id);
        auto const well =
            R"({"visit_outcome":"1","present_count":1,"away_count":0,"any_symptom":false,"any_key_area":false})";
        auto const gone =
            R"({"visit_outcome":"4","present_count":null,"away_count":null,"any_symptom":null,"any_key_area":null})";
        (void)county_.change("township", "household_screening", id, record.version, dice_.below(2) == 0 ? well : gone);
    }
    void move_household() {
        auto& home = any_home();
        auto const to = (dice_.below(2) == 0 ? east : west).group(1 + int(dice_.below(2)));
        auto const version = county_.record("household", home.id).version;
        if (county_.change("township", "household", home.id, version, "{\"zone\":\"" + format(to) + "\"}").ok())
            home.place = to;
    }
    void new_household() {
        auto const zone = (dice_.below(2) == 0 ? east : west).group(1 + int(dice_.below(2)));
        auto const outcome =
            county_.create("township", "household",
                           "{\"zone\":\"" + format(zone) + "\",\"house_code\":\"n" + std::to_string(homes_.size()) +
                               "\",\"house_use\":\"1\",\"head_name\":\"新户\"}");
        if (outcome.ok()) homes_.push_back({outcome.receipt->id, zone, {}});
    }
    void close_or_reopen() {
        auto const& home = any_home();
        auto const record = county_.record("household", home.id);
        (void)county_.change("township", "household", home.id, record.version, "{}",
                             record.state == "active" ? "close" : "reopen");
    }

    County county_;
    SeededRandom dice_;
    std::vector<Home> homes_ = county_.homes();
    std::vector<Id> rounds_;
    std::vector<Id> screenings_;
};

TEST(History, CoverageIsWhatPlainSqlSaysAfterRandomHistories) {
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        History history(seed);
        for (int i = 0; i < 150; ++i) {
            history.step();
            if (i % 25 == 24) history.compare();
            if (i == 75) history.county_county().restart();
        }
        history.compare();
        EXPECT_TRUE(history.county_county().verify().empty());
        if (testing::Test::HasFailure()) return;
    }
}

}  // namespace
}  // namespace fx::story
