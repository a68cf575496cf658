#include "names/id_card.hpp"

#include <gtest/gtest.h>

namespace fx::names {
namespace {

Date const today = parse_date("2020-02-03").value();

TEST(IdCard, gives_sex_birth_date_and_place) {
    auto const card = parse_id_card("11010519491231002X", today).value();  // the example of GB 11643-1999
    EXPECT_EQ(card.number, "11010519491231002X");
    EXPECT_EQ(card.sex, Sex::female);
    EXPECT_EQ(format(card.birth_date), "1949-12-31");
    EXPECT_EQ(card.province, 11);
    EXPECT_EQ(card.division(), 110105);
    EXPECT_EQ(parse_id_card("440524188001010014", today).error().number(), "422.72")
        << "born 1880: outside what a date may be";
}

TEST(IdCard, takes_what_people_type) {
    EXPECT_EQ(parse_id_card(" １１０１０５ 19491231 002ｘ ", today)->number, "11010519491231002X");
}

TEST(IdCard, an_old_number_becomes_a_new_one) {
    auto const card = parse_id_card("110105491231002", today).value();
    EXPECT_EQ(card.number, "11010519491231002X");
}

TEST(IdCard, says_what_is_wrong) {
    struct {
        char const *number, *problem;
    } const cases[] = {{"", "422.70"},
                       {"1101051949123100", "422.70"},
                       {"1101051949123100XX", "422.70"},
                       {"61062719900230123X", "422.72"},
                       {"990105194912310020", "422.71"},
                       {"110105194912310021", "422.73"},
                       {"110105202002040018", "422.72"},
                       {"110105491331002", "422.72"}};
    for (auto const& one : cases) {
        auto const card = parse_id_card(one.number, today);
        ASSERT_TRUE(card.has_error()) << one.number;
        EXPECT_EQ(card.error().number(), one.problem) << one.number;
        EXPECT_EQ(card.error().field(), "id_number");
    }
}

TEST(IdCard, every_single_wrong_digit_and_every_exchange_of_neighbours_is_found) {
    std::string const good = "11010519491231002X";
    for (std::size_t i = 0; i < 17; ++i) {
        for (char c = '0'; c <= '9'; ++c) {
            auto bad = good;
            bad[i] = c;
            EXPECT_EQ(parse_id_card(bad, today).has_value(), c == good[i]) << bad;
        }
        auto bad = good;
        std::swap(bad[i], bad[i + 1]);
        EXPECT_EQ(parse_id_card(bad, today).has_value(), bad == good) << bad;
    }
}

}  // namespace
}  // namespace fx::names
