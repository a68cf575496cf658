/// The vectors of tests/spec, which the browser's code is held to as well.

#include "catalog/kind.hpp"
#include "catalog/predicate_json.hpp"
#include "catalog/validate.hpp"

#include <gtest/gtest.h>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <fstream>
#include <sstream>

namespace fx::catalog {
namespace {

struct Spec {
    boost::json::value root;
    std::shared_ptr<Catalogue const> catalogue;
    boost::json::array const& cases() const { return root.at("cases").as_array(); }
};

Spec read_spec(std::string const& file) {
    std::ifstream in("tests/spec/" + file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    Spec spec;
    spec.root = boost::json::parse(text.str());
    std::vector<Source> sources;
    for (auto const& [name, source] : spec.root.at("sources").as_object())
        sources.push_back({name, boost::json::serialize(source)});
    auto const loaded = load(sources);
    for (auto const& mistake : loaded.mistakes) ADD_FAILURE() << file << " " << mistake.file << ": " << mistake.what.en;
    spec.catalogue = loaded.catalogue;
    return spec;
}

std::string text_of(boost::json::value const& value) { return std::string(value.as_string()); }

/// 7 and 7.0 are one number in the vectors.
boost::json::value with_doubles(boost::json::value value) {
    if (auto* object = value.if_object())
        for (auto& member : *object) member.value() = with_doubles(member.value());
    else if (auto* array = value.if_array())
        for (auto& item : *array) item = with_doubles(item);
    else if (auto const* whole = value.if_int64())
        return double(*whole);
    return value;
}

/// The values as the kinds read them, without the rules.
std::vector<Value> read_values(std::vector<Field> const& fields, boost::json::object const& input) {
    std::vector<Value> values(fields.size());
    for (std::size_t i = 0; i < fields.size(); ++i) {
        auto const* json = input.if_contains(fields[i].name);
        if (json == nullptr || json->is_null()) continue;
        auto value = fields[i].kind->parse(*json, fields[i]);
        EXPECT_TRUE(value.has_value()) << fields[i].name << ": " << value.error().en();
        if (value.has_value()) values[i] = *value;
    }
    return values;
}

TEST(Spec, Predicates) {
    auto const spec = read_spec("predicates.json");
    ASSERT_TRUE(spec.catalogue);
    auto const& type = *spec.catalogue->type("sample");
    ASSERT_GT(spec.cases().size(), 150U);
    for (auto const& each : spec.cases()) {
        auto const& vector = each.as_object();
        auto const* table = vector.if_contains("table");
        auto const& fields =
            table == nullptr ? type.fields : type.fields[std::size_t(type.field_index(text_of(*table)))].columns;
        auto const predicate = parse_predicate(vector.at("predicate"), fields);
        ASSERT_TRUE(predicate.has_value()) << text_of(vector.at("name")) << ": " << predicate.error().en();
        auto const values = read_values(fields, vector.at("values").as_object());
        EXPECT_EQ(holds(*predicate, values), vector.at("holds").as_bool()) << text_of(vector.at("name"));
    }
}

std::vector<std::string> listed(std::vector<Problem> const& problems) {
    std::vector<std::string> out;
    for (auto const& problem : problems) {
        out.push_back(problem.number() + " " + problem.field());
        EXPECT_EQ(problem.zh().find('{'), std::string::npos) << problem.zh();
        EXPECT_FALSE(problem.en().empty());
    }
    return out;
}

std::vector<std::string> strings(boost::json::value const& list) {
    std::vector<std::string> out;
    for (auto const& each : list.as_array()) out.push_back(text_of(each));
    return out;
}

TEST(Spec, Checks) {
    auto const spec = read_spec("checks.json");
    ASSERT_TRUE(spec.catalogue);
    auto const today = parse_date(text_of(spec.root.at("today"))).value();
    ASSERT_GT(spec.cases().size(), 100U);
    for (auto const& each : spec.cases()) {
        auto const& vector = each.as_object();
        auto const name = text_of(vector.at("name"));
        auto const& type = *spec.catalogue->type(text_of(vector.at("type")));
        auto const checked = check(type, vector.at("input").as_object(), today);
        EXPECT_EQ(listed(checked.problems), strings(vector.at("problems"))) << name;
        auto const* expected = vector.if_contains("values");
        if (expected == nullptr) continue;
        auto const written = canonical(type, checked.values);
        EXPECT_EQ(with_doubles(boost::json::parse(written)), with_doubles(*expected)) << name << ": " << written;
        auto const again = check(type, boost::json::parse(written).as_object(), today);
        EXPECT_EQ(canonical(type, again.values), written) << name << ": canonical is not stable";
    }
}

TEST(Spec, Changes) {
    auto const spec = read_spec("checks.json");
    ASSERT_TRUE(spec.catalogue);
    auto const today = parse_date(text_of(spec.root.at("today"))).value();
    for (auto const& each : spec.root.at("changes").as_array()) {
        auto const& vector = each.as_object();
        auto const name = text_of(vector.at("name"));
        auto const& type = *spec.catalogue->type(text_of(vector.at("type")));
        auto const current = check(type, vector.at("current").as_object(), today);
        ASSERT_TRUE(current.problems.empty()) << name;
        auto const change = check_change(type, current.values, vector.at("input").as_object(), today);
        EXPECT_EQ(listed(change.problems), strings(vector.at("problems"))) << name;
        std::vector<std::string> changed;
        for (auto const at : change.changed) changed.push_back(type.fields[std::size_t(at)].name);
        EXPECT_EQ(changed, strings(vector.at("changed"))) << name;
        EXPECT_EQ(with_doubles(boost::json::parse(canonical(type, change.merged))), with_doubles(vector.at("values")))
            << name;
    }
}

}  // namespace
}  // namespace fx::catalog
