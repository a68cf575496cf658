#include "app/cli/series_file.hpp"
#include "app/cli/detect_method.hpp"

#include <gtest/gtest.h>

namespace fx::app::cli {
namespace {

using surveillance::is_missing;

SeriesRules rules(int frequency = 365, Gaps gaps = Gaps::refuse) { return {frequency, *parse_date("2020-03-01"), gaps}; }

/// The number of the problem and its English text; empty when there is none.
std::string refusal(std::string const& text, SeriesRules const& by = rules()) {
    auto const read = parse_series(text, "f.csv", by);
    return read ? "" : read.error().number() + " " + read.error().en();
}

void expect_refused(std::string const& text, std::string const& words, SeriesRules const& by = rules()) {
    EXPECT_NE(refusal(text, by).find(words), std::string::npos) << refusal(text, by);
}

TEST(SeriesFile, CountsAlone) {
    auto const read = parse_series("\xEF\xBB\xBFobserved\r\n3\r\n\r\nNA\r\n0", "f.csv", rules());
    ASSERT_TRUE(read);
    ASSERT_EQ(read->series.size(), 3u);
    EXPECT_EQ(read->series.observed[0], 3);
    EXPECT_TRUE(is_missing(read->series.observed[1]));
    EXPECT_TRUE(read->series.epoch.empty() && read->series.population.empty() && read->mean.empty());
}

TEST(SeriesFile, AllColumnsInAnyOrderAndOthers) {
    auto const read =
        parse_series("note,population,observed,date,t,epoch,mu0\nx,10,1,2020-01-01,1,18262,\ny,11,,2020-01-02,2,18263,2.5\n",
                     "f.csv", rules());
    ASSERT_TRUE(read) << read.error().en();
    EXPECT_EQ(read->series.epoch, (std::vector<std::int32_t>{18262, 18263}));
    EXPECT_EQ(read->series.population[1], 11);
    EXPECT_TRUE(is_missing(read->mean[0]));
    EXPECT_EQ(read->mean[1], 2.5);
}

TEST(SeriesFile, AnEpochThatOnlyCountsIsNoCalendar) {
    auto const read = parse_series("epoch,observed\n1,1\n2,1\n", "f.csv", rules());
    ASSERT_TRUE(read);
    EXPECT_TRUE(read->series.epoch.empty());
    EXPECT_EQ(parse_series("epoch,observed\n18262,1\n18263,1\n", "f.csv", rules())->series.epoch.size(), 2u);
}

TEST(SeriesFile, SaysWhichCellIsWrongAndWhatToDo) {
    expect_refused("observed\n1\n-2\n", "422.340 File f.csv, line 3, column observed: \"-2\" is no count");
    expect_refused("observed\n1.5\n", "whole number");
    expect_refused("observed\n1e999\n", "is no count");
    expect_refused("observed\nnan\n", "is no count");
    expect_refused("observed\n\xff\n", "is no count");
    expect_refused("observed,population\n1,0\n", "column population: \"0\" is no population above 0");
    expect_refused("observed,population\n1,5\n1,\n", "line 3, column population: is given in some rows only");
    expect_refused("t,observed\n1,1\n1,1\n", "column t: \"1\" should be 2");
    expect_refused("observed,date\n1,2020-02-30\n", "column date: \"2020-02-30\" is no date");
    expect_refused("observed,date\n1,2020-03-02\n", "lies in the future");
    expect_refused("epoch,observed\n70000,1\n", "lies in the future");
    expect_refused("observed,date\n1,2020-01-02\n1,\n", "line 3, column date: is given in some rows only");
    expect_refused("observed,date\n1,2020-01-02\n1,2020-01-01\n", "line 3, column date: is not after the row before");
    expect_refused("observed,date\n1,2020-01-02\n1,2020-01-02\n", "is not after the row before");
    expect_refused("epoch,date,observed\n9,2020-01-02,1\n", "is not the day of the date");
    expect_refused("observed,x\n1\n", "the row has 1 fields, the header 2");
    expect_refused("observed\n\"1\n", "a quote does not close");
}

TEST(SeriesFile, SaysWhatTheFileLacks) {
    expect_refused("", "422.129");
    expect_refused("observed\n", "422.129");
    expect_refused("cases\n1\n", "422.126");
    expect_refused("observed,observed\n1,1\n", "422.127");
    expect_refused(std::string(series_bytes_max + 1, '\n'), "413.110");
    std::string long_file = "observed\n";
    for (std::size_t i = 0; i <= series_rows_max; ++i) long_file += "1\n";
    expect_refused(long_file, "413.112");
}

TEST(SeriesFile, APeriodWithoutARowIsRefusedOrWhatOneSays) {
    std::string const gap = "date,observed\n2020-01-01,1\n2020-01-22,4\n";
    expect_refused(gap, "2 periods before it have no row", rules(52));
    auto const zero = parse_series(gap, "f.csv", rules(52, Gaps::zero));
    EXPECT_EQ(zero->series.observed, (std::vector<double>{1, 0, 0, 4}));
    EXPECT_EQ(zero->periods_filled, 2u);
    EXPECT_TRUE(is_missing(parse_series(gap, "f.csv", rules(52, Gaps::missing))->series.observed[2]));
    expect_refused(gap, "20 periods", rules(365));
    expect_refused("date,observed\n2020-01-01,1\n2020-01-09,1\n", "8 days after the row before", rules(52, Gaps::zero));
    expect_refused("date,observed\n1901-01-01,1\n2020-01-01,1\n", "periods before it have no row");
}

TEST(SeriesFile, MonthsAreStepsOfUnequalDays) {
    std::string const months = "date,observed\n2019-11-30,1\n2019-12-31,1\n2020-02-29,4\n";
    auto const read = parse_series(months, "f.csv", rules(12, Gaps::zero));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->series.observed, (std::vector<double>{1, 1, 0, 4}));
    EXPECT_EQ(read->series.epoch[2], parse_date("2020-01-31")->days);
    expect_refused("date,observed\n2019-11-01,1\n2019-11-30,1\n", "does not fit --freq 12", rules(12));
}

std::string refused_setting(std::string const& json) {
    auto const* method = find_detect_method("cusum");
    auto const made = Control::make(method->keys, boost::json::parse(json).as_object());
    return made ? "" : made.error().number() + " " + made.error().en();
}

TEST(DetectControl, FillsInWhatIsLeftOut) {
    auto const control =
        Control::make(find_detect_method("cusum")->keys, boost::json::parse(R"({"k": 2, "m": "glm"})").as_object());
    ASSERT_TRUE(control);
    EXPECT_EQ(control->number("k"), 2);
    EXPECT_EQ(control->number("h"), 2.26);
    EXPECT_EQ(control->text("m"), "glm");
    EXPECT_FALSE(control->flag("reset"));
}

TEST(DetectControl, NamesTheSettingThatIsWrongAndWhatItMayBe) {
    EXPECT_EQ(refused_setting(R"({"m": null})"), "");
    EXPECT_EQ(refused_setting(R"({"m": 2.5})"), "");
    EXPECT_NE(refused_setting(R"({"m": 0})"), "");
    EXPECT_NE(refused_setting(R"({"K": 1})").find("422.341 Setting K: there is no such setting; there are k, h"),
              std::string::npos);
    EXPECT_NE(refused_setting(R"({"h": 0})").find("give a number within"), std::string::npos);
    EXPECT_NE(refused_setting(R"({"h": "2"})").find("give a number within"), std::string::npos);
    EXPECT_NE(refused_setting(R"({"trans": "log"})").find("give one of rossi, standard"), std::string::npos);
    EXPECT_NE(refused_setting(R"({"reset": 1})").find("true or false"), std::string::npos);
}

/// A setting whose default is refused by its own bounds would refuse every run.
TEST(DetectControl, EveryDefaultIsWithinItsBounds) {
    for (auto const& method : detect_methods()) {
        boost::json::object all;
        for (auto const& key : method.keys) all[key.name] = boost::json::parse(key.fallback);
        auto const made = Control::make(method.keys, all);
        EXPECT_TRUE(made) << method.name << ": " << (made ? "" : made.error().en());
    }
}

}  // namespace
}  // namespace fx::app::cli
