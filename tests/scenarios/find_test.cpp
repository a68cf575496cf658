/// Finding somebody by one line: as the name is written, as it sounds, by its initials; and nobody beyond one's own area.

#include "network/find.hpp"
#include "county.hpp"

#include "names/pinyin.hpp"

namespace fx::story {
namespace {

class Find : public testing::Test {
protected:
    void SetUp() override {
        person("east", 0, "王小明", R"(,"phone":"13912345678")");
        person("east", 0, "单红梅");
        person("east", 0, "曾乐");
        person("east", 0, "欧阳小明");
        person("west", 6, "王晓敏", R"(,"id_type":"01","id_number":"11010519491231002X")");
        person("west", 6, "吕布");
        person("west", 6, "买买提·吐尔逊");
    }

    void person(std::string const& who, std::size_t home, std::string const& name, std::string const& more = {}) {
        auto const made = county_.create(who, "person",
                                         R"({"household":")" + format(county_.home(home).id) + R"(","name":")" + name +
                                             R"(","sex":"9","residence_type":"1")" + more + "}");
        ASSERT_TRUE(made.ok()) << refusal(made);
    }

    /// "name by, name by" in the order of the answer; or the number of the problem.
    std::string found(std::string const& line, std::string const& who = "officer", std::string const& type = "person",
                      int limit = 20) {
        std::string out;
        auto const read = county_.program().store->read([&](store::Reader& reader) -> Result<void> {
            FX_TRY(auto const answer,
                   network::find(*county_.program().engine, reader, county_.actor(who), type, line, limit));
            for (auto const& one : answer.items)
                out += (out.empty() ? "" : ", ") + county_.field(one.record, type, type == "person" ? "name" : "head_name") +
                       " " + one.by + " " + std::to_string(one.marks);
            if (answer.more) out += " …";
            return {};
        });
        std::erase(out, '"');
        return read.has_error() ? read.error().number() : out;
    }

    County county_;
};

TEST_F(Find, InitialsFindWholeNamesBeforeBeginnings) {
    EXPECT_EQ(found("wxm"), "王小明 initials 3, 王晓敏 initials 3");
    EXPECT_EQ(found("WX"), "王小明 initials_start 2, 王晓敏 initials_start 2");
    EXPECT_EQ(found("oyxm"), "欧阳小明 initials 4");
    EXPECT_EQ(found("lb"), "吕布 initials 2");
    EXPECT_EQ(found("w"), "") << "one letter is half the county";
    EXPECT_EQ(found("xm"), "") << "a name begins with its surname";
}

TEST_F(Find, PinyinWholeOrBegun) {
    EXPECT_EQ(found("wangxiaoming"), "王小明 pinyin 3");
    EXPECT_EQ(found("Wáng Xiǎomíng"), "王小明 pinyin 3");
    EXPECT_EQ(found("wangx"), "王晓敏 pinyin_start 2, 王小明 pinyin_start 2") << "in the order of the pinyin";
    EXPECT_EQ(found("lǚ bù"), "吕布 pinyin 2");
    EXPECT_EQ(found("maimaititu"), "买买提·吐尔逊 pinyin_start 7");
}

TEST_F(Find, CharactersWholeOrBegun) {
    EXPECT_EQ(found("王小明"), "王小明 name 3");
    EXPECT_EQ(found("王 小明"), "王小明 name 3");
    EXPECT_EQ(found("王小"), "王小明 name_start 2");
    EXPECT_EQ(found("吕"), "吕布 name_start 1");
    EXPECT_EQ(found("单"), "单红梅 name_start 1") << "read as a surname though it stands alone";
    EXPECT_EQ(found("欧阳"), "欧阳小明 name_start 2");
    EXPECT_EQ(found("王小名"), "") << "the same sound is another name";
    EXPECT_EQ(found("%"), "");
    EXPECT_EQ(found("王%"), "");
}

TEST_F(Find, ASurnameReadTheOtherWayFindsItsPerson) {
    EXPECT_EQ(found("shm"), "单红梅 initials 3");
    EXPECT_EQ(found("dhm"), "单红梅 initials 3");
    EXPECT_EQ(found("danhongmei"), "单红梅 pinyin 3");
    EXPECT_EQ(found("zengyue"), "曾乐 pinyin 2");
    EXPECT_EQ(found("cl"), "曾乐 initials 2");
}

