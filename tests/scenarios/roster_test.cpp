/// Rosters from people's own files: a dry run first, every bad row back with its reason, nothing half-imported.

#include "county.hpp"
#include "network/roster_import.hpp"

#include <iconv.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace fx::story {
namespace {

constexpr auto header = "村,组,门牌,姓名,性别,出生日期,证件号码,电话,与户主关系,居住类型\n";

std::string to_gb18030(std::string text) {
    auto const converter = ::iconv_open("GB18030", "UTF-8");
    std::string out(text.size() * 2, '\0');
    char *from = text.data(), *to = out.data();
    std::size_t left = text.size(), room = out.size();
    ::iconv(converter, &from, &left, &to, &room);
    ::iconv_close(converter);
    out.resize(out.size() - room);
    return out;
}

class Import : public testing::Test {
protected:
    Result<network::ImportPlan> plan(std::string const& bytes, Place area = county) {
        Result<network::ImportPlan> out = Problem();
        auto const read = county_.program().store->read([&](store::Reader& reader) -> Result<void> {
            out = network::plan_roster({bytes, area, std::filesystem::temp_directory_path(), "fangxian-import-test"},
                                       *county_.program().engine, *county_.program().network, reader, county_.clock().now(),
                                       random_);
            return {};
        });
        EXPECT_TRUE(read.has_value());
        return out;
    }
    void store(network::ImportPlan plan) {
        auto& program = county_.program();
        auto const done = network::store_plan(std::move(plan), *program.store, *program.engine, program.local_actor(),
                                              county_code, county_.fresh_id());
        ASSERT_TRUE(done.has_value()) << done.error().en();
    }
    std::size_t persons() { return county_.records("person").size(); }

