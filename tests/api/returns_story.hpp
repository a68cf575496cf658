#pragma once
/// The story county with what its villages report.

#include "app/ticker.hpp"
#include "served.hpp"

#include <gtest/gtest.h>

namespace fx::api {

/// The story county with reporting units: one for each village, the township and the county.
class Returns : public Api {
protected:
    Returns() {
        for (auto const& [place, name, who] : {std::tuple{story::east, "东村村委会", "township"},
                                               {story::west, "西村村委会", "township"},
                                               {story::township, "道镇办公室", "township"},
                                               {story::county, "县指挥部", "officer"}})
            units[place] = make_unit(who, place, name, true);
    }

    Id make_unit(std::string const& who, Place place, std::string const& name, bool daily) {
        auto const id = county.fresh_id();
        auto const fields = R"({"name":")" + name + R"(","unit_kind":"1","area":")" + format(place) +
                            R"(","reports_daily":)" + (daily ? "true" : "false") + "}";
        EXPECT_TRUE(county.create(who, "reporting_unit", fields, id).ok());
        return id;
    }
    void tick() { ASSERT_TRUE(app::Ticker(county.program(), std::chrono::milliseconds(0)).tick().has_value()); }

    json::object sheet(std::string const& name, Place place, std::string const& more = {},
                       std::string const& who = "officer") {
        auto const answer = site.as(who).get("/api/returns/" + name + "?place=" + format(place) + more);
        EXPECT_EQ(answer.status, 200) << answer.body;
        return answer.object();
    }
    /// A figure by the name of its cell; of a line when one is given, else of the place itself.
    static json::value figure(json::object const& sheet, std::string const& cell, Place line = {}) {
        auto const& cells = sheet.at("cells").as_array();
        for (std::size_t i = 0; i < cells.size(); ++i) {
            if (text(cells[i].at("name")) != cell) continue;
            if (line.is_nil()) return sheet.at("node").at("figures").at(i);
            for (auto const& child : sheet.at("children").as_array())
                if (text(child.at("place")) == format(line)) return child.at("figures").at(i);
        }
        ADD_FAILURE() << "no " << cell;
        return {};
    }
    std::string today() const { return format(date_at(county.clock().now())); }

    Answer sign(std::string const& who, Place unit, bool nil, std::string const& more = {}, Id command = {}) {
        if (command.is_nil()) command = county.fresh_id();
        return site.as(who).post("/api/daily-reports", R"({"command":")" + format(command) + R"(","unit":")" +
                                                           format(units.at(unit)) + R"(","date":")" + today() +
                                                           R"(","nil_declared":)" + (nil ? "true" : "false") + more + "}");
    }
    /// How a unit's report stands, as its superior sees it.
    json::object standing(Place unit, Place seen_from = story::township) {
        auto const answer = site.as("officer").get("/api/daily-reports?place=" + format(seen_from));
        auto const day = answer.object();
        for (auto const& item : day.at("items").as_array())
            if (text(item.at("place")) == format(unit)) return item.as_object();
        ADD_FAILURE() << "no unit at " << format(unit) << ": " << answer.body;
        return {};
    }
    void move(std::string const& who, Place unit, std::string const& name, std::string const& fields, int status = 200) {
        auto const report = standing(unit).at("report").as_object();
        auto const answer = site.as(who).post("/api/records/daily_report/" + text(report.at("id")) + "/moves/" + name,
                                              site.change(report.at("version").as_int64(), fields));
        EXPECT_EQ(answer.status, status) << answer.body;
    }

    std::map<Place, Id> units;
};

}  // namespace fx::api
