/// What machines and people read of the catalogue.

#include "catalog/openapi.hpp"

#include "catalog/describe.hpp"
#include "catalog/product_test_catalogue.hpp"
#include "catalog/schema.hpp"

#include <gtest/gtest.h>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace fx::catalog {
namespace {

std::vector<Endpoint> const endpoints{{"GET", "/api/places/{place}", "signed_in", {"一个区域", "One place"}, {}},
                                      {"GET", "/healthz", "", {"是否正常", "Is it well"}, {}},
                                      {"POST", "/api/records/{type}", "signed_in", {}, {}}};

std::string text(boost::json::value const& value) { return std::string(value.as_string()); }

/// Every "$ref" of the document stands in it.
void expect_references(boost::json::value const& value, boost::json::value const& root) {
    if (auto const* object = value.if_object()) {
        if (auto const* to = object->if_contains("$ref")) {
            boost::system::error_code error;
            EXPECT_NE(root.find_pointer(std::string(to->as_string()).substr(1), error), nullptr) << to->as_string();
        }
        for (auto const& member : *object) expect_references(member.value(), root);
    } else if (auto const* array = value.if_array()) {
        for (auto const& item : *array) expect_references(item, root);
    }
}

TEST(OpenApi, DescribesEveryTypeAndResolvesItsReferences) {
    auto const document = boost::json::parse(write_openapi(product(), endpoints));
    expect_references(document, document);
    auto const& paths = document.at("paths").as_object();
    for (auto const* type : product().types()) {
        auto const* list = paths.if_contains("/api/records/" + type->name);
        ASSERT_NE(list, nullptr) << type->name;
        EXPECT_EQ(list->as_object().contains("post"), type->client_creates) << type->name;
        for (auto const& move : type->transitions)
            EXPECT_TRUE(paths.contains("/api/records/" + type->name + "/{id}/moves/" + move.name));
    }
    EXPECT_FALSE(paths.contains("/api/records/{type}")) << "given type by type";
    EXPECT_TRUE(paths.at("/healthz").at("get").as_object().contains("security"));
    EXPECT_EQ(text(paths.at("/api/places/{place}").at("get").at("parameters").at(0).at("name")), "place");
}

TEST(Schema, KnowsWhatATemperatureIsAndWhatIsRequired) {
    auto const schema = boost::json::parse(type_schema(*product().type("temperature_reading")));
    auto const& temperature = schema.at("properties").at("temperature_c");
    EXPECT_EQ(boost::json::serialize(temperature.at("allOf")),
              R"([{"type":"number","multipleOf":1E-1,"minimum":3.4E1,"maximum":4.2E1}])");
    EXPECT_EQ(text(temperature.at("x-privacy")), "health");
    EXPECT_FALSE(schema.at("additionalProperties").as_bool());
    EXPECT_EQ(text(schema.at("required").as_array().front()), "person");
}

TEST(Describe, ReadsBackAndNamesItsVersion) {
    auto const document = boost::json::parse(describe(product()));
    EXPECT_EQ(text(document.at("version")), product().version());
    auto const& fields = document.at("types").at("household_screening").at("fields").as_array();
    auto const& persons = fields.at(std::size_t(product().type("household_screening")->field_index("persons")));
    EXPECT_EQ(boost::json::serialize(persons.at("relevant")), R"({"in":["visit_outcome",["1","2","3"]]})");
    EXPECT_EQ(persons.at("columns").as_array().size(), 7U);
    EXPECT_EQ(text(document.at("types").at("post").at("duty")), "network");
}

TEST(Reference, IsAPageWithoutScriptsThatNamesEverything) {
    auto const page = write_reference(product(), endpoints);
    EXPECT_EQ(page.find("<script"), page.npos);
    EXPECT_EQ(page.find("http"), page.npos) << "nothing is fetched from elsewhere";
    for (auto const* type : product().types()) EXPECT_NE(page.find("id=\"type-" + type->name + "\""), page.npos);
    for (auto const* list : product().code_lists()) EXPECT_NE(page.find("id=\"codes-" + list->name + "\""), page.npos);
}

TEST(Reference, EscapesWhatASiteWrites) {
    auto const overlaid =
        load(embedded_sources(),
             {{"codes/sex.jsonc", R"({"list":"sex","add_codes":[{"code":"8","label":{"zh":"<b>甲","en":"a & <i>"}}]})"}});
    ASSERT_TRUE(overlaid.catalogue);
    auto const page = write_reference(*overlaid.catalogue, {});
    EXPECT_EQ(page.find("<b>甲"), page.npos);
    EXPECT_NE(page.find("a &amp; &lt;i&gt;"), page.npos);
}

}  // namespace
}  // namespace fx::catalog
