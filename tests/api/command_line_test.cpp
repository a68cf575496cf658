#include "command/duty.hpp"
#include "process.hpp"
#include "records/attachment.hpp"
#include "served.hpp"
#include "store/sha256.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace fx::api {
namespace {

class CommandLine : public testing::Test {
protected:
    story::County county;
    Id round = county.open_round();

    void SetUp() override {
        EXPECT_EQ(story::refusal(county.create("wang", "household_screening", county.visit(round, county.home(0)))), "");
        county.close();
    }
    json::value ran(std::vector<std::string> arguments) {
        arguments.insert(arguments.end(), {"--data", county.site(), "--json"});
        auto const finished = fangxian(arguments);
        EXPECT_EQ(finished.exit, 0) << arguments.front() << ": " << finished.err;
        return finished.exit == 0 ? json::parse(finished.out) : json::value();
    }
    std::string content(std::string const& name) const {
        std::stringstream text;
        text << std::ifstream(beside(name)).rdbuf();
        return text.str();
    }
    /// As the server stores one that came.
    void store_photo() {
        county.restart();
        auto& program = county.program();
        auto const& wang = county.actor("wang");
        std::string const content = "a doorplate";
        auto const hash = store::sha256({store::bytes_of(content)});
        records::Attachment photo{story::county_code,
                                  county.fresh_id(),
                                  "household_screening",
                                  "confirmation",
                                  "image/png",
                                  std::int64_t(content.size()),
                                  1,
                                  1,
                                  Bytes(hash.begin(), hash.end()),
                                  county.clock().now(),
                                  wang.user,
                                  wang.post,
                                  wang.place,
                                  {}};
        program.store
            ->write([&](store::Tx& tx) -> Result<void> {
                tx.put(records::attachment_table(), records::to_row(photo));
                tx.put(records::attachment_content_table(),
                       {photo.county, photo.id, records::seal_attachment(*program.sealer, photo.id, content)});
                program.journal(tx, wang, std::string(records::attachment_entries), photo.id, "create",
                                records::journal_body(photo));
                return {};
            })
            .value();
        county.close();
    }
    std::string beside(std::string const& name) const { return county.site() + "/../" + name; }
};

TEST_F(CommandLine, ASettingOutOfBoundsIsExplainedAndNothingStartsWithIt) {
    auto const folder = county.site() + "/catalog";
    std::filesystem::create_directories(folder + "/command");
    auto const file = folder + "/command/response.jsonc";
    std::ofstream(file) << "{\n\"type\": \"response\",\n\"settings\": {\"days_max\": -5}\n}";
    auto const lint = fangxian({"catalog", "lint", "--overlay", folder, "--json"});
    EXPECT_EQ(lint.exit, 3);
    auto const mistake = json::parse(lint.out).at(0);
    EXPECT_EQ(mistake.at("file"), "command/response.jsonc");
    EXPECT_EQ(mistake.at("line"), 3);
    auto const refused = fangxian({"coverage", "--data", county.site(), "--json"});
    EXPECT_EQ(refused.exit, 1);
    auto const problem = json::parse(refused.err).at("problems").at(0);
    EXPECT_EQ(problem.at("number"), "422.156");
    for (auto const* language : {"zh", "en"})
        EXPECT_NE(text(problem.at(language)).find("command/response.jsonc:3"), std::string::npos) << problem;
    std::ofstream(file) << "{\"type\": \"response\", \"settings\": {\"days_max\": 30}}";
    EXPECT_EQ(fangxian({"catalog", "lint", "--overlay", folder}).exit, 0);
    EXPECT_EQ(fangxian({"coverage", "--data", county.site(), "--json"}).exit, 0);
}

TEST_F(CommandLine, ExitCodesTellWhatHappened) {
    EXPECT_EQ(fangxian({"--help"}).exit, 0);
    EXPECT_EQ(fangxian({"--version"}).exit, 0);
    EXPECT_EQ(fangxian({}).exit, 2);
    EXPECT_EQ(fangxian({"conquer"}).exit, 2);
    EXPECT_EQ(fangxian({"coverage", "--colour"}).exit, 2);
    auto const nowhere = fangxian({"coverage", "--data", beside("nothing"), "--json"});
    EXPECT_EQ(nowhere.exit, 1);
    auto const problem = json::parse(nowhere.err).at("problems").at(0);
    EXPECT_EQ(problem.at("number"), "404.151");
    EXPECT_EQ(nowhere.out, "");
    EXPECT_EQ(fangxian({"coverage", "--data", county.site(), "--division", "rubbish"}).exit, 2);
    EXPECT_EQ(fangxian({"coverage", "--data", county.site(), "--division", "999999"}).exit, 1);
    EXPECT_EQ(fangxian({"coverage", "--data", county.site(), "--period", "rubbish"}).exit, 2);
    EXPECT_EQ(fangxian({"import", "--data", county.site(), beside("no-file.csv")}).exit, 1);
    EXPECT_EQ(fangxian({"export", "--data", county.site(), "rumour", "--output", beside("x.csv")}).exit, 1);
    EXPECT_EQ(fangxian({"round", "open", "--data", county.site(), "--name", "x", "--due", "tomorrow"}).exit, 2);
    EXPECT_EQ(fangxian({"export", "--data", county.site(), "household", "--output", beside("x.txt")}).exit, 2);
    EXPECT_FALSE(std::filesystem::exists(beside("x.txt")));
    EXPECT_EQ(fangxian({"import", "--data", county.site()}).exit, 2) << "neither a file nor --template";
    EXPECT_EQ(fangxian({"import", "--data", county.site(), "--template", beside("x.ods")}).exit, 2);
    EXPECT_EQ(fangxian({"user", "add", "x y", "--name", "x", "--data", county.site()}).exit, 1);
    EXPECT_EQ(fangxian({"init", "--data", county.site(), "--county", "610627"}).exit, 1)
        << "a site is never made over another";
}

TEST_F(CommandLine, CoverageOfACountyAndItsParts) {
    auto const answer = ran({"coverage", "--division", "610627"});
    auto const& node = answer.at("node");
    EXPECT_EQ(node.at("place"), "610627000000");
    EXPECT_EQ(node.at("name"), "甘泉县");
    EXPECT_EQ(node.at("expected"), 12);
    EXPECT_EQ(node.at("fulfilled"), 1);
    EXPECT_EQ(node.at("late"), 0);
    EXPECT_EQ(node.at("missing"), 11);
    ASSERT_EQ(answer.at("children").as_array().size(), 1U);
    EXPECT_EQ(answer.at("children").at(0).at("expected"), 12);
    auto const village = ran({"coverage", "--division", "610627101201"});
    EXPECT_EQ(village.at("children").as_array().size(), 2U);
    EXPECT_EQ(village.at("node").at("expected"), 6);
}

TEST_F(CommandLine, AnImportIsADryRunUntilCommitted) {
    std::ofstream(beside("roster.csv")) << "村,组,门牌,姓名,电话\n东村村委会,1,7-1,陈静,13912345678\n没有的村,1,7-2,周磊,\n";
    auto const dry = ran({"import", beside("roster.csv"), "--bad-rows", beside("bad.csv")});
    EXPECT_EQ(dry.at("good"), 1);
    EXPECT_EQ(dry.at("bad"), 1);
    EXPECT_TRUE(std::filesystem::exists(beside("bad.csv")));
    EXPECT_EQ(ran({"coverage"}).at("node").at("expected"), 12) << "nothing was stored";
    EXPECT_EQ(ran({"import", beside("roster.csv"), "--commit", "--without-bad-rows"}).at("good"), 1);
    EXPECT_EQ(ran({"coverage"}).at("node").at("expected"), 13) << "the new household owes a screening";
}

TEST_F(CommandLine, AnExportMasksIdentity) {
    ran({"export", "household", "--output", beside("households.csv")});
    EXPECT_NE(content("households.csv").find("王建国"), std::string::npos);
    EXPECT_EQ(content("households.csv").find("13800000000"), std::string::npos);
    EXPECT_NE(content("households.csv").find("户主姓名"), std::string::npos) << "whatever the terminal's language";
    ran({"export", "household", "--output", beside("english.csv"), "--lang", "en"});
    EXPECT_NE(content("english.csv").find("Head of the household"), std::string::npos);
    EXPECT_EQ(fangxian({"export", "household", "--data", county.site(), "--output", beside("x.csv"), "--lang", "fr"}).exit,
              2);
}

TEST_F(CommandLine, ASearchFindsWhatTheAccountMaySee) {
    auto const found = [&](std::string const& user, std::string const& type) {
        auto const answer = ran({"find", "wjg", "--user", user, "--type", type});
        return answer.at("groups").at(0).at("items").as_array().size();
    };
    EXPECT_EQ(found("officer", "person"), 12U);
    EXPECT_EQ(found("east", "person"), 6U) << "the other village's are as if they were not";
    EXPECT_EQ(found("wang", "household"), 3U);
    auto const plain = fangxian({"find", "13800000000", "--data", county.site(), "--user", "officer"});
    EXPECT_EQ(plain.exit, 0) << plain.err;
    EXPECT_NE(plain.out.find("王建国"), std::string::npos) << plain.out;
    EXPECT_EQ(plain.out.find("13800000000"), std::string::npos);
    auto const masked = fangxian({"find", "13800000000", "--data", county.site(), "--user", "officer", "--json"});
    EXPECT_EQ(masked.out.find("13800000000"), std::string::npos);
    auto const refused = [&](std::vector<std::string> const& arguments) {
        auto all = std::vector<std::string>{"find", "--data", county.site(), "--json"};
        all.insert(all.end(), arguments.begin(), arguments.end());
        auto const finished = fangxian(all);
        EXPECT_EQ(finished.out, "");
        return std::to_string(finished.exit) + " " +
               (finished.err.starts_with("{") ? text(json::parse(finished.err).at("problems").at(0).at("number")) : "");
    };
    EXPECT_EQ(refused({"wjg"}), "2 ") << "nobody in particular finds nothing";
    EXPECT_EQ(refused({"wjg", "--user", "nobody"}), "1 404.5");
    EXPECT_EQ(refused({"wjg", "--user", "auditor", "--type", "person"}), "1 403.50");
    auto const nobodys = fangxian({"find", "wjg", "--data", county.site(), "--user", "auditor"});
    EXPECT_EQ(nobodys.exit, 1) << "an empty answer would look like nobody there";
    EXPECT_EQ(refused({std::string(61, 'w'), "--user", "officer"}), "1 400.7");
    EXPECT_EQ(refused({"wjg", "--user", "officer", "--limit", "0"}), "2 ");
}

TEST_F(CommandLine, TheTemplateIsFilledInAndImported) {
    EXPECT_EQ(fangxian({"import", "--data", county.site(), "--template", beside("template.csv")}).exit, 0);
    std::ofstream(beside("template.csv"), std::ios::app) << "东村村委会,1,7-9,,,陈静,女\n";
    auto const dry = ran({"import", beside("template.csv")});
    EXPECT_EQ(dry.at("good"), 1);
    EXPECT_EQ(dry.at("bad"), 0) << "the row of explanations is no data";
}

TEST_F(CommandLine, AJournalMustExtendTheHeadThatWasKept) {
    auto const add = [&](std::string const& door) {
        std::ofstream(beside("more.csv")) << "村,组,门牌,姓名\n东村村委会,1," << door << ",陈静\n";
        ran({"import", beside("more.csv"), "--commit"});
    };
    add("9-1");
    auto const first = ran({"verify"});
    auto const keep = [&](std::string const& name, json::value const& head) {
        std::ofstream(beside(name)) << json::serialize(head);
        return fangxian({"verify", "--data", county.site(), "--head", beside(name), "--json"});
    };
    EXPECT_EQ(keep("head.json", first).exit, 0);
    add("9-2");
    EXPECT_GT(ran({"verify"}).at("head").at("size").as_int64(), first.at("head").at("size").as_int64());
    EXPECT_EQ(keep("head.json", first.at("head")).exit, 0) << "what came after does not matter";

    auto other = first.at("head");
    other.as_object()["root"] = std::string(64, 'a');
    auto const rewritten = keep("other.json", other);
    EXPECT_EQ(rewritten.exit, 3);
    EXPECT_EQ(json::parse(rewritten.out).at("findings").at(0).at("kind"), "head_mismatch");
    auto longer = first.at("head");
    longer.as_object()["size"] = 1'000'000;
    EXPECT_EQ(keep("longer.json", longer).exit, 3) << "entries at the end were taken away";

    for (auto const* rubbish : {"", "[]", "{\"head\":7}", "{\"year\":2020,\"size\":0,\"root\":\"\"}"}) {
        std::ofstream(beside("rubbish.json")) << rubbish;
        EXPECT_EQ(fangxian({"verify", "--data", county.site(), "--head", beside("rubbish.json")}).exit, 1) << rubbish;
    }
    EXPECT_EQ(fangxian({"verify", "--data", county.site(), "--head", beside("nothing.json")}).exit, 1);
}

TEST_F(CommandLine, ABackupRestoresAndVerifies) {
    EXPECT_EQ(fangxian({"verify", "--data", county.site()}).exit, 0);
    ASSERT_EQ(fangxian({"upstream", "set", "--data", county.site(), "--url", "http://127.0.0.1:9", "--name", "甘泉县"}).exit,
              0);
    std::ofstream(county.site() + "/map.geojson") << R"({"type":"FeatureCollection","features":[]})";
    store_photo();
    ASSERT_EQ(fangxian({"backup", "--data", county.site(), beside("backup")}).exit, 0);
    for (auto const& entry : std::filesystem::recursive_directory_iterator(beside("backup")))
        EXPECT_EQ(entry.status().permissions() & std::filesystem::perms(077), std::filesystem::perms::none)
            << entry.path() << " is for its owner alone";
    EXPECT_FALSE(std::filesystem::exists(beside("backup/identity.key"))) << "keys go along only when asked";
    EXPECT_EQ(fangxian({"backup", "--data", county.site(), beside("backup")}).exit, 1)
        << "an older backup is not overwritten";
    if (county.on_postgres()) {
        EXPECT_EQ(fangxian({"restore", "--data", beside("restored"), beside("backup"), "--keys", county.site()}).exit, 1)
            << "a database that holds data is not overwritten";
        return;
    }
    EXPECT_EQ(fangxian({"restore", "--data", beside("restored"), beside("backup")}).exit, 1)
        << "without its keys a site can neither be read nor verified";
    EXPECT_FALSE(std::filesystem::exists(beside("restored"))) << "and nothing is begun";
    ASSERT_EQ(fangxian({"restore", "--data", beside("restored"), beside("backup"), "--keys", county.site()}).exit, 0);
    EXPECT_EQ(fangxian({"restore", "--data", beside("restored"), beside("backup"), "--keys", county.site()}).exit, 1)
        << "nor is a site";
    auto const verified = fangxian({"verify", "--data", beside("restored"), "--json"});
    EXPECT_EQ(verified.exit, 0);
    EXPECT_EQ(json::parse(verified.out).at("attachments"), 1) << "the photo went along and opens under the restored key";
    EXPECT_TRUE(std::filesystem::exists(beside("restored/relay.key"))) << "the level above goes on believing it";
    EXPECT_TRUE(std::filesystem::exists(beside("restored/map.geojson")));
    auto const answer = fangxian({"coverage", "--data", beside("restored"), "--json"});
    EXPECT_EQ(json::parse(answer.out).at("node").at("fulfilled"), 1);
}

TEST_F(CommandLine, TheDutyRosterIsRead) {
    county.restart();
    county.add_post("clerk", "duty_officer", story::township);
    auto const from = county.clock().now();
    auto const plan = county.create("township", "duty_shift",
                                    R"({"area":")" + format(story::township) + R"(","starts_at":")" +
                                        format(from + ms_per_hour) + R"(","ends_at":")" + format(from + 9 * ms_per_hour) +
                                        R"(","phone":"0911-4222110","staff":[{"post":")" +
                                        format(county.actor("clerk").post) + R"(","duty_role":"2"}]})");
    ASSERT_TRUE(plan.ok());
    county.close();
    auto const list =
        ran({"duty", "list", "--division", format(story::township), "--from", "2020-02-01", "--days", "7"}).as_array();
    ASSERT_EQ(list.size(), 1U);
    EXPECT_EQ(text(list[0].at("phone")), "0911-4222110");
    EXPECT_EQ(list[0].at("staff").as_array().size(), 1U);
    EXPECT_TRUE(ran({"duty", "list"}).as_array().empty()) << "the county has planned nothing, and it is long after";
    auto const now = ran({"duty", "now"}).as_array();
    ASSERT_EQ(now.size(), 2U) << "the county and its township";
    for (auto const& node : now) EXPECT_TRUE(node.at("shift").is_null()) << "planned for 2020, never begun, long over";
    auto const exit_of = [&](std::vector<std::string> arguments) {
        arguments.insert(arguments.end(), {"--data", county.site()});
        return fangxian(arguments).exit;
    };
    EXPECT_EQ(exit_of({"duty", "now", "--division", "x"}), 2);
    EXPECT_EQ(exit_of({"duty", "now", "--division", "999999"}), 1);
    EXPECT_EQ(exit_of({"duty", "list", "--from", "2020-02-30"}), 2);
    EXPECT_EQ(exit_of({"duty", "list", "--days", "0"}), 2);
}

