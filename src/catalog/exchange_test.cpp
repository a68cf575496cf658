/// The codes of a superior: what a sample_codes file gives, and every mistake on its line.

#include "catalog/exchange.hpp"
#include "catalog/product_test_catalogue.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace fx::catalog {
namespace {

constexpr std::string_view sample_codes = R"({
"idScheme": "CODE", "dataElementIdScheme": "UID",
"orgUnits": {
"610627000000": "GQ",
"610627101000": "GQ-1"
},
"returns": {
"daily_report": {"dataSet": "EPI_D", "cells": {
"households": {"dataElement": "f7n9E0hX8qk", "categoryOptionCombo": "ALL"},
"persons": {"dataElement": "Ix2HsbDMLea"}
}}}
})";

struct Fault {
    std::string_view mistake, find, by;
};
constexpr Fault cases[] = {
    {"exchange_scheme_unknown", R"("idScheme": "CODE")", R"("idScheme": "NUMBER")"},
    {"exchange_code_wrong", "f7n9E0hX8qk", "7f"},
    {"exchange_code_twice", R"("GQ-1")", R"("GQ")"},
    {"exchange_code_twice", R"("Ix2HsbDMLea")", R"("f7n9E0hX8qk", "categoryOptionCombo": "ALL")"},
    {"exchange_division_wrong", "610627101000", "6106271x"},
    {"exchange_return_unknown", R"("daily_report")", R"("no_such")"},
    {"exchange_cell_unknown", R"("persons")", R"("no_such")"},
    {"unknown_member", R"("dataSet")", R"("data_set")"},
};

LoadedExchange from(std::string text, std::string const& file = "exchange/codes.jsonc") {
    static auto const returns = load_returns(embedded_sources(), {}, product());
    return load_exchange({{file, std::move(text)}}, returns);
}

TEST(ExchangeCodes, AreReadWithTheirSchemes) {
    auto const well = from(std::string(sample_codes));
    for (auto const& mistake : well.mistakes) ADD_FAILURE() << mistake.line << ": " << mistake.what.en;
    EXPECT_EQ(well.codes.data_element_scheme, "UID");
    EXPECT_EQ(well.codes.org_unit_scheme, "CODE") << "that of idScheme";
    EXPECT_EQ(well.codes.org_units.size(), 2U);
    auto const& form = well.codes.returns.at("daily_report");
    EXPECT_EQ(form.data_set, "EPI_D");
    EXPECT_EQ(form.cells.at("households").option_combo, "ALL");
}

TEST(ExchangeCodes, ACellThatFollowsAnotherMayKeepItsCode) {
    auto const version = [](std::string const& from, std::string const& cells) {
        return R"({"valid_from": ")" + from + R"(", "cells": [)" + cells + "]}";
    };
    auto const cell = [](std::string const& name) {
        return R"({"name": ")" + name + R"(", "label": {"zh": "数", "en": "count"}, "count": "person"})";
    };
    auto const form = R"({"return": "heads", "label": {"zh": "人数", "en": "Heads"}, "source": {"zh": "表", "en": "form"},)"
                      R"( "roles": ["county_officer"], "versions": [)" +
                      version("2020-01-01", cell("persons")) + "," +
                      version("2020-02-01", cell("people") + "," + cell("souls")) + "]}";
    auto const returns = load_returns({{"returns/heads.jsonc", form}}, {}, product());
    for (auto const& mistake : returns.mistakes) ADD_FAILURE() << mistake.line << ": " << mistake.what.en;
    auto const mistakes = [&](std::string const& a, std::string const& b) {
        auto const codes = R"({"returns": {"heads": {"dataSet": "H", "cells": {")" + a + R"(": {"dataElement": "N"}, ")" +
                           b + R"(": {"dataElement": "N"}}}}})";
        return load_exchange({{"exchange/codes.jsonc", codes}}, returns).mistakes.size();
    };
    EXPECT_EQ(mistakes("persons", "people"), 0U);
    EXPECT_EQ(mistakes("people", "souls"), 1U) << "one version has both";
}

TEST(ExchangeCodes, EveryMistakeIsFoundOnItsLine) {
    for (auto const& each : cases) {
        std::string text(sample_codes);
        auto const at = text.find(each.find);
        ASSERT_NE(at, text.npos) << each.find;
        auto const line = 1 + std::count(text.begin(), text.begin() + std::ptrdiff_t(at), '\n');
        text.replace(at, each.find.size(), each.by);
        auto const loaded = from(text);
        auto const found = std::ranges::find(loaded.mistakes, each.mistake, &Mistake::name);
        if (found == loaded.mistakes.end()) {
            ADD_FAILURE() << each.mistake << " not found with " << each.by;
            continue;
        }
        EXPECT_EQ(found->line, line) << each.mistake;
        EXPECT_EQ(found->file, "exchange/codes.jsonc");
        EXPECT_EQ((found->what.zh + found->what.en + found->remedy.zh + found->remedy.en).find('{'), std::string::npos);
    }
    EXPECT_EQ(from("{}", "exchange/more.jsonc").mistakes.at(0).name, "exchange_file_name");
}

TEST(ExchangeCodes, NoMistakeIsWithoutItsBadFile) {
    constexpr std::string_view all[] = {
#define FX_MISTAKE(name, zh, en, remedy_zh, remedy_en) #name,
#include "catalog/mistakes.def"
#undef FX_MISTAKE
    };
    for (auto const name : all)
        EXPECT_TRUE(!name.starts_with("exchange_") || name == "exchange_file_name" ||
                    std::ranges::find(cases, name, &Fault::mistake) != std::end(cases))
            << name;
}

}  // namespace
}  // namespace fx::catalog
