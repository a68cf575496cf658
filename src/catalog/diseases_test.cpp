#include "catalog/diseases.hpp"
#include "catalog/product_test_catalogue.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace fx::catalog {
namespace {

constexpr std::string_view good_disease = R"({
    "disease": "measles",
    "source": {"zh": "法", "en": "law"},
    "versions": [
        {
            "valid_from": "2019-01-01",
            "source": {"zh": "甲", "en": "first"},
            "report_hours": 24, "investigate_hours": 24, "observation_days": 21, "lost_after_days": 3, "infectious_days_before": 4,
            "definitions": []
        },
        {
            "valid_from": "2020-01-01",
            "source": {"zh": "乙", "en": "second"},
            "report_hours": 2,
            "definitions": [
                {"classification": "confirmed", "when": {"eq": ["lab_result", "positive"]},
                 "when_text": {"zh": "阳性", "en": "positive"}},
                {"classification": "suspect", "when": {"present": "onset_on"}, "when_text": {"zh": "病", "en": "ill"}}
            ]
        }
    ]
})";

LoadedDiseases diseases_from(std::string text, std::vector<Source> const& overlay = {}) {
    static auto const product_files = [] {
        auto files = embedded_sources();
        std::erase_if(files, [](auto const& one) { return one.file == "diseases/measles.jsonc"; });
        return files;
    }();
    auto files = product_files;
    files.push_back({"diseases/measles.jsonc", std::move(text)});
    return load_diseases(files, overlay, product());
}

TEST(Diseases, TheVersionOfTheDayAndTheGravestDefinitionHold) {
    auto const loaded = diseases_from(std::string(good_disease));
    for (auto const& mistake : loaded.mistakes) ADD_FAILURE() << mistake.line << ": " << mistake.what.en;
    auto const* measles = loaded.find("measles");
    ASSERT_NE(measles, nullptr);
    auto const on = [&](char const* day) { return measles->on(parse_date(day).value()).source.en; };
    EXPECT_EQ(on("1999-12-31"), "first") << "the earliest holds for days before all";
    EXPECT_EQ(on("2019-12-31"), "first");
    EXPECT_EQ(on("2020-01-01"), "second");
    EXPECT_EQ(measles->versions[1].observation_days, 14) << "what is not said is as usual";
    auto const& type = *product().type("case_report");
    std::vector<Value> values(type.fields.size());
    EXPECT_EQ(measles->versions[1].judge(values), "");
    values[std::size_t(type.field_index("onset_on"))] = std::int64_t(18'000);
    EXPECT_EQ(measles->versions[1].judge(values), "suspect");
    values[std::size_t(type.field_index("lab_result"))] = std::string("positive");
    EXPECT_EQ(measles->versions[1].judge(values), "confirmed");
}

TEST(Diseases, EveryMistakeIsFoundOnItsLine) {
    struct Case {
        std::string_view mistake, find, by;
    };
    constexpr Case cases[] = {
        {"name_differs_from_file", R"("disease": "measles")", R"("disease": "sars")"},
        {"unknown_code", R"("disease": "measles")", R"("disease": "gout")"},
        {"date_not_valid", R"("2019-01-01")", R"("2019-13-01")"},
        {"versions_out_of_order", R"("2020-01-01")", R"("2019-01-01")"},
        {"unknown_code", R"("classification": "suspect")", R"("classification": "perhaps")"},
        {"unknown_member", R"("report_hours": 2,)", R"("report_hours": 2, "hours": 3,)"},
        {"wrong_shape", R"("definitions": [])", R"("definitions": [1])"},
        {"missing_member", R"("when": {"present": "onset_on"}, )", ""},
    };
    for (auto const& each : cases) {
        std::string text(good_disease);
        auto const at = text.find(each.find);
        ASSERT_NE(at, text.npos) << each.find;
        text.replace(at, each.find.size(), each.by);
        auto const found = diseases_from(text).mistakes;
        auto const named = std::ranges::any_of(found, [&](auto const& one) {
            return one.name == each.mistake && one.file == "diseases/measles.jsonc" && one.line > 0 &&
                   !one.remedy.zh.empty();
        });
        EXPECT_TRUE(named) << each.mistake << ": " << each.by;
    }
}

TEST(Diseases, ASitesFileTakesThePlaceOfTheProducts) {
    std::string own(good_disease);
    own.replace(own.find("\"report_hours\": 24"), 18, "\"report_hours\": 12");
    auto const loaded = diseases_from(std::string(good_disease), {{"diseases/measles.jsonc", own}});
    EXPECT_TRUE(loaded.mistakes.empty());
    EXPECT_EQ(loaded.find("measles")->versions[0].report_hours, 12);
}

TEST(Diseases, EveryDiseaseHasRules) {
    auto const found = load_diseases({{"diseases/measles.jsonc", std::string(good_disease)}}, {}, product()).mistakes;
    ASSERT_EQ(found.size(), product().code_list("disease")->codes.size() - 1);
    EXPECT_EQ(found[0].name, "disease_without_rules");
}

}  // namespace
}  // namespace fx::catalog
