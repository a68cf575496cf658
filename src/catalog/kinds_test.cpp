/// What people write in table cells, and what a masked value shows.

#include "catalog/kind.hpp"
#include "catalog/product_test_catalogue.hpp"

#include <gtest/gtest.h>

namespace fx::catalog {
namespace {

Field const& field(std::string_view type, std::string_view name) {
    auto const& record = *product().type(type);
    return record.fields[std::size_t(record.field_index(name))];
}

/// The canonical JSON of what the cell means; the problem's number when it means nothing; "" when it is blank.
std::string read(Field const& of, std::string_view cell) {
    auto const value = of.kind->parse_text(cell, of);
    if (value.has_error()) return value.error().number();
    if (is_null(*value)) return "";
    JsonWriter json;
    of.kind->write(json, *value, of);
    return json.take();
}

TEST(Cell, DatesAsPeopleWriteThem) {
    auto const& birth = field("person", "birth_date");
    for (auto const cell :
         {"2020-02-03", "2020/2/3", "2020.2.3", "20200203", "2020年2月3日", "2020年02月03日", " ２０２０-02-03 "})
        EXPECT_EQ(read(birth, cell), "\"2020-02-03\"") << cell;
    for (auto const cell : {"2020-02-30", "2020-2", "3/2/2020", "February 3", "2020-02-03-04", "20200230", "2020年"})
        EXPECT_EQ(read(birth, cell), "422.21") << cell;
    EXPECT_EQ(read(birth, "　"), "");
}

TEST(Cell, TimesInChinasCivilTimeUnlessTheySayOtherwise) {
    auto const& visited = field("household_screening", "visited_at");
    for (auto const cell :
         {"2020-02-03 08:30", "2020/2/3 8:30", "2020-02-03 08:30:00", "2020-02-03T00:30:00Z", "2020年2月3日 8:30"})
        EXPECT_EQ(read(visited, cell), "\"2020-02-03T08:30:00+08:00\"") << cell;
    for (auto const cell : {"2020-02-03 25:00", "08:30", "2020-02-03 8", "2020-02-30 08:30"})
        EXPECT_EQ(read(visited, cell), "422.21") << cell;
}

TEST(Cell, NumbersKeepTheirDigitsExactly) {
    auto const& temperature = field("temperature_reading", "temperature_c");
    for (auto const cell : {"36.7", "36.70", "36.7°C", "３６．７", " 36.7 "})
        EXPECT_EQ(read(temperature, cell), "36.7") << cell;
    EXPECT_EQ(read(temperature, "37"), "37.0");
    EXPECT_EQ(read(temperature, "36.75"), "422.28");
    EXPECT_EQ(read(temperature, "96.7"), "422.27");
    for (auto const cell : {"36,7", "36.7.1", "abc", "-", ".", "3 6", "1e3", "99999999999999999999"})
        EXPECT_EQ(read(temperature, cell), "422.21") << cell;
    auto const& count = field("household_screening", "present_count");
    EXPECT_EQ(read(count, "3人"), "3");
    EXPECT_EQ(read(count, "-1"), "422.27");
}

TEST(Cell, CodesByTheirLabelInEitherLanguage) {
    auto const& outcome = field("household_screening", "visit_outcome");
    for (auto const cell : {"4", "无人", "nobody home", "Nobody Home", " ４ "})
        EXPECT_EQ(read(outcome, cell), "\"4\"") << cell;
    EXPECT_EQ(read(outcome, "44"), "422.30");
    auto const& symptoms = field("temperature_reading", "symptoms");
    for (auto const cell : {"发热、干咳", "干咳;发热", "1,2", "fever; dry cough", "发热，干咳", "2|1"})
        EXPECT_EQ(read(symptoms, cell), R"(["1","2"])") << cell;
    EXPECT_EQ(read(symptoms, "发热、头痛"), "422.30");
    EXPECT_EQ(read(symptoms, "发热、1"), "422.37");
}

TEST(Cell, YesAndNo) {
    auto const& any = field("household_screening", "any_symptom");
    for (auto const cell : {"是", "有", "YES", "y", "1", "√"}) EXPECT_EQ(read(any, cell), "true") << cell;
    for (auto const cell : {"否", "无", "No", "0"}) EXPECT_EQ(read(any, cell), "false") << cell;
    EXPECT_EQ(read(any, "也许"), "422.21");
}

TEST(Cell, PlacesIdsAndPositions) {
    EXPECT_EQ(read(field("household", "zone"), "610627100201003"), "\"610627100201003\"");
    EXPECT_EQ(read(field("household", "zone"), "甘泉县"), "422.21");
    EXPECT_EQ(read(field("household", "location"), "109.35, 36.28"), R"({"lon":109.350000,"lat":36.280000})");
    EXPECT_EQ(read(field("household", "location"), "109.35"), "422.21");
    EXPECT_EQ(read(field("person", "household"), "0190163D-8694-739B-AEA5-966C26F8AD91"),
              "\"0190163d-8694-739b-aea5-966c26f8ad91\"");
    EXPECT_EQ(read(field("household_screening", "persons"), R"([{"name":"甲","residence_type":"3"}])"),
              R"([{"name":"甲","residence_type":"3"}])");
    EXPECT_EQ(read(field("household_screening", "persons"), "甲、乙"), "422.21");
}

TEST(Mask, ShowsEnoughToRecogniseAndNotToCall) {
    auto const masked = [](std::string_view type, std::string_view name, std::string value) {
        return field(type, name).kind->mask(Value(std::move(value)));
    };
    EXPECT_EQ(masked("person", "phone", "13800138000"), "138****8000");
    EXPECT_EQ(masked("person", "id_number", "11010519491231002X"), "110***************");
    EXPECT_EQ(masked("person", "name", "张三丰"), "张**");
    EXPECT_EQ(masked("person", "name", "Li"), "L**");
}

TEST(Kinds, EachHasANameInBothLanguagesAndIsFoundByIt) {
    for (auto const* kind : all_kinds()) {
        EXPECT_EQ(find_kind(kind->name()), kind);
        EXPECT_FALSE(kind->label().zh.empty());
        EXPECT_FALSE(kind->label().en.empty());
    }
    EXPECT_EQ(find_kind("varchar"), nullptr);
}

}  // namespace
}  // namespace fx::catalog
