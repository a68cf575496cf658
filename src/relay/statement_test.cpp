#include "relay/statement.hpp"

#include "relay/figures.hpp"

#include <gtest/gtest.h>

namespace fx::relay {
namespace {

constexpr Place county = Place::division(610'627'000'000), village = Place::division(610'627'101'201);

Statement sample() {
    Instant const at{1'580'000'000'000};
    auto const id = parse_id("0190163d-8694-739b-aea5-966c26f8ad91").value();
    return {county, 7,     no_hash(),
            at,     false, {{id, "household_screening", county, at, at + ms_per_day, {}, {{village, {3, 2, 1}}}}}};
}

std::string refusal_of(std::string const& body) {
    auto const parsed = parse_statement(body);
    return parsed.has_error() ? parsed.error().number() : "";
}

std::string with(std::string body, std::string_view what, std::string_view instead) {
    auto const at = body.find(what);
    EXPECT_NE(at, body.npos) << what;
    return body.replace(at, what.size(), instead);
}

TEST(Statement, ComesBackAsItWas) {
    auto statement = sample();
    EXPECT_EQ(parse_statement(to_json(statement)).value(), statement);
    statement.periods[0].closed_at = statement.as_of;
    statement.whole = true;
    EXPECT_EQ(parse_statement(to_json(statement)).value(), statement);
    statement.periods.clear();
    EXPECT_EQ(parse_statement(to_json(statement)).value(), statement);
    EXPECT_EQ(parse_period(to_json(sample().periods[0])).value(), sample().periods[0]);
}

TEST(Statement, HasNoPlaceForAnythingElse) {
    auto const good = to_json(sample());
    ASSERT_EQ(refusal_of(good), "");
    EXPECT_EQ(refusal_of(with(good, "\"whole\"", R"("name":"王建国","whole")")), "422.203");
    EXPECT_EQ(refusal_of(with(good, "\"type\"", R"("label":"王建国家","type")")), "422.203");
    EXPECT_EQ(refusal_of(with(good, "household_screening", "王建国")), "422.203");
    EXPECT_EQ(refusal_of(with(good, "household_screening", "13800000000 ")), "422.203");
    EXPECT_EQ(refusal_of(with(good, ",3,2,1]", ",3,2,1,\"王建国\"]")), "422.203");
    EXPECT_EQ(refusal_of(with(good, "610627101201", "610627101201003")), "422.203") << "no group below a village";
}

TEST(Statement, FiguresThatCannotBeAreRefused) {
    auto const good = to_json(sample());
    for (auto const* figures :
         {",3,4,1]", ",3,2,3]", ",-3,2,1]", ",3,2,-1]", ",4294967296,2,1]", ",3.5,2,1]", ",3,2]", ",3,2,null]"})
        EXPECT_EQ(refusal_of(with(good, ",3,2,1]", figures)), "422.203") << figures;
    EXPECT_EQ(refusal_of(with(good, "[610627101201,3,2,1]", "[610627101201,3,2,1],[610627101201,3,2,1]")), "422.203");
    EXPECT_EQ(refusal_of(with(good, "[610627101201,3,2,1]", "[610627101202,3,2,1],[610627101201,3,2,1]")), "422.203");
    EXPECT_EQ(refusal_of(with(good, "\"sequence\":7", "\"sequence\":0")), "422.203");
    EXPECT_EQ(refusal_of(with(good, "\"sequence\":7", "\"sequence\":9223372036854775807")), "422.203");
    EXPECT_EQ(refusal_of(with(good, "\"format\":1", "\"format\":2")), "422.203");
    EXPECT_EQ(refusal_of(with(good, "\"closed_at\":null", "\"closed_at\":\"soon\"")), "422.203");
    EXPECT_EQ(refusal_of(with(good, "\"closed_at\":null,", "")), "422.203");
    EXPECT_EQ(refusal_of(with(good, no_hash(), "x")), "422.203");
}

TEST(Statement, BrokenBodiesAreRefused) {
    auto const good = to_json(sample());
    for (std::size_t size = 0; size < good.size(); ++size) EXPECT_NE(refusal_of(good.substr(0, size)), "") << size;
    EXPECT_EQ(refusal_of("[]"), "422.203");
    EXPECT_EQ(refusal_of("\xff"), "400.2");
    EXPECT_EQ(refusal_of(std::string(100, '[')), "400.1");
    EXPECT_EQ(refusal_of(std::string(statement_bytes_max + 1, ' ')), "413.3");
    auto twice = sample();
    twice.periods.push_back(twice.periods[0]);
    EXPECT_EQ(refusal_of(to_json(twice)), "422.203");
}

TEST(Statement, ADifferenceLeadsFromOneStateToTheOther) {
    auto const before = sample().periods[0];
    auto now = before;
    now.rows = {{Place::division(610'627'101'199), {1, 0, 0}}, {Place::division(610'627'101'202), {5, 5, 0}}};
    auto const stated = difference(&before, now);
    ASSERT_TRUE(stated.has_value());
    EXPECT_EQ(stated->rows.size(), 3U) << "two that are new, one that is gone";
    auto held = before;
    apply(held, *stated);
    EXPECT_EQ(held, now);
    EXPECT_FALSE(difference(&now, now).has_value());
    auto closed = now;
    closed.closed_at = Instant{1};
    EXPECT_TRUE(difference(&now, closed)->rows.empty()) << "only the period's end is said";
}

}  // namespace
}  // namespace fx::relay
