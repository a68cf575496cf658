/// Returns as DHIS2 and ADX take them, and coverage of the duty daily_report.

#include "app/return_exchange.hpp"
#include "app/ticker.hpp"
#include "served.hpp"

#include <gtest/gtest.h>
#include <boost/property_tree/ptree.hpp>
#include <boost/property_tree/xml_parser.hpp>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

namespace fx::api {
namespace {

namespace pt = boost::property_tree;

class Exchange : public Api {
protected:
    Answer file(std::string const& more, std::string const& name = "daily_report") {
        return site.as("officer").get("/api/returns/" + name + "/file?" + more);
    }
    json::object values(std::string const& more) {
        auto const answer = file("format=dhis2" + more);
        EXPECT_EQ(answer.status, 200) << answer.body;
        return json::parse(answer.body).as_object();
    }
    static pt::ptree xml(std::string const& text) {
        std::istringstream in(text);
        pt::ptree tree;
        pt::read_xml(in, tree);
        return tree;
    }
    /// "households" of each unit, by its code.
    static std::map<std::string, std::string> households(json::object const& set, std::string const& element) {
        std::map<std::string, std::string> out;
        for (auto const& value : set.at("dataValues").as_array())
            if (text(value.at("dataElement")) == element) out[text(value.at("orgUnit"))] = text(value.at("value"));
        return out;
    }
    std::string today() const { return format(date_at(county.clock().now())); }