    County county_;
    SeededRandom random_{11};
};

TEST_F(Import, ADryRunStoresNothingAndACommitStoresAllOfIt) {
    auto const before = persons();
    auto made =
        plan(std::string(header) +
             "东村村委会,1组,A-1,张三,男,1980-01-02,,13912345678,户主,1\n610627101201,1,A-1,李四,女,1982/3/4,,,配偶,1\n"
             "西村村委会,第3组,B-1,王五,男,,610627195406178010,,户主,1\n");
    ASSERT_TRUE(made.has_value()) << made.error().en();
    EXPECT_EQ(made->good + made->bad.size(), 3U);
    EXPECT_EQ(persons(), before);
    auto const good = made->good;
    EXPECT_EQ(made->new_households, good == 3 ? 2U : 1U);
    store(std::move(*made));
    EXPECT_EQ(persons(), before + good);
    EXPECT_TRUE(county_.verify().empty());
}

TEST_F(Import, EveryBadRowComesBackWithItsReasonInItsLastColumn) {
    auto made = plan(std::string(header) +
                     "东村村委会,1,A-1,张三,男,1980-01-02,,,户主,1\n北村,1,A-2,李四,男,,,,户主,1\n东村村委会,1,A-3,赵六,男,"
                     "1980-02-31,,,户主,1\n"
                     "东村村委会,1,A-4,孙七,男,,610627195406178012,,户主,1\n东村村委会,1,A-5,,男,,,,户主,1\n");
    ASSERT_TRUE(made.has_value());
    EXPECT_EQ(made->good, 1U);
    ASSERT_EQ(made->bad.size(), 4U);
    EXPECT_EQ(made->bad[0].number, 3U);
    EXPECT_NE(made->bad[0].en.find("village"), std::string::npos) << made->bad[0].en;
    std::ifstream in(made->bad_rows);
    std::stringstream text;
    text << in.rdbuf();
    EXPECT_NE(text.str().find("北村"), std::string::npos);
    EXPECT_NE(text.str().find("错误原因"), std::string::npos);
    EXPECT_EQ(text.str().find("张三"), std::string::npos);
}

TEST_F(Import, TheSameIdentityNumberTwiceIsBadInTheFileAndAgainstTheRoster) {
    auto const row = [](std::string const& name) { return "东村村委会,1,A-1," + name + ",,,11010519491231002X,,户主,1\n"; };
    auto made = plan(header + row("张三") + row("张三三"));
    ASSERT_TRUE(made.has_value());
    EXPECT_EQ(made->good, 1U);
    ASSERT_EQ(made->bad.size(), 1U);
    store(std::move(*made));
    auto again = plan(header + row("张三"));
    ASSERT_TRUE(again.has_value());
    EXPECT_EQ(again->good, 0U);
    EXPECT_EQ(again->bad.size(), 1U);
}

TEST_F(Import, SexAndBirthDateComeFromTheIdentityNumber) {
    auto made = plan(std::string(header) + "东村村委会,1,A-1,张三,,,11010519491231002X,,户主,1\n");
    ASSERT_TRUE(made.has_value() && made->good == 1U);
    store(std::move(*made));
    for (auto const& person : county_.records("person"))
        if (county_.field(person, "person", "name") == "\"张三\"") {
            EXPECT_EQ(county_.field(person, "person", "sex"), "\"2\"");
            EXPECT_EQ(county_.field(person, "person", "birth_date"), "\"1949-12-31\"");
            EXPECT_EQ(county_.field(person, "person", "name_sound"), "\"zhangsan\"");
            return;
        }
    FAIL() << "not imported";
}

TEST_F(Import, Gb18030AndEnglishHeadersAreUnderstood) {
    auto made = plan(to_gb18030(std::string(header) + "东村村委会,1,A-1,张三,男,1980-01-02,,,户主,1\n"));
    ASSERT_TRUE(made.has_value()) << made.error().en();
    EXPECT_EQ(made->good, 1U);
    auto english = plan("Village,Group,House code,Name,Sex\n610627101201,1,A-9,Zhang San,1\n");
    ASSERT_TRUE(english.has_value()) << english.error().en();
    EXPECT_EQ(english->good, 1U);
}

TEST_F(Import, AFileWithoutTheNeededColumnsOrOutsideTheImportersAreaIsRefused) {
    EXPECT_TRUE(plan("甲,乙\n1,2\n").has_error());
    EXPECT_TRUE(plan("").has_error());
    auto const outside = plan(std::string(header) + "西村村委会,1,A-1,张三,男,,,,户主,1\n", east);
    ASSERT_TRUE(outside.has_value());
    EXPECT_EQ(outside->good, 0U);
}

TEST_F(Import, PersonsJoinTheHouseholdThatIsOnTheRosterAlready) {
    auto const households = county_.records("household").size();
    auto made = plan(std::string(header) + "东村村委会,1,01-0,张新,男,1990-01-02,,,子,1\n");
    ASSERT_TRUE(made.has_value());
    EXPECT_EQ(made->new_households, 0U);
    store(std::move(*made));
    EXPECT_EQ(county_.records("household").size(), households);
}

TEST_F(Import, DuringARoundNewHouseholdsAreExpectedAtOnce) {
    auto const round = county_.open_round();
    auto made = plan(std::string(header) + "东村村委会,7组,C-1,张三,男,1980-01-02,,,户主,1\n");
    ASSERT_TRUE(made.has_value());
    store(std::move(*made));
    EXPECT_EQ(county_.figures(round, county).expected, 13U);
    EXPECT_EQ(county_.figures(round, east.group(7)).expected, 1U);
}

TEST(Duplicates, TheSameNumberElsewhereIsProposedAndNothingIsMergedByItself) {
    County county_;
    auto const fields = [](Id const& household, std::string const& name) {
        return "{\"household\":\"" + format(household) + "\",\"name\":\"" + name +
               "\",\"sex\":\"2\",\"id_type\":\"01\",\"id_number\":\"11010519491231002X\",\"residence_type\":\"1\"}";
    };
    ASSERT_TRUE(county_.create("wang", "person", fields(county_.home(0).id, "张红")).ok());
    ASSERT_TRUE(county_.create("li", "person", fields(county_.home(3).id, "张宏")).ok());
    auto const found = county_.records("duplicate_candidate");
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].state, "open");
    for (auto const& person : county_.records("person")) EXPECT_EQ(person.state, "active");
}

TEST(Duplicates, AnIdentityNumberThatSaysOtherwiseThanTheFormIsRefused) {
    County county_;
    auto const fields = [&](std::string const& rest) {
        return "{\"household\":\"" + format(county_.home(0).id) +
               "\",\"name\":\"张红\",\"id_type\":\"01\",\"id_number\":\"11010519491231002X\",\"residence_type\":\"1\"," +
               rest + "}";
    };
    EXPECT_EQ(refusal(county_.create("wang", "person", fields(R"("sex":"1")"))), "422.83");
    EXPECT_EQ(refusal(county_.create("wang", "person", fields(R"("sex":"2","birth_date":"1949-12-30")"))), "422.83");
    EXPECT_EQ(refusal(county_.create("wang", "person", fields(R"("sex":"9")"))), "");
}

}  // namespace
}  // namespace fx::story
