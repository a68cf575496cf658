#pragma once
/// A county in which somebody falls ill: cases, contacts, visits and readings by the interface.

#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "returns_story.hpp"

namespace fx::api {

/// Home 0 lies in the east village: its first member falls ill, the others live with them. Monday, 3 February 2020.
class Trace : public Returns {
protected:
    using Fields = std::map<std::string, std::string>;

    static std::string with(Fields all, Fields const& other) {
        for (auto const& [name, value] : other) all[name] = value;
        std::string text;
        for (auto const& [name, value] : all)
            if (!value.empty()) text += (text.empty() ? "{\"" : ",\"") + name + "\":" + value;
        return text + "}";
    }
    Id person(std::size_t home, std::size_t member) { return county.home(home).members.at(member); }
    static std::string quoted(Id const& id) { return "\"" + format(id) + "\""; }
    std::string at(std::int64_t hours_ago) { return "\"" + format(county.clock().now() + -hours_ago * ms_per_hour) + "\""; }
    static std::string day(Date date) { return "\"" + format(date) + "\""; }
    Date today_date() { return date_at(county.clock().now()); }

    Answer report(Id const& who, Fields const& other = {}, std::string const& by = "east", Id id = {}) {
        if (id.is_nil()) id = county.fresh_id();
        return site.as(by).post("/api/records/case_report", site.creation(id, with({{"person", quoted(who)},
                                                                                    {"disease", "\"covid_19\""},
                                                                                    {"found_by", "\"2\""},
                                                                                    {"diagnosed_at", at(1)},
                                                                                    {"symptoms", R"(["1","2"])"},
                                                                                    {"onset_on", day(today_date() + -2)},
                                                                                    {"exposures", R"(["1"])"},
                                                                                    {"pneumonia_on_image", "\"1\""},
                                                                                    {"classification", "\"suspect\""},
                                                                                    {"basis", R"(["1","2"])"},
                                                                                    {"outcome", "\"no_outcome\""}},
                                                                                   other)));
    }
    Id reported(Id const& who, Fields const& other = {}, std::string const& by = "cdc") {
        auto const id = county.fresh_id();
        auto const answer = report(who, other, by, id);
        EXPECT_EQ(answer.status, 201) << answer.body;
        return id;
    }
    Answer meet(Id const& of_case, Id const& who, Fields const& other = {}, Id id = {}) {
        if (id.is_nil()) id = county.fresh_id();
        return site.as("cdc").post("/api/records/contact", site.creation(id, with({{"person", quoted(who)},
                                                                                   {"index_case", quoted(of_case)},
                                                                                   {"relation", "\"1\""},
                                                                                   {"mode", R"(["1","2"])"},
                                                                                   {"contact_place", "\"1\""},
                                                                                   {"frequency", "\"1\""},
                                                                                   {"last_contact_at", at(2)},
                                                                                   {"protection", "\"0\""},
                                                                                   {"decision", "\"1\""},
                                                                                   {"managed_by", "\"1\""},
                                                                                   {"measure", "\"2\""}},
                                                                                  other)));
    }
    Id met(Id const& of_case, Id const& who, Fields const& other = {}) {
        auto const id = county.fresh_id();
        auto const answer = meet(of_case, who, other, id);
        EXPECT_EQ(answer.status, 201) << answer.body;
        return id;
    }
    json::object seen(std::string const& type, Id const& id) {
        return site.as("cdc").get("/api/records/" + type + "/" + format(id)).object();
    }
    std::string field(std::string const& type, Id const& id, std::string const& name) {
        auto const fields = seen(type, id).at("fields").as_object();
        auto const* value = fields.if_contains(name);
        return value == nullptr || value->is_null() ? "" : value->is_string() ? text(*value) : json::serialize(*value);
    }
    std::string state(std::string const& type, Id const& id) { return text(seen(type, id).at("state")); }
    Answer move(std::string const& type, Id const& id, std::string const& step, std::string const& fields = "{}",
                std::string const& who = "cdc") {
        auto const version = seen(type, id).at("version").as_int64();
        return site.as(who).post("/api/records/" + type + "/" + format(id) + "/moves/" + step, site.change(version, fields));
    }
    Answer edit(std::string const& type, Id const& id, std::string const& fields) {
        auto const version = seen(type, id).at("version").as_int64();
        return site.as("cdc").patch("/api/records/" + type + "/" + format(id), site.change(version, fields));
    }
    /// State and deadline of the one duty of this type: "0" open, "1" in time, "2" late, "3" withdrawn.
    std::string duty(std::string const& type) {
        auto const rows = site.rows("SELECT state, due_at FROM obligation WHERE type = '" + type + "'");
        if (rows.size() != 1) return std::to_string(rows.size()) + " duties";
        return std::to_string(*integer_in(rows[0][0])) + " " + format(Instant{*integer_in(rows[0][1])});
    }
    /// The only observation of a person.
    Id observation(Id const& who) {
        std::vector<Id> found;
        for (auto const& one : county.records("key_person"))
            if (get(one.values, handles::key_person::person) == who) found.push_back(one.id);
        EXPECT_EQ(found.size(), 1U);
        return found.empty() ? Id{} : found.front();
    }
    void measure(Id const& who, Date on, std::string const& slot) {
        auto const answer = site.as("east").post("/api/records/temperature_reading",
                                                 site.creation(county.fresh_id(), with({}, {{"person", quoted(who)},
                                                                                            {"date", day(on)},
                                                                                            {"slot", "\"" + slot + "\""},
                                                                                            {"temperature_c", "36.5"},
                                                                                            {"measure_method", "\"1\""},
                                                                                            {"symptoms", R"(["0"])"},
                                                                                            {"in_place", "true"},
                                                                                            {"measured_by", "\"1\""}})));
        EXPECT_EQ(answer.status, 201) << answer.body;
    }
};

}  // namespace fx::api