/// A swap of duty from asking to agreeing, each by its own post.
TEST_F(CommandLine, ARecordIsMovedByAPost) {
    county.restart();
    county.clock().set(SystemClock().now());
    for (auto const* name : {"clerk", "third"}) county.add_post(name, "duty_officer", story::township);
    auto const from = county.clock().now() + 48 * ms_per_hour;
    auto const post = [&](std::string const& who) { return format(county.actor(who).post); };
    auto const [clerk, third, township] = std::tuple{post("clerk"), post("third"), post("township")};
    auto const shift = county.fresh_id();
    ASSERT_TRUE(county
                    .create("township", "duty_shift",
                            R"({"area":")" + format(story::township) + R"(","starts_at":")" + format(from) +
                                R"(","ends_at":")" + format(from + 12 * ms_per_hour) +
                                R"(","phone":"0911-4222110","staff":[{"post":")" + clerk + R"(","duty_role":"2"}]})",
                            shift)
                    .ok());
    auto const turn = format(command::turn_id(shift, county.actor("clerk").post));
    county.close();
    auto const move = [&](std::string const& who, std::string const& step, std::vector<std::string> more = {}) {
        std::vector<std::string> arguments{"record", "move", "duty_turn", turn,         step,
                                           "--post", who,    "--data",    county.site()};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return fangxian(arguments).exit;
    };
    std::vector<std::string> const ask{"--set", "swap_with=" + third, "--set", "swap_reason=家中有事"};
    EXPECT_EQ(move(clerk, "ask_swap", {"--set", "swap_reason"}), 1) << "no value";
    EXPECT_EQ(move(third, "ask_swap", ask), 1) << "not his turn";
    EXPECT_EQ(move(clerk, "no_such_step", ask), 1);
    EXPECT_EQ(move("x", "ask_swap", ask), 1);
    EXPECT_EQ(move(clerk, "ask_swap", ask), 0);
    EXPECT_EQ(move(clerk, "accept_swap"), 1) << "the taker answers";
    EXPECT_EQ(move(third, "accept_swap"), 0);
    EXPECT_EQ(move(township, "agree_swap"), 0);
    auto const days = std::vector<std::string>{"--from", format(date_at(from)), "--days", "2"};
    auto const list = ran({"duty", "list", "--division", format(story::township), days[0], days[1], days[2], days[3]});
    EXPECT_NE(json::serialize(list).find(third), std::string::npos) << list;
}

