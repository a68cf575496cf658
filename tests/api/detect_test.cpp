#include "base/csv_line.hpp"
#include "file_test.hpp"

#include <gtest/gtest.h>
#include <unistd.h>
#include <boost/json.hpp>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace fx::api {
namespace {

namespace json = boost::json;

/// `fangxian detect` with files of its own: no site, no server.
class Detect : public FileTest {
protected:
    /// Weeks from 2018-01-01 with three cases each, the last with twelve.
    std::string weeks(int count) const {
        static char const* const days[] = {"2018-01-01", "2018-01-08", "2018-01-15", "2018-01-22",
                                           "2018-01-29", "2018-02-05", "2018-02-12", "2018-02-19",
                                           "2018-02-26", "2018-03-05", "2018-03-12"};
        std::string text = "date,observed\n";
        for (int i = 0; i < count; ++i)
            text += std::string(days[i]) + (i + 1 == count ? ",12\n" : i % 3 == 0 ? ",2\n" : ",3\n");
        return file("weeks.csv", text);
    }
    static Finished detect(std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), "detect");
        return fangxian(arguments);
    }
};

TEST_F(Detect, WritesATableAndSaysWhyInBothLanguages) {
    auto const done = detect({"ears_c1", weeks(10), "--explain"});
    EXPECT_EQ(done.exit, 0) << done.err;
    EXPECT_EQ(done.out.substr(0, 28), "t,observed,upperbound,alarm\n");
    EXPECT_NE(done.out.find("\n10,12,"), std::string::npos);
    EXPECT_EQ(done.out.substr(done.out.size() - 3), ",1\n");
    EXPECT_NE(done.err.find("第 10 期（2018-03-05）：报告 12 例"), std::string::npos) << done.err;
    EXPECT_NE(done.err.find("Time point 10 (2018-03-05): 12 observed"), std::string::npos) << done.err;
}

TEST_F(Detect, WritesJsonWithTheSettingsThatHeld) {
    auto const done =
        detect({"ears_c1", weeks(10), "--json", "--explain", "--control", file("c.json", R"({"minSigma": 0.5})")});
    ASSERT_EQ(done.exit, 0) << done.err;
    EXPECT_EQ(done.err, "");
    auto const answer = json::parse(done.out);
    EXPECT_EQ(answer.at("mode"), "correct");
    EXPECT_EQ(answer.at("control").at("minSigma"), 0.5);
    EXPECT_EQ(answer.at("control").at("baseline"), 7);
    EXPECT_EQ(answer.at("rows").as_array().size(), 3u);
    EXPECT_EQ(answer.at("rows").at(2).at("date"), "2018-03-05");
    EXPECT_EQ(answer.at("rows").at(2).at("alarm"), 1);
    EXPECT_EQ(answer.at("explanations").as_array().size(), 1u);
}

TEST_F(Detect, WhatCannotBeSaidIsNaAndNull) {
    auto const constant = file("constant.csv", "observed\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n");
    EXPECT_EQ(detect({"ears_c3", constant}).out, "t,observed,upperbound,alarm\n12,1,NA,NA\n");
    auto const answer = json::parse(detect({"ears_c3", constant, "--json"}).out);
    EXPECT_TRUE(answer.at("rows").at(0).at("alarm").is_null());
}

TEST_F(Detect, JudgesOnlyTheRangeAskedFor) {
    auto const rows = [&](std::string const& range) {
        auto const done = detect({"ears_c1", weeks(11), "--control", file("r.json", "{\"range\": " + range + "}")});
        return done.exit == 0 ? std::count(done.out.begin(), done.out.end(), '\n') - 1 : -1;
    };
    EXPECT_EQ(rows("\"9:10\""), 2);
    EXPECT_EQ(rows("[8, 10, 11]"), 3);
    for (auto const* wrong : {"\"9\"", "\"9:12\"", "\"10:9\"", "[0]", "[9, 9]", "[]", "[7]", "true"})
        EXPECT_EQ(rows(wrong), -1) << wrong;
}

TEST_F(Detect, RefusesWithTheRemedyAndWritesNothing) {
    struct Case {
        std::vector<std::string> arguments;
        int exit;
        std::string number;
    };
    auto const five = file("five.csv", "observed\n1\n2\n3\n4\n5\n");
    auto const zero = file("zero.csv", [] {
        std::string text = "observed\n";
        for (int i = 0; i < 30; ++i) text += "0\n";
        return text;
    }());
    auto const future = file("future.csv", "date,observed\n2199-01-01,1\n");
    auto const broken = file("broken.json", "{"), list = file("list.json", "[]"),
               unknown = file("unknown.json", "{\"beta\": 1}");
    for (auto const& [arguments, exit, number] : std::vector<Case>{
             {{"ears_c1", five}, 1, "422.342"},
             {{"cidars", five}, 1, "422.342"},
             {{"cidars", five, "--freq", "365"}, 1, "422.343"},
             {{"cusum", zero}, 1, "422.343"},
             {{"glrpois", zero}, 1, "422.343"},
             {{"farrington_flexible", five}, 1, "422.342"},
             {{"farrington", five}, 1, "422.342"},
             {{"farrington_flexible", zero, "--control", file("w.json", "{\"w\": 26}")}, 1, "422.341"},
             {{"farrington", zero, "--control", file("l.json", "{\"limit54\": [5, 0.5]}")}, 1, "422.341"},
             {{"farrington_flexible", zero, "--control", file("p.json", "{\"populationOffset\": true}")}, 1, "422.343"},
             {{"ewars", five}, 1, "422.341"},
             {{"ewars", five, "--control", file("e.json", "{\"rate\": 10}")}, 1, "422.343"},
             {{"fixed", future}, 1, "422.340"},
             {{"fixed", folder + "/none.csv"}, 1, "400.154"},
             {{"fixed", five, "--control", broken}, 1, "400.1"},
             {{"fixed", five, "--control", list}, 1, "400.1"},
             {{"fixed", five, "--control", unknown}, 1, "422.341"},
             {{"fixed", five, "--out", folder + "/none/x.csv"}, 1, "400.155"},
             {{"magic", five}, 2, ""},
             {{"fixed", five, "--freq", "7"}, 2, ""},
         }) {
        auto const done = detect(arguments);
        EXPECT_EQ(done.exit, exit) << done.err;
        EXPECT_EQ(done.out, "") << arguments.front();
        EXPECT_EQ(done.err.substr(0, number.size()), number) << done.err;
    }
}

