#include "names/id_card.hpp"
#include "names/phone.hpp"

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

TEST(CreditCode, the_check_character_is_checked) {
    EXPECT_EQ(parse_credit_code("91350100M000100Y43").value(), "91350100M000100Y43");  // the example of GB 32100-2015
    EXPECT_EQ(parse_credit_code(" 91350100m000100y43").value(), "91350100M000100Y43");
    for (auto const bad : {"91350100M000100Y44", "9135010OM000100Y43", "91350100M000100Y4", "", "9135Q100M000100Y43"})
        EXPECT_EQ(parse_credit_code(bad).error().number(), "422.74") << bad;
}

TEST(Phone, one_form_for_every_way_of_writing) {
    struct {
        char const *typed, *number;
        bool mobile;
    } const cases[] = {{"13800001234", "13800001234", true},
                       {"+86 138-0000-1234", "13800001234", true},
                       {"８６１３８００００１２３４", "13800001234", true},
                       {"0086 13800001234", "13800001234", true},
                       {"0911-4222222", "0911-4222222", false},
                       {"(0911)4222222", "0911-4222222", false},
                       {"010-65251234", "010-65251234", false},
                       {"02988881234", "029-88881234", false},
                       {"0911-4222222-801", "0911-4222222-801", false},
                       {"4222222", "4222222", false},
                       {"400-812-3456", "4008123456", false},
                       {"+86 911 4222222", "", false}};
    for (auto const& one : cases) {
        auto const phone = parse_phone(one.typed);
        if (*one.number == 0) {
            EXPECT_TRUE(phone.has_error()) << one.typed;
            continue;
        }
        ASSERT_TRUE(phone.has_value()) << one.typed;
        EXPECT_EQ(phone->number, one.number);
        EXPECT_EQ(phone->mobile, one.mobile) << one.typed;
    }
    for (auto const bad : {"", "1380000123", "138000012345", "23800001234", "电话", "0911-12", "1380000123a", "-",
                           "00112345678", "090", "0", "01", "无"})
        EXPECT_EQ(parse_phone(bad).error().number(), "422.75") << bad;
}

TEST(Mask, shows_no_more_than_agreed) {
    EXPECT_EQ(mask_name("张红"), "张*");
    EXPECT_EQ(mask_name("欧阳震华"), "欧阳**");
    EXPECT_EQ(mask_name("张"), "张*");
    EXPECT_EQ(mask_name("Anna Li"), "A*");
    EXPECT_EQ(mask_name("买买提·吐尔逊"), "买*");
    EXPECT_EQ(mask_name(""), "");
    EXPECT_EQ(mask_phone("13800001234"), "138****1234");
    EXPECT_EQ(mask_phone("0911-4222222"), "0911-****222");
    EXPECT_EQ(mask_phone("4222222"), "****222");
    EXPECT_EQ(mask_phone("12345"), "*****");
    EXPECT_EQ(mask_id_number("610627199001011234"), "6106**********1234");
    EXPECT_EQ(mask_id_number("12345678901"), "***********");
}

}  // namespace
}  // namespace fx::names