TEST_F(CommandLine, ARecordIsMadeAndAnsweredByPosts) {
    county.restart();
    auto const works = county.fresh_id();
    ASSERT_TRUE(county
                    .create("township", "reporting_unit",
                            R"({"name":"豆制品厂","unit_kind":"2","area":")" + format(story::east) +
                                R"(","reports_daily":false,"credit_code":"91610627MA6YD00187"})",
                            works)
                    .ok());
    auto const township = format(county.actor("township").post);
    county.close();
    auto const file = beside("filing.json");
    std::ofstream(file) << R"({"unit":")" << format(works)
                        << R"(","industry":"C","batch":1,"planned_on":"2020-02-10","staff_total":80,"staff_batch":40,)"
                           R"("staff_local":30,"staff_key_area":0,"staff_contact":0,"masks":120,"masks_daily":40,)"
                           R"("thermometers":3,"disinfectant_l":20.5,"isolation_rooms":1,"canteen":["9"],)"
                           R"("task_group":[{"name":"张三","duty":"厂长","phone":"13800000001"}],"committed":true})";
    std::vector<std::string> const create{"record", "create", "return_to_work", "--post", township, "--fields", file};
    auto const id = json::value_to<std::string>(ran(create).at("id"));
    auto again = create;
    again.insert(again.end(), {"--data", county.site()});
    auto const refused = fangxian(again);
    EXPECT_EQ(refused.exit, 1);
    EXPECT_NE(refused.err.find("409.329"), std::string::npos) << refused.err;
    EXPECT_EQ(ran({"record", "move", "return_to_work", id, "accept", "--post", township}).at("version"), 2);
    auto const sheet = ran({"return", "show", "return_to_work_daily", "--division", format(story::east)});
    EXPECT_NE(json::serialize(sheet).find("staff_back"), std::string::npos);
}

