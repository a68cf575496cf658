#include "file_test.hpp"

#include <gtest/gtest.h>
#include <unistd.h>
#include <boost/json.hpp>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>

namespace fx::api {
namespace {

namespace json = boost::json;

/// `fangxian rt` and `fangxian forecast` with files of their own: no site, no server.
class Rt : public FileTest {
protected:
    /// January 2020, doubling in five days.
    std::string january() const {
        std::string text = "date,observed\n";
        for (int day = 1; day <= 31; ++day)
            text += "2020-01-" + std::string(day < 10 ? "0" : "") + std::to_string(day) + "," +
                    std::to_string(std::lround(10 * std::pow(2, day / 5.0))) + "\n";
        return file("january.csv", text);
    }
    static Finished run(std::vector<std::string> const& arguments) { return fangxian(arguments); }
    std::vector<std::string> const interval{"--mean-si", "7.5", "--std-si", "3.4"};
    Finished with_interval(std::vector<std::string> arguments) const {
        arguments.insert(arguments.end(), interval.begin(), interval.end());
        return run(arguments);
    }
};

TEST_F(Rt, WritesATableAndSaysItInBothLanguages) {
    auto const done = with_interval({"rt", january(), "--explain"});
    ASSERT_EQ(done.exit, 0) << done.err;
    EXPECT_EQ(done.out.substr(0, done.out.find('\n')),
              "t_start,t_end,mean,std,q025,q05,q25,median,q75,q95,q975,date_start,date_end");
    EXPECT_EQ(std::count(done.out.begin(), done.out.end(), '\n'), 25);
    EXPECT_NE(done.out.find("\n2,8,"), std::string::npos);
    EXPECT_NE(done.err.find("2020-01-25 至 2020-01-31：每例平均传染"), std::string::npos) << done.err;
    EXPECT_NE(done.err.find("2020-01-25 to 2020-01-31: each case infects"), std::string::npos) << done.err;
}

TEST_F(Rt, EveryMethodWritesJson) {
    for (std::string const method : {"estimate_R", "wallinga_teunis", "growth_rate"}) {
        auto arguments = std::vector<std::string>{"rt", january(), "--json", "--explain", "--method", method};
        auto const done = method == "growth_rate" ? run(arguments) : with_interval(arguments);
        ASSERT_EQ(done.exit, 0) << done.err;
        auto const answer = json::parse(done.out);
        EXPECT_EQ(answer.at("method").as_string(), method);
        EXPECT_GT(answer.at("rows").as_array().size(), 10u);
        auto const& last = answer.at("rows").as_array().back();
        EXPECT_EQ(last.at("date_end"), "2020-01-31");
        if (method == "growth_rate") {
            EXPECT_NEAR(last.at("doubling").as_double(), 5, 0.05);
        } else {
            EXPECT_GT(last.at("mean").as_double(), method == "estimate_R" ? 1.5 : 0);
        }
        EXPECT_EQ(answer.at("notes").as_array().empty(), method != "wallinga_teunis");
    }
}

TEST_F(Rt, TakesTheSettingsOfEpiEstim) {
    auto const control = file("c.json", R"({"si_distr": [0, 0.3, 0.5, 0.2], "t_start": [2, 9], "t_end": [8, 20]})");
    auto const done = run({"rt", january(), "--control", control});
    ASSERT_EQ(done.exit, 0) << done.err;
    EXPECT_EQ(std::count(done.out.begin(), done.out.end(), '\n'), 3);
    EXPECT_NE(done.out.find("\n9,20,"), std::string::npos);
}

TEST_F(Rt, LocalAndImportedCasesAreToldApart) {
    std::string text = "local,imported\n";
    for (int day = 0; day < 30; ++day) text += "5,5\n";
    auto const answer = json::parse(with_interval({"rt", file("both.csv", text), "--json"}).out);
    EXPECT_NEAR(answer.at("rows").as_array().back().at("mean").as_double(), 0.5, 0.05);
}

TEST_F(Rt, ForecastsWithIntervals) {
    auto const done = with_interval({"forecast", january(), "--days", "7", "--explain"});
    ASSERT_EQ(done.exit, 0) << done.err;
    EXPECT_EQ(done.out.substr(0, done.out.find('\n')), "h,date,mean,q025,q05,q25,median,q75,q95,q975");
    EXPECT_NE(done.out.find("\n7,2020-02-07,"), std::string::npos) << done.out;
    EXPECT_NE(done.err.find("按目前的传播，第 7 天约"), std::string::npos) << done.err;
    EXPECT_EQ(done.out, with_interval({"forecast", january(), "--days", "7"}).out);
}

TEST_F(Rt, RefusesWithTheRemedyAndWritesNothing) {
    struct Case {
        std::vector<std::string> arguments;
        int exit;
        std::string number;
    };
    auto const five = file("five.csv", "observed\n1\n2\n3\n4\n5\n");
    auto const control = [&](std::string const& name, std::string const& text) { return file(name + ".json", text); };
    for (auto const& [arguments, exit, number] : std::vector<Case>{
             {{"rt", january()}, 1, "422.341"},
             {{"rt", january(), "--mean-si", "0.9", "--std-si", "1"}, 1, "422.341"},
             {{"rt", five, "--mean-si", "7", "--std-si", "3"}, 1, "422.342"},
             {{"forecast", five, "--mean-si", "7", "--std-si", "3"}, 1, "422.342"},
             {{"forecast", january()}, 1, "422.341"},
             {{"rt", january(), "--control", control("a", R"({"si_distr": [0.5, 0.5]})")}, 1, "422.341"},
             {{"rt", january(), "--control", control("b", R"({"si_distr": [0, 0.4]})")}, 1, "422.341"},
             {{"rt", january(), "--method", "growth_rate", "--control", control("c", R"({"t_start": [1]})")}, 1, "422.341"},
             {{"rt", january(), "--method", "growth_rate", "--control", control("d", R"({"t_start": [0], "t_end": [9]})")},
              1,
              "422.341"},
             {{"rt", january(), "--method", "growth_rate", "--control", control("e", R"({"t_start": [5], "t_end": [99]})")},
              1,
              "422.341"},
             {{"rt", january(), "--method", "growth_rate", "--control", control("f", R"({"beta": 1})")}, 1, "422.341"},
             {{"rt", file("minus.csv", "observed\n-1\n"), "--method", "growth_rate"}, 1, "422.340"},
             {{"rt", folder + "/none.csv", "--method", "growth_rate"}, 1, "400.154"},
             {{"rt", five, "--method", "magic"}, 2, ""},
         }) {
        auto const done = run(arguments);
        EXPECT_EQ(done.exit, exit) << done.err;
        EXPECT_EQ(done.out, "");
        EXPECT_EQ(done.err.substr(0, number.size()), number) << done.err;
    }
}

TEST_F(Rt, NowcastsALineListAndATriangle) {
    std::string list = "id,event,report\n";
    for (int day = 1; day <= 20; ++day)
        for (int delay = 0; delay <= 3 && day + delay <= 20; ++delay)
            list += "x,2020-01-" + std::string(day < 10 ? "0" : "") + std::to_string(day) + ",2020-01-" +
                    std::string(day + delay < 10 ? "0" : "") + std::to_string(day + delay) + "\n";
    auto const done = run({"nowcast", file("list.csv", list), "--delays", "3"});
    ASSERT_EQ(done.exit, 0) << done.err;
    EXPECT_EQ(done.out.substr(0, done.out.find('\n')), "date,reported,nowcast,lo,hi,completeness");
    EXPECT_NE(done.out.find("\n2020-01-10,4,4,4,4,1\n"), std::string::npos) << done.out;
    EXPECT_NE(done.out.find("\n2020-01-20,1,5.91"), std::string::npos) << done.out;
    EXPECT_NE(done.err.find("3 rows are not complete; about 8 cases"), std::string::npos) << done.err;
    auto const triangle = file("triangle.csv", "date,0,1\n2020-01-01,2,2\n2020-01-02,4,4\n2020-01-03,3,NA\n");
    auto const answer = json::parse(run({"nowcast", triangle, "--json"}).out);
    EXPECT_EQ(answer.at("rows").at(2).at("date"), "2020-01-03");
    EXPECT_NEAR(answer.at("rows").at(2).at("nowcast").as_double(), 6.5, 0.51);
}

TEST_F(Rt, ATriangleThatCannotBeIsRefusedWithLineAndColumn) {
    struct Case {
        std::string text, number, part;
    };
    for (auto const& [text, number, part] : std::vector<Case>{
             {"date,x\n2020-01-01,2\n", "422.126", ""},
             {"0,0\n1,2\n", "422.127", ""},
             {"0,1\n", "422.129", ""},
             {"0,1\n1,-2\n", "422.340", "line 2, column 1"},
             {"0,1\n1,1.5\n", "422.340", "line 2, column 1"},
             {"0,1\n,1\n", "422.340", "line 2, column 1"},
             {"0,1\n1,\n1,1\n", "422.340", "line 3, column 1"},
             {"0,1\n1\n", "422.340", "the commas"},
             {"date,0\n2020-01-01,1\n2020-01-02,1\n2020-01-04,1\n", "422.340", "line 4, column date"},
             {"date,0\n2020-01-02,1\n2020-01-01,1\n", "422.340", "line 3, column date"},
             {"date,0\n2199-01-02,1\n", "422.340", "in the future"},
             {"event,report\n2020-01-02,2020-01-01\n", "422.340", "before the event"},
             {"event,report\n2020-01-02,1/2/2020\n", "422.340", "column report"},
             {"event,report\n1900-01-01,2020-01-01\n", "413.112", ""},
         }) {
        auto const done = run({"nowcast", file("bad.csv", text)});
        EXPECT_EQ(done.exit, 1) << text;
        EXPECT_EQ(done.out, "") << text;
        EXPECT_EQ(done.err.substr(0, 7), number) << done.err;
        EXPECT_NE(done.err.find(part), std::string::npos) << done.err;
    }
}

}  // namespace
}  // namespace fx::api