TEST_F(Find, NumbersFindWithoutBeingOpened) {
    EXPECT_EQ(found("139 1234 5678"), "王小明 phone 0");
    EXPECT_EQ(found("11010519491231002X"), "王晓敏 id_number 0");
    EXPECT_EQ(found("139123456"), "") << "no part of a number";
}

TEST_F(Find, NobodyIsFoundBeyondOnesOwnArea) {
    EXPECT_EQ(found("wxm", "east"), "王小明 initials 3");
    EXPECT_EQ(found("wxm", "west"), "王晓敏 initials 3");
    EXPECT_EQ(found("wx", "zhao"), "王晓敏 initials_start 2");
    EXPECT_EQ(found("wangx", "li"), "") << "his zone is another one of the same village";
    EXPECT_EQ(found("王晓", "west"), "王晓敏 name_start 2");
    EXPECT_EQ(found("王小", "west"), "");
    EXPECT_EQ(found("13912345678", "west"), "");
    EXPECT_EQ(found("dhm", "west"), "");
    EXPECT_EQ(found("wxm", "auditor"), "403.50");
}

TEST_F(Find, SaysWhenThereAreMore) {
    EXPECT_EQ(found("wxm", "officer", "person", 1), "王小明 initials 3 …");
    EXPECT_EQ(found("wxm", "officer", "person", 2), "王小明 initials 3, 王晓敏 initials 3");
}

TEST_F(Find, RefusesEmptyAndEndlessLines) {
    EXPECT_EQ(found(""), "400.7");
    EXPECT_EQ(found("  　"), "400.7");
    EXPECT_EQ(found(std::string(61, 'a')), "400.7");
}

TEST_F(Find, HouseholdsByTheirHeadsAndTheirCode) {
    auto const& home = county_.home(0);
    auto const before = county_.record("household", home.id);
    ASSERT_TRUE(county_.change("east", "household", home.id, before.version, R"({"head_name":"赵铁柱"})").ok());
    for (auto const* line : {"赵铁柱", "ztz", "zhaotiezhu", "赵铁", "zhaot"})
        EXPECT_TRUE(found(line, "officer", "household").starts_with("赵铁柱 "))
            << line << found(line, "officer", "household");
    auto code = county_.field(before, "household", "house_code");
    std::erase(code, '"');
    EXPECT_NE(found(code, "officer", "household").find("house_code"), std::string::npos);
}

TEST_F(Find, AChangedNameIsFoundByTheNewOneOnly) {
    for (auto const& record : county_.records("person")) {
        if (county_.field(record, "person", "name") != "\"吕布\"") continue;
        ASSERT_TRUE(county_.change("west", "person", record.id, record.version, R"({"name":"张飞"})").ok());
    }
    EXPECT_EQ(found("lb"), "");
    EXPECT_EQ(found("zf"), "张飞 initials 2");
}

TEST_F(Find, RowsFromBeforeGetTheirKeysWhenTheProgramStarts) {
    auto& store = *county_.program().store;
    ASSERT_TRUE(store
                    .execute_script("UPDATE r_person SET name_initials = NULL;"
                                    "UPDATE r_household SET head_name_initials = NULL, head_name_pinyin = NULL")
                    .has_value());
    EXPECT_EQ(found("wxm"), "");
    county_.restart();
    EXPECT_EQ(found("wxm"), "王小明 initials 3, 王晓敏 initials 3");
    EXPECT_TRUE(county_.verify().empty()) << "keys are no part of the records: the journal is as it was";
}

TEST_F(Find, VerificationSeesAKeyThatHidesSomebody) {
    auto& store = *county_.program().store;
    ASSERT_TRUE(store.execute_script("UPDATE r_person SET name_initials = 'zz' WHERE name = '王小明'").has_value());
    auto const findings = county_.verify();
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_NE(findings[0].detail.find("name_initials"), std::string::npos) << findings[0].detail;
}

}  // namespace
}  // namespace fx::story