TEST_F(CommandLine, OrdersAreIssuedListedAndShown) {
    auto const file = beside("order.json");
    std::ofstream(file)
        << R"({"subject":"核查隔离点","topic":"3","urgency":"1","body":"今日内核查。","addressees":[{"role":"village_officer"}],)"
        << R"("acknowledge_by":"2199-01-01T12:00:00+08:00"})";
    auto const post = format(county.actor("officer").post);
    auto const issued = ran({"order", "issue", "--post", post, file}).as_object();
    auto const listed = ran({"order", "list"}).as_array();
    ASSERT_EQ(listed.size(), 1U);
    EXPECT_EQ(listed[0].at("id"), issued.at("id"));
    EXPECT_EQ(listed[0].at("progress").at("addressed"), 2);
    auto const shown = ran({"order", "show", text(issued.at("id"))}).as_object();
    EXPECT_EQ(text(shown.at("place")), format(story::county));
    EXPECT_EQ(shown.at("children").as_array().size(), 1U);
    auto const town = ran({"order", "show", text(issued.at("id")), "--division", format(story::township)}).as_object();
    EXPECT_EQ(town.at("children").as_array().size(), 2U);
    auto const exit_of = [&](std::vector<std::string> arguments) {
        arguments.insert(arguments.end(), {"--data", county.site()});
        return fangxian(arguments).exit;
    };
    EXPECT_EQ(exit_of({"order", "show", "x"}), 2);
    EXPECT_EQ(exit_of({"order", "show", post}), 1) << "no such order";
    EXPECT_EQ(exit_of({"order", "show", text(issued.at("id")), "--division", "x"}), 1);
    EXPECT_EQ(exit_of({"order", "issue", "--post", "x", file}), 2);
    EXPECT_EQ(exit_of({"order", "issue", "--post", post, beside("none.json")}), 1);
    EXPECT_EQ(exit_of({"order", "issue", "--post", text(issued.at("id")), file}), 1) << "no such post";
    std::ofstream(file) << "[]";
    EXPECT_EQ(exit_of({"order", "issue", "--post", post, file}), 1);
}