    /// The file of the site, with what stands after the data element of households.
    void map_codes(std::string const& more = {}) {
        auto const folder = std::filesystem::path(county.program().site.file("catalog")) / "exchange";
        std::filesystem::create_directories(folder);
        std::ofstream(folder / "codes.jsonc") << R"({ // of the superior
"dataElementIdScheme": "UID", "orgUnitIdScheme": "UID",
"orgUnits": {"610627000000": "DiszpKrYNg8", "610627101000": "y77LiPqLMoq"},
"returns": {"daily_report": {"dataSet": "EPI <D> & \"1\"", "cells": {
"households": {"dataElement": "f7n9E0hX8qk")" << more
                                              << "}}}}}";
    }
};

TEST_F(Exchange, TheTotalAndThePartsAreToldApart) {
    using Figures = std::map<std::string, std::string>;
    auto const own = values("");
    EXPECT_EQ(households(own, "daily_report.households"), (Figures{{"610627000000", "12"}}));
    EXPECT_EQ(own.at("idScheme"), "CODE");
    EXPECT_EQ(own.at("dataSet"), "daily_report");
    EXPECT_EQ(own.at("orgUnit"), "610627000000");
    EXPECT_FALSE(own.contains("completeDate")) << "the day is not over";
    auto const children = values("&units=children&place=610627101000");
    EXPECT_EQ(households(children, "daily_report.households").size(), 2U);
    EXPECT_FALSE(households(children, "daily_report.households").contains("610627101000"));
    EXPECT_FALSE(children.contains("dataSet")) << "DHIS2 takes values in bulk without it";
    auto const both = households(values("&units=both&place=610627101000"), "daily_report.households");
    EXPECT_EQ(both.size(), 3U);
    EXPECT_EQ(both.at("610627101000"), "12");
    auto const wrong = file("format=dhis2&units=all");
    EXPECT_EQ(wrong.problem(), "400.7");
    EXPECT_EQ(wrong.problem_field(), "units");
}

TEST_F(Exchange, ADayThatIsOverIsComplete) {
    auto const day = today();
    county.clock().advance(ms_per_day);
    auto const set = values("&date=" + day);
    EXPECT_EQ(text(set.at("completeDate")), today());
    auto period = day;
    std::erase(period, '-');
    EXPECT_EQ(text(set.at("period")), period);
}

TEST_F(Exchange, AdxHasTheStructureOfTheProfile) {
    auto const answer = file("format=adx&units=both&place=610627101000");
    ASSERT_EQ(answer.status, 200) << answer.body;
    auto const tree = xml(answer.body);
    ASSERT_EQ(tree.size(), 1U) << "one root";
    auto const& root = tree.get_child("adx");
    EXPECT_EQ(root.get<std::string>("<xmlattr>.xmlns"), "urn:ihe:qrph:adx:2015");
    EXPECT_TRUE(std::regex_match(root.get<std::string>("<xmlattr>.exported"),
                                 std::regex(R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d))")))
        << "xs:dateTime: " << root.get<std::string>("<xmlattr>.exported");
    std::set<std::string> units;
    for (auto const& [name, group] : root) {
        if (name == "<xmlattr>") continue;
        ASSERT_EQ(name, "group");
        EXPECT_EQ(group.get<std::string>("<xmlattr>.dataSet"), "daily_report");
        EXPECT_EQ(group.get<std::string>("<xmlattr>.period"), today() + "/P1D");
        EXPECT_TRUE(units.insert(group.get<std::string>("<xmlattr>.orgUnit")).second) << "one group for each unit";
        std::set<std::string> elements;
        for (auto const& [inner, value] : group) {
            if (inner == "<xmlattr>") continue;
            ASSERT_EQ(inner, "dataValue");
            EXPECT_TRUE(elements.insert(value.get<std::string>("<xmlattr>.dataElement")).second);
            EXPECT_NO_THROW((void)value.get<double>("<xmlattr>.value"));
            EXPECT_EQ(value.size(), 1U) << "nothing but attributes";
        }
        EXPECT_FALSE(elements.empty());
    }
    EXPECT_EQ(units.size(), 3U);
}

TEST_F(Exchange, TheNamesAreTheSuperiorsAndWhatItDoesNotAskForStays) {
    map_codes();
    auto const set = values("");
    EXPECT_EQ(set.at("idScheme"), "CODE");
    EXPECT_EQ(set.at("dataElementIdScheme"), "UID");
    EXPECT_EQ(set.at("orgUnitIdScheme"), "UID");
    EXPECT_EQ(set.at("dataValues").as_array().size(), 1U) << "cells without a code do not leave";
    EXPECT_EQ(set.at("dataValues").at(0).at("dataElement"), "f7n9E0hX8qk");
    EXPECT_EQ(set.at("orgUnit"), "DiszpKrYNg8");
    auto const tree = xml(file("format=adx").body);
    EXPECT_EQ(tree.get<std::string>("adx.group.<xmlattr>.dataSet"), "EPI <D> & \"1\"") << "escaped, and read back";
    for (auto const& refused :
         {file("format=adx&place=610627101000&units=children"), file("format=dhis2", "contact_daily")}) {
        EXPECT_EQ(refused.problem(), "422.156");
        EXPECT_TRUE(refused.explains_itself());
    }
    map_codes(R"(, "categoryOptionCombo": "HllvX50cXC0")");
    EXPECT_EQ(values("").at("dataValues").at(0).at("categoryOptionCombo"), "HllvX50cXC0");
    EXPECT_EQ(file("format=adx").problem(), "400.7") << "ADX cannot tell combinations";
    map_codes(R"(, "combo": "1")");
    auto const faulty = file("format=dhis2");
    EXPECT_EQ(faulty.problem(), "422.156");
    EXPECT_NE(faulty.body.find("exchange/codes.jsonc:5"), std::string::npos) << faulty.body;
}

TEST(ExchangePeriods, AreThoseOfDhis2AndOfIso8601) {
    auto const day = [](char const* text) { return parse_date(text).value(); };
    auto const dhis2 = [&](char const* since, char const* until) {
        return app::dhis2_period(day(since), day(until)).value_or("none");
    };
    EXPECT_EQ(dhis2("2020-02-03", "2020-02-03"), "20200203");
    EXPECT_EQ(dhis2("2020-02-03", "2020-02-09"), "2020W6");
    EXPECT_EQ(dhis2("2019-12-30", "2020-01-05"), "2020W1");
    EXPECT_EQ(dhis2("2020-12-28", "2021-01-03"), "2020W53");
    EXPECT_EQ(dhis2("2020-02-01", "2020-02-07"), "2020SatW5") << "a week that ends on Fridays";
    EXPECT_EQ(dhis2("2019-12-29", "2020-01-04"), "2020SunW1");
    EXPECT_EQ(dhis2("2020-02-01", "2020-02-29"), "202002") << "a leap day";
    EXPECT_EQ(dhis2("2020-02-08", "2020-02-10"), "none") << "a Monday after its weekend";
    EXPECT_EQ(dhis2("2020-02-04", "2020-02-10"), "none");
    EXPECT_EQ(app::adx_period(day("2020-02-03"), day("2020-02-03")), "2020-02-03/P1D");
    EXPECT_EQ(app::adx_period(day("2020-02-03"), day("2020-02-09")), "2020-02-03/P7D");
    EXPECT_EQ(app::adx_period(day("2020-02-08"), day("2020-02-10")), "2020-02-08/P3D");
    EXPECT_EQ(app::adx_period(day("2020-02-01"), day("2020-02-29")), "2020-02-01/P1M");
}

/// One village signs in time, one late, the township not at all: the views of coverage say so for the duty too.
TEST_F(Exchange, HeatAndTimelineShowTheDailyReports) {
    std::map<Place, Id> units;
    for (auto const& place : {story::east, story::west, story::township}) {
        units[place] = county.fresh_id();
        ASSERT_TRUE(county
                        .create("township", "reporting_unit",
                                R"({"name":"单位","unit_kind":"1","area":")" + format(place) + R"(","reports_daily":true})",
                                units[place])
                        .ok());
    }
    ASSERT_TRUE(app::Ticker(county.program(), std::chrono::milliseconds(0)).tick().has_value());
    auto const sign = [&](std::string const& who, Place place) {
        return site.as(who)
            .post("/api/daily-reports", R"({"command":")" + format(county.fresh_id()) + R"(","unit":")" +
                                            format(units.at(place)) + R"(","date":")" + today() +
                                            R"(","nil_declared":true})")
            .status;
    };
    ASSERT_EQ(sign("east", story::east), 201);
    county.clock().set(start_of(date_at(county.clock().now())) + 16 * ms_per_hour + ms_per_minute);
    ASSERT_EQ(sign("west", story::west), 201);
    auto const officer = site.as("officer");
    auto const heat = officer.get("/api/coverage/610627101/heat?type=daily_report").object();
    ASSERT_EQ(heat.at("periods").as_array().size(), 1U);
    EXPECT_EQ(text(heat.at("periods").at(0).at("label")), today());
    std::map<std::string, std::pair<std::int64_t, std::int64_t>> rows;
    for (auto const& row : heat.at("rows").as_array()) {
        auto const& cell = row.at("cells").at(0);
        EXPECT_EQ(cell.at("expected"), 1);
        rows[text(row.at("place"))] = {cell.at("fulfilled").as_int64(), cell.at("late").as_int64()};
    }
    EXPECT_EQ(rows.at(format(story::east)), (std::pair<std::int64_t, std::int64_t>(1, 0)));
    EXPECT_EQ(rows.at(format(story::west)), (std::pair<std::int64_t, std::int64_t>(1, 1)));
    auto const rates = officer.get("/api/coverage/610627101/rates?type=daily_report").object();
    ASSERT_EQ(rates.at("items").as_array().size(), 3U) << "the township, and two villages";
    auto const& township = rates.at("items").at(0);
    EXPECT_EQ(text(township.at("place")), format(story::township));
    EXPECT_EQ(township.at("expected_reports"), 3);
    EXPECT_EQ(township.at("actual_reports"), 2);
    EXPECT_EQ(township.at("actual_reports_on_time"), 1);
    EXPECT_EQ(township.at("reporting_rate"), 66.7);
    EXPECT_EQ(township.at("reporting_rate_on_time"), 33.3);
    auto const table = officer.get("/api/coverage/610627101/rates?type=daily_report&format=csv&lang=en");
    EXPECT_NE(table.body.find("," + today() + ",3,2,1,66.7,33.3"), std::string::npos) << table.body;
    EXPECT_EQ(officer.get("/api/coverage/610627101/rates?type=daily_report&format=xlsx").body.substr(0, 2), "PK");
    EXPECT_EQ(officer.get("/api/coverage/610627101/rates?format=pdf").problem_field(), "format");
    EXPECT_EQ(officer.get("/api/coverage/610627101/rates?type=nothing").object().at("items").as_array().size(), 0U);
    auto const line = officer.get("/api/coverage/610627101/timeline?type=daily_report").object();
    EXPECT_EQ(line.at("expected"), 3);
    std::int64_t on_time = 0, late = 0;
    for (auto const& point : line.at("points").as_array()) {
        if (point.as_object().contains("on_time")) on_time += point.at("on_time").as_int64();
        if (point.as_object().contains("late")) late += point.at("late").as_int64();
    }
    EXPECT_EQ(on_time, 1);
    EXPECT_EQ(late, 1);
}

}  // namespace
}  // namespace fx::api
