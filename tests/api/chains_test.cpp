#include "file_test.hpp"

#include <gtest/gtest.h>
#include <unistd.h>
#include <boost/json.hpp>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace fx::api {
namespace {

namespace json = boost::json;

/// `fangxian chains` with files of its own: no site, no server.
class Chains : public FileTest {
protected:
    static Finished chains(std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), "chains");
        return fangxian(arguments);
    }
    static json::value answer(std::vector<std::string> arguments) {
        arguments.emplace_back("--json");
        auto const done = chains(arguments);
        EXPECT_EQ(done.exit, 0) << done.err;
        return done.exit == 0 ? json::parse(done.out) : json::value();
    }
    static std::string text_of(std::string const& path) {
        std::stringstream text;
        text << std::ifstream(path).rdbuf();
        return text.str();
    }
};

std::string lists() {
    for (std::string const up : {"../", "../../", "../../../"})
        if (std::filesystem::is_directory(up + "shared/data/epidemic/linelists"))
            return up + "shared/data/epidemic/linelists/";
    return {};
}

/// Figures by direct computation over the files: differences of the onsets in each row of contacts.
TEST_F(Chains, RealOutbreaksGiveTheirKnownFigures) {
    if (lists().empty()) GTEST_SKIP() << "shared/data is not here: no real outbreak was read";
    auto const read = [&](std::string const& name) {
        return answer({lists() + name + "_linelist.csv", "--links", lists() + name + "_contacts.csv"});
    };
    auto const mers = read("mers_korea_2015");
    EXPECT_EQ(mers.at("cases").as_array().size(), 162u);
    EXPECT_EQ(mers.at("links").as_array().size(), 98u);
    EXPECT_EQ(mers.at("serial_intervals").at("count"), 98);
    EXPECT_NEAR(mers.at("serial_intervals").at("mean").as_double(), 14.469388, 1e-6);
    EXPECT_NEAR(mers.at("offspring_by_link").at("k").as_double(), 0.02040071, 1e-8);
    EXPECT_EQ(mers.at("offspring_by_link").at("most"), 38);
    auto const tianjin = read("covid19_tianjin_2020");
    EXPECT_EQ(tianjin.at("links").as_array().size(), 91u);
    EXPECT_EQ(tianjin.at("serial_intervals").at("count"), 73);
    EXPECT_NEAR(tianjin.at("serial_intervals").at("mean").as_double(), 3.904110, 1e-6);
    EXPECT_EQ(tianjin.at("serial_intervals").at("negative"), 12);
    EXPECT_EQ(tianjin.at("serial_interval_distribution").at("shape"), "normal");
    auto const chongqing = read("covid19_chongqing_2020");
    EXPECT_EQ(chongqing.at("serial_intervals").at("count"), 0) << "contacts without direction have no interval";
    EXPECT_FALSE(chongqing.at("chains").as_array().empty());
}

TEST_F(Chains, FindsColumnsDatesAndSources) {
    auto const list = file("list.csv",
                           "Case ID;Date of onset;Infector;Household;shoe size\n"
                           "A;13/01/2020;;h1;40\nB;17/01/2020;A;h1;41\nC;43850;A;;42\nD;2020-01-25;B, C;h2;43\n"
                           "E;26 Jan 2020;Wuhan;h2;44\n");
    auto const found = answer({list, "--si-mean", "6", "--si-sd", "3"});
    EXPECT_EQ(found.at("mapping").at("onset").at("format"), "d/m/Y");
    EXPECT_EQ(found.at("columns_passed_over").at(0), "shoe size");
    EXPECT_EQ(found.at("cases").at(2).at("onset"), "2020-01-20");
    EXPECT_EQ(found.at("cases").at(3).at("source"), "C");
    EXPECT_EQ(found.at("cases").at(3).at("generation"), 2);
    EXPECT_EQ(found.at("cases").at(4).at("onset"), "2020-01-26");
    EXPECT_EQ(found.at("clusters").as_array().size(), 2u);
    auto const& links = found.at("links").as_array();
    ASSERT_EQ(links.size(), 4u);
    EXPECT_NEAR(links[2].at("likelihood").as_double() + links[3].at("likelihood").as_double(), 1, 1e-12);
    auto const done = chains({list});
    EXPECT_NE(done.out.find("Wuhan"), std::string::npos) << done.out;
    EXPECT_NE(done.out.find("shoe size"), std::string::npos) << done.out;
}