TEST_F(CommandLine, LevelsArePreviewedDeclaredAndListed) {
    auto const plans = ran({"plan", "list"}).as_array();
    ASSERT_EQ(plans.size(), 3U);
    EXPECT_EQ(text(plans[0].at("plan")), "community_2020");
    EXPECT_EQ(ran({"plan", "show", "risk_2020"}).at("levels").as_array().size(), 3U);
    auto const file = beside("response.json");
    std::ofstream(file) << R"({"area":")" << format(story::county)
                        << R"(","plan":"risk_2020","level":"low","decided_by":"省指挥部","reason":"连续 14 天无新增。",)"
                        << R"("confirmed_total":3,"confirmed_recent":0,"clusters_recent":0,"ends_at":")"
                        << format(SystemClock().now() + 14 * ms_per_day) << "\"}";
    auto const post = format(county.actor("officer").post);
    EXPECT_EQ(ran({"response", "preview", "--post", post, file}).at("opens").as_array().size(), 2U);
    EXPECT_TRUE(ran({"response", "list"}).as_array().empty());
    auto const declared = ran({"response", "declare", "--post", post, file}).as_object();
    auto const listed = ran({"response", "list"}).as_array();
    ASSERT_EQ(listed.size(), 1U);
    EXPECT_EQ(listed[0].at("id"), declared.at("id"));
    EXPECT_EQ(text(listed[0].at("level")), "low");
    EXPECT_EQ(ran({"response", "show", text(declared.at("id"))}).at("measures").as_array().size(), 2U);
    EXPECT_TRUE(ran({"response", "list", "--division", format(story::east)}).as_array().empty());
    auto const exit_of = [&](std::vector<std::string> arguments) {
        arguments.insert(arguments.end(), {"--data", county.site()});
        return fangxian(arguments).exit;
    };
    EXPECT_EQ(exit_of({"plan", "show", "plan_b"}), 2);
    EXPECT_EQ(exit_of({"response", "show", "x"}), 2);
    EXPECT_EQ(exit_of({"response", "show", post}), 1);
    EXPECT_EQ(exit_of({"response", "list", "--division", "x"}), 2);
    EXPECT_EQ(exit_of({"response", "declare", "--post", post, file}), 1) << "the level has changed since: it is in force";
    EXPECT_EQ(exit_of({"response", "preview", "--post", "x", file}), 2);
    EXPECT_EQ(exit_of({"response", "preview", "--post", post, beside("none.json")}), 1);
}

}  // namespace
}  // namespace fx::api