TEST_F(Detect, WritesToAFile) {
    auto const out = folder + "/alarms.csv";
    auto const done = detect({"fixed", file("two.csv", "observed\n0\n3\n"), "--out", out});
    EXPECT_EQ(done.exit, 0) << done.err;
    EXPECT_EQ(done.out, "");
    std::stringstream text;
    text << std::ifstream(out).rdbuf();
    EXPECT_EQ(text.str(), "t,observed,threshold,alarm\n1,0,1,0\n2,3,1,1\n");
}

TEST_F(Detect, RulesSayWhichOneHolds) {
    auto const done =
        detect({"ewars", weeks(10), "--explain", "--control", file("e.json", R"({"factor": 2, "cases": 20})")});
    EXPECT_EQ(done.exit, 0) << done.err;
    EXPECT_NE(done.out.find("\n10,12,5,1\n"), std::string::npos) << done.out;
    EXPECT_NE(done.err.find("threshold 5; it is beyond the multiple of the periods before."), std::string::npos) << done.err;
}

TEST_F(Detect, ThreadsAndPointsThatCannotBeJudged) {
    std::string text = "observed\n";
    for (int t = 0; t < 400; ++t) text += t >= 90 && t < 300 ? "NA\n" : std::to_string(3 + t % 7) + "\n";
    auto const series = file("long.csv", text);
    auto const one = detect({"farrington_flexible", series}),
               two = detect({"farrington_flexible", series, "--threads", "3"});
    EXPECT_EQ(one.exit, 0) << one.err;
    EXPECT_EQ(one.out, two.out);
    std::string holes = "observed\n";
    for (int t = 0; t < 300; ++t) holes += t < 290 ? "NA\n" : "4\n";
    auto const none = detect({"farrington_flexible", file("holes.csv", holes)});
    EXPECT_EQ(none.exit, 0);
    EXPECT_NE(none.err.find("37 "), std::string::npos) << none.err;
    EXPECT_NE(none.out.find("\n300,4,NA,NA,"), std::string::npos) << none.out;
}

/// Columns and figures as R's, from one file of each family.
TEST_F(Detect, AgreesWithR) {
    std::string shared;
    for (std::string const up : {"../", "../../", "../../../"})
        if (shared.empty() && std::filesystem::is_directory(up + "shared/oracle/given"))
            shared = up + "shared/oracle/given/";
    if (shared.empty()) GTEST_SKIP() << "shared/oracle is not here: figures not compared with R";
    auto const lines = [](std::istream& in) {
        std::vector<std::vector<std::string>> rows;
        for (std::string line; std::getline(in, line);) split_csv_line(line, rows.emplace_back());
        return rows;
    };
    struct Case {
        std::string method, control, reference;
    };
    for (auto const& [method, control, reference] : std::vector<Case>{
             {"ears_c1", "{}", "ears/fluBYBW_8116__c1"},
             {"ears_c3", R"({"baseline": 14, "minSigma": 0.5})", "ears/fluBYBW_8116__c3_b14_s05"},
             {"cusum", R"({"m": "glm"})", "cusum/fluBYBW_8116__cusum_rossi_glm"},
             {"rki2", "{}", "rki/fluBYBW_8116__rki2"},
             {"bayes3", "{}", "bayes/fluBYBW_8116__bayes3"},
             {"cidars", "{}", "cidars/fluBYBW_8116__weekly_Y5_h2"},
             {"farrington_flexible", R"({"range": "265:416"})", "farringtonFlexible/fluBYBW_8116__ff_default"},
             {"farrington", R"({"range": "265:416"})", "farrington/fluBYBW_8116__fa_default"},
         }) {
        auto const done =
            detect({method, shared + "inputs/fluBYBW_8116.csv", "--mode", "r_compat", "--control", file("c.json", control)});
        ASSERT_EQ(done.exit, 0) << done.err;
        std::stringstream written(done.out);
        std::ifstream expected(shared + reference + ".csv");
        auto const own = lines(written), theirs = lines(expected);
        ASSERT_GT(theirs.size(), 100u) << reference;
        ASSERT_EQ(own.size(), theirs.size()) << reference;
        for (std::size_t column = 0; column < theirs[0].size(); ++column) {
            ASSERT_EQ(own[0][column], theirs[0][column]) << reference;
            for (std::size_t row = 1; row < theirs.size(); ++row) {
                auto const &x = own[row][column], &y = theirs[row][column];
                if (x != "NA" && y != "NA")
                    ASSERT_NEAR(std::stod(x), std::stod(y), 1e-6 * std::max(1.0, std::abs(std::stod(y))))
                        << reference << " row " << row;
                else
                    ASSERT_EQ(x, y) << reference << " row " << row;
            }
        }
    }
}

}  // namespace
}  // namespace fx::api