TEST_F(Chains, AMappingSettlesWhatIsAmbiguousOnceAndForAll) {
    auto const list = file("us.csv", "nr,fell ill,id\n1,02/03/2020,x\n2,04/05/2020,y\n");
    auto const mapping = file("map.json", R"({"cases": {"id": "nr", "onset": {"column": "fell ill", "format": "m/d/Y"}}})");
    auto const saved = folder + "/saved.json";
    auto const first = answer({list, "--mapping", mapping, "--save-mapping", saved});
    EXPECT_EQ(first.at("cases").at(0).at("onset"), "2020-02-03");
    EXPECT_EQ(answer({list, "--mapping", saved}), first);
}

TEST_F(Chains, FlagsWhatCannotBe) {
    auto const list = file("list.csv", "id,onset,death\nA,2020-01-10,2020-01-09\nB,2020-01-12,\nC,2020-01-11,\nD,,\n");
    auto const links = file("links.csv", "from,to\nA,A\nA,B\nB,C\nC,B\nC,D\nE,D\n");
    auto const done = chains({list, "--links", links, "--explain"});
    EXPECT_EQ(done.exit, 0) << done.err;
    for (auto const* text : {"病例 A：发病晚于死亡", "Case A: onset after death", "A → A: links a case to itself",
                             "B → C (-1 days): the infected fell ill first", "B → C (-1 days): lies on a cycle",
                             "A → B (2 days): the case has several possible infectors", "E → D: an onset is missing",
                             "Case D: several possible infectors"})
        EXPECT_NE(done.out.find(text), std::string::npos) << text << "\n" << done.out;
    auto const decided = file("decided.csv", "from,to,decided\nA,B,1\nC,B,1\n");
    EXPECT_EQ(answer({list, "--links", decided}).at("links").at(0).at("flags").at(0), "two_decided");
}

TEST_F(Chains, OneCaseAndNoInfectionAreSaid) {
    auto const one = answer({file("one.csv", "id\nA\n")});
    EXPECT_EQ(one.at("offspring_by_source").at("fit"), "too_few_cases");
    EXPECT_TRUE(one.at("offspring_by_source").at("R").is_null());
    auto const two = answer({file("two.csv", "id\nA\nB\n")});
    EXPECT_EQ(two.at("offspring_by_source").at("fit"), "no_infection");
    EXPECT_TRUE(two.at("serial_interval_distribution").is_null());
}

TEST_F(Chains, WritesWhatOtherProgramsRead) {
    auto const list = file("list.csv", "id,onset,hospital\nA,2020-01-10,<1> & \"2\"\n\"B,b\",2020-01-12,=x\n");
    auto const links = file("links.csv", "from,to,exposure\nA,\"B,b\",ward\n");
    auto const written = [&](std::string const& format, std::string const& name) {
        auto const done = chains({list, "--links", links, "--export", format, "--out", folder + "/out.csv"});
        EXPECT_EQ(done.exit, 0) << done.err;
        return text_of(folder + "/" + name);
    };
    EXPECT_EQ(written("csv", "out.csv"),
              "from,to,from_onset,to_onset,serial_interval,basis,likelihood,setting,flags\n"
              "A,\"B,b\",2020-01-10,2020-01-12,2,named,1,ward,\n");
    auto const graph = written("graphml", "out.csv");
    EXPECT_NE(graph.find("<edge source=\"n0\" target=\"n1\"><data key=\"basis\">named</data>"), std::string::npos) << graph;
    EXPECT_EQ(written("epicontacts", "out_contacts.csv"),
              "from,to,exposure,basis,likelihood,serial_interval\nA,\"B,b\",ward,named,1,2\n");
    EXPECT_EQ(written("outbreaks", "out_contacts.csv"), "from,to,exposure,diff_dt_onset\nA,\"B,b\",ward,2\n");
    EXPECT_NE(text_of(folder + "/out_linelist.csv").find(",'=x,"), std::string::npos);
    auto const hospital = std::string("a hospital, whose name is no short text");
    auto const long_list = file("long.csv", "id,hospital\nA,\"" + hospital + "\"\n");
    EXPECT_EQ(chains({long_list, "--export", "epicontacts", "--out", folder + "/long_out.csv"}).exit, 0);
    EXPECT_NE(text_of(folder + "/long_out_linelist.csv").find(",\"" + hospital + "\","), std::string::npos);
    auto const godata = json::parse(written("godata", "out.csv"));
    EXPECT_EQ(godata.at("relationships").at(0).at("persons").at(0).at("id"), "A");
    EXPECT_EQ(godata.at("cases").at(1).at("dateOfOnset"), "2020-01-12T00:00:00.000Z");
}

