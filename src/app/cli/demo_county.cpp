#include "app/cli/demo_county.hpp"

#include "app/cli/demo_care.hpp"
#include "app/cli/demo_duty.hpp"
#include "app/cli/demo_orders.hpp"
#include "app/cli/demo_reports.hpp"
#include "app/cli/demo_responses.hpp"
#include "app/cli/demo_situation.hpp"
#include "app/cli/demo_trace.hpp"
#include "app/cli/demo_visits.hpp"
#include "app/cli/demo_work.hpp"
#include "app/cli/people.hpp"
#include "app/cli/product.hpp"
#include "app/cli/rounds.hpp"
#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "divisions/load.hpp"
#include "network/bulk.hpp"
#include "network/duplicates.hpp"
#include "roster/roster.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <set>

namespace fx::app::cli {
namespace {

namespace household = handles::household;
namespace person = handles::person;

constexpr std::size_t households_per_commit = 2000, duplicates = 8;
/// Everybody was in his post before the first of the demo's reports.
constexpr int days_in_post = 14;

network::NewHousehold converted(roster::Household const& from, std::span<roster::Person const> persons, Date today) {
    network::NewHousehold out;
    out.id = from.id;
    Draft home(household::fields);
    home.set(household::zone, from.place)
        .set(household::house_code, from.house_code)
        .set(household::house_use, std::to_string(int(from.use)));
    home.set(household::address, from.address).set(household::head_name, persons.empty() ? "" : persons.front().name);
    home.set(household::resident_count, std::int64_t(persons.size()))
        .set(household::valid_from, Date{18567});  // 2020-11-01, census day
    if (!from.phone.empty()) home.set(household::phone, from.phone);
    out.values = home.take();
    for (auto const& one : persons) {
        Draft draft(person::fields);
        draft.set(person::household, from.id).set(person::name, one.name).set(person::sex, std::to_string(int(one.sex)));
        draft.set(person::birth_date, one.birth_date).set(person::id_type, "01").set(person::id_number, one.id_number);
        draft.set(person::relation_to_head, std::to_string(roster::relation_code(one.relation)));
        draft.set(person::residence_type, std::to_string(int(one.residence)));
        if (!one.phone.empty()) draft.set(person::phone, one.phone);
        network::NewPerson member{one.id, draft.take()};
        network::complete_person(member.values, today);
        out.persons.push_back(std::move(member));
    }
    return out;
}

/// A few lodgers of dormitories stand under their own household too, entered a second time by a hand in a hurry: without
/// an identity number, one with the birth date misread. They are among the county's persons, not beside them.
std::set<Id> enter_twice(std::vector<network::NewHousehold>& homes) {
    std::set<Id> entered;
    auto const dormitory = Value(std::to_string(int(roster::HouseUse::dormitory)));
    network::NewPerson const* original = nullptr;
    for (auto& home : homes) {
        bool const lodgings = home.values[std::size_t(household::house_use.index)] == dormitory;
        if (!lodgings && home.persons.size() > 2) original = &home.persons[1];
        if (!lodgings || original == nullptr || home.persons.size() < 2) continue;
        auto& copy = home.persons.back();
        for (int const field : {person::name.index, person::name_sound.index, person::sex.index, person::birth_date.index,
                                person::phone.index})
            copy.values[std::size_t(field)] = original->values[std::size_t(field)];
        for (int const field : {person::id_type.index, person::id_number.index}) copy.values[std::size_t(field)] = {};
        if (entered.size() == 1)
            copy.values[std::size_t(person::birth_date.index)] =
                *integer_in(original->values[std::size_t(person::birth_date.index)]) + 1;
        entered.insert(copy.id);
        original = nullptr;
        if (entered.size() == duplicates) break;
    }
    return entered;
}

Result<void> propose_merging(Program& program, std::set<Id> const& entered_twice) {
    auto const now = program.clock.now();
    records::Effects proposals;
    FX_CHECK(program.store->read([&](store::Reader& reader) -> Result<void> {
        FX_TRY(proposals,
               network::propose_duplicates(reader, *program.engine, program.county(), entered_twice, duplicates * 2, now));
        return {};
    }));
    return program.store->write([&](store::Tx& tx) -> Result<void> {
        FX_CHECK(program.engine->run_effects(tx, program.local_actor(), program.county(), make_id(now, program.random),
                                             std::move(proposals)));
        return {};
    });
}

Result<void> store_roster(Context& context, Program& program, std::uint64_t seed) {
    // The generator adds the groups to a tree of its own; ours learns them from the zone records.
    FX_TRY(auto tree, load_division_csv(program.site.file("divisions.csv")));
    FX_TRY(auto const source, roster::load_source(data_folder(), program.site.county));
    roster::Options options;
    options.seed = seed;
    std::vector<network::NewHousehold> all;
    auto const today = date_at(program.clock.now());
    FX_CHECK(
        roster::generate(tree, source, options, [&](roster::Household const& home, std::span<roster::Person const> persons) {
            all.push_back(converted(home, persons, today));
        }));
    auto const entered_twice = enter_twice(all);
    std::vector<network::NewZone> zones;
    for (auto const& node : tree.nodes())
        if (node.level == Level::group)
            zones.push_back({node.parent, node.place.group_number(), std::string(node.name),
                             tree.find(node.parent)->kind == Kind::residents_committee});
    auto const actor = program.local_actor();
    auto const cause = make_id(program.clock.now(), program.random);
    FX_CHECK(network::store_zones(*program.store, *program.engine, actor, zones, program.county(), cause));
    Progress progress(context, context.say("住户", "households"), std::int64_t(all.size()));
    for (std::size_t from = 0; from < all.size(); from += households_per_commit) {
        auto const to = std::min(all.size(), from + households_per_commit);
        std::vector<network::NewHousehold> part(std::make_move_iterator(all.begin() + std::ptrdiff_t(from)),
                                                std::make_move_iterator(all.begin() + std::ptrdiff_t(to)));
        FX_CHECK(program.store->write([&](store::Tx& tx) {
            return network::store_households(tx, *program.engine, actor, program.county(), cause, std::move(part));
        }));
        progress.at(std::int64_t(to));
    }
    return propose_merging(program, entered_twice);
}

/// One post for every node; the first of each kind gets a password.
struct Cast {
    std::vector<NewHolder> with_password, others;
};

std::string holder_name(std::size_t n) {
    constexpr std::string_view surnames[] = {"王", "李", "张", "刘", "陈", "杨", "高",
                                             "赵", "马", "白", "郭", "任", "曹", "薛"};
    constexpr std::string_view given[] = {"建国", "秀英", "志强", "桂花", "海燕", "永红", "建军", "玉梅", "晓东",
                                          "红霞", "卫东", "春梅", "文斌", "丽娟", "小军", "彩霞", "延平"};
    return std::string(surnames[n % std::size(surnames)]) + std::string(given[n / std::size(surnames) % std::size(given)]);
}

Cast cast_of(Program& program) {
    Cast cast;
    auto const county = program.site.county;
    auto const since = date_at(program.clock.now()) + -days_in_post;
    auto const view = program.network->view();
    auto add = [&, n = std::size_t(0)](bool password, std::string username, std::string role, std::string post,
                                       Place area) mutable {
        auto phone = std::to_string(15'400'000'000 + 7'919 * std::int64_t(n % 10'000));  // 154: given to no operator
        auto& list = password ? cast.with_password : cast.others;
        list.push_back({std::move(username), holder_name(n++), std::move(role), std::move(post), area, password, false,
                        std::move(phone), since});
    };
    add(true, "admin", "administrator", "系统管理员", county);
    add(true, "county", "county_officer", "县指挥部值班员", county);
    add(true, "cdc", "cdc_officer", "县疾控中心", county);
    add(true, "auditor", "auditor", "审计员", county);
    add(true, "rechecker", "rechecker", "县抽查组", county);
    std::size_t townships = 0, villages = 0, groups = 0;
    std::vector<std::pair<Place, std::string>> staffed{{county, "县指挥部"}};  // the offices that keep duty
    bool vacant_village = false;
    for (auto const& node : view.divisions().subtree(county)) {
        auto const name = std::string(node.name), code = format(node.place);
        if (node.level == Level::township) {
            bool const first = townships++ == 0;
            add(first, first ? "township" : "t" + code.substr(6, 3), "township_officer", name + "包抓干部", node.place);
            if (townships <= demo_duty_townships) staffed.emplace_back(node.place, name);
        } else if (node.level == Level::village) {
            bool const first = villages++ == 0;
            vacant_village = villages == 12;
            if (vacant_village) continue;  // nobody stands in for its zones either: they are on the list of the uncovered
            add(first, first ? "village" : "v" + code.substr(6, 6), "village_officer", name + "主任", node.place);
        } else if (node.level == Level::group) {
            bool const first = groups++ == 0;
            if (vacant_village && node.place.group_number() <= 2) continue;
            add(first, first ? "grid" : "g" + code.substr(6), "grid_worker",
                std::string(view.divisions().find(node.parent)->name) + name + "网格员", node.place);
        }
    }
    for (auto const& [place, office] : staffed) {
        auto const user = (place == county ? "duty" : "d" + format(place).substr(6, 3)) + std::string("x");
        add(false, user + "0", "duty_officer", office + "带班领导", place);
        for (int i = 1; i <= 4; ++i)
            add(false, user + std::to_string(i), "duty_officer", office + "值班干部" + std::to_string(i), place);
    }
    return cast;
}

Result<void> write_private(std::string const& file, std::string const& text) {
    int const fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    bool const good = fd >= 0 && ::write(fd, text.data(), text.size()) == ssize_t(text.size()) && ::fsync(fd) == 0;
    if (fd >= 0) ::close(fd);
    if (!good) return Problem(ProblemKind::file_unwritable, {file});
    return {};
}

Result<std::string> make_people(Context& context, Program& program) {
    auto const cast = cast_of(program);
    People people(program);
    std::string text = context.say("演示账号（岗位、用户名、密码）：\n", "Demo accounts (post, user name, password):\n");
    for (auto const& holder : cast.with_password) {
        FX_TRY(auto const password, people.add_with_post(holder));
        text += "  " + holder.username + std::string(holder.username.size() < 12 ? 12 - holder.username.size() : 1, ' ') +
                password + "   " + holder.post_name + "\n";
    }
    FX_CHECK(people.add_posts(cast.others));
    return text;
}

}  // namespace

Result<void> make_demo_county(Context& context, Program& program, std::uint64_t seed, std::string const& accounts_file) {
    Result<void> result;
    std::string accounts;
    auto const run = [&](std::string const& zh, std::string const& en, auto const& work) {
        if (result.has_value()) step(context, context.say(zh, en), [&] { result = work(); });
    };
    run("生成户籍名册并入库", "roster from census figures", [&] { return store_roster(context, program, seed); });
    run("岗位与账号", "posts and accounts", [&]() -> Result<void> {
        FX_TRY(accounts, make_people(context, program));
        return {};
    });
    run("两轮排查", "two screening rounds", [&] { return make_visits(context, program, seed); });
    run("填报单位与一周日报", "reporting units and a week of reports", [&] { return make_reports(context, program, seed); });
    run("指令与签收", "orders and their receipts", [&] { return make_orders(program, seed); });
    run("响应级别与措施", "response levels and their measures", [&] { return make_responses(program, seed); });
    run("复工备案", "return-to-work filings", [&] { return make_work(program); });
    run("病例与接触者", "cases and contacts", [&] { return make_trace(program); });
    run("病区与转运", "wards and transfers", [&] { return make_care(program); });
    run("值班表", "the duty roster", [&] { return make_duty(program); });
    run("情况报告", "situation reports", [&] { return make_situations(program); });
    // Written last: its presence says that the county is complete.
    if (result.has_value()) result = write_private(accounts_file, accounts);
    return result;
}

}  // namespace fx::app::cli
