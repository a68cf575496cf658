/// Handles say at compile time what the catalogue says at run time.

#include "catalog/handle.hpp"

#include "catalog/catalogue.hpp"
#include "catalog/handles.hpp"
#include "catalog/kind.hpp"
#include "catalog/product_test_catalogue.hpp"

#include <gtest/gtest.h>

namespace fx {
namespace {

namespace screening = handles::household_screening;
using catalog::product;

TEST(Handle, StandsWhereTheCatalogueHasTheField) {
    auto const& type = *product().type(screening::record_type);
    EXPECT_EQ(screening::fields, type.fields.size());
    EXPECT_EQ(type.field_index(screening::visited_at.name), screening::visited_at.index);
    EXPECT_EQ(type.fields[std::size_t(screening::persons.index)].columns.size(), screening::persons_row::columns);
    EXPECT_EQ(type.setting(screening::settings::visits_flag), 12);
    EXPECT_EQ(product().setting(handles::temperature_reading::settings::fever_c), 373);
}

TEST(Handle, ReadsWhatADraftWrote) {
    Draft draft(screening::fields);
    draft.set(screening::visit_outcome, codes::visit_outcome::refused).set(screening::any_symptom, true);
    draft.set(screening::visited_at, Instant{1'580'690'000'000}).set(screening::present_count, 3);
    EXPECT_EQ(get(draft.values(), screening::visit_outcome), "5");
    EXPECT_EQ(get(draft.values(), screening::any_symptom), true);
    EXPECT_EQ(get(draft.values(), screening::visited_at)->ms, 1'580'690'000'000);
    EXPECT_EQ(get(draft.values(), screening::away_count), std::nullopt);
    draft.clear(screening::present_count);
    EXPECT_EQ(get(draft.values(), screening::present_count), std::nullopt);
}

TEST(Handle, FindsACodeAmongTheChosen) {
    Draft row(screening::persons_row::columns);
    EXPECT_FALSE(chosen(row.values(), screening::persons_row::symptoms, codes::symptom::fever));
    row.set(screening::persons_row::symptoms, R"(["1","98"])");
    EXPECT_TRUE(chosen(row.values(), screening::persons_row::symptoms, codes::symptom::fever));
    EXPECT_FALSE(chosen(row.values(), screening::persons_row::symptoms, codes::symptom::conjunctival_congestion));
}

}  // namespace
}  // namespace fx