TEST_F(Chains, RefusesWithFileLineColumnAndRemedy) {
    auto const good = file("good.csv", "id,onset\nA,2020-01-01\n");
    struct Case {
        std::vector<std::string> arguments;
        int exit;
        std::string number, part;
    };
    for (auto const& [arguments, exit, number, part] : std::vector<Case>{
             {{file("a.csv", "id,onset\nA,03/02/2020\n")}, 1, "422.353", "d/m/Y"},
             {{file("b.csv", "id,onset\nA,13/01/2020\nB,01/13/2020\n")}, 1, "422.350", "3"},
             {{file("c.csv", "id,onset\nA,2020-01-01\nB,soon\n")}, 1, "422.350", "3"},
             {{file("d.csv", "id,onset\nA,2020-02-30\n")}, 1, "422.350", "onset"},
             {{file("e.csv", "id,onset\nA,2199-01-01\n")}, 1, "422.350", "onset"},
             {{file("f.csv", "id\nA\nA\n")}, 1, "422.350", "A"},
             {{file("g.csv", "id,onset\n,2020-01-01\n")}, 1, "422.350", "id"},
             {{file("h.csv", "name,onset\nA,2020-01-01\n")}, 1, "422.352", "name, onset"},
             {{file("i.csv", "id,onset\nA,2020-01-01,x\n")}, 1, "422.350", "2"},
             {{file("j.csv", "id,onset\n")}, 1, "422.129", ""},
             {{good, "--mapping", file("k.json", R"({"cases": {"onset": "day"}})")}, 1, "422.351", "day"},
             {{good, "--mapping", file("l.json", R"({"cases": {"colour": "id"}})")}, 1, "422.351", "colour"},
             {{good, "--mapping", file("m.json", R"({"rows": {}})")}, 1, "422.351", "m.json"},
             {{good, "--mapping", file("n.json", "{")}, 1, "400.1", ""},
             {{good, "--links", file("o.csv", "from\nA\n")}, 1, "422.352", "from"},
             {{good, "--links", file("p.csv", "from,to,directed\nA,B,perhaps\n")}, 1, "422.350", "perhaps"},
             {{good, "--links", file("q.csv", "from,to,likelihood\nA,B,-1\n")}, 1, "422.350", "likelihood"},
             {{good, "--si-mean", "5"}, 1, "422.354", "--si-sd"},
             {{folder + "/none.csv"}, 1, "400.154", ""},
             {{folder}, 1, "400.154", ""},
             {{good, "--export", "csv"}, 2, "", ""},
             {{good, "--export", "csv", "--out", folder + "/none/x.csv"}, 1, "400.155", ""},
         }) {
        auto const done = chains(arguments);
        EXPECT_EQ(done.exit, exit) << done.err << done.out;
        EXPECT_EQ(done.out, "") << arguments.front();
        EXPECT_EQ(done.err.substr(0, number.size()), number) << done.err;
        EXPECT_NE(done.err.find(part), std::string::npos) << part << ": " << done.err;
    }
}

}  // namespace
}  // namespace fx::api
