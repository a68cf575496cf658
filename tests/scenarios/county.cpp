#include "county.hpp"

#include "app/cli/people.hpp"
#include "app/cli/rounds.hpp"
#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "catalog/kind.hpp"
#include "network/bulk.hpp"
#include "records/attachment.hpp"
#include "records/place.hpp"
#include "records/verify.hpp"
#include "store/test_store.hpp"

#include <stdlib.h>
#include <boost/json.hpp>

#include <filesystem>
#include <fstream>

namespace fx::story {
namespace {

constexpr auto divisions =
    "code,name,level,parent_code\n610000000000,陕西省,1,\n610600000000,延安市,2,610000000000\n610627000000,甘泉县,3,"
    "610600000000\n"
    "610627101000,道镇,4,610627000000\n610627101201,东村村委会,5,610627101000\n610627101202,西村村委会,5,610627101000\n";

std::string make_directory() {
    std::string name = (std::filesystem::temp_directory_path() / "fangxian-story-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary directory");
    return name;
}

/// A database with all migrations, made once: a copy of it takes a fraction of their time.
std::string const& migrated_model() {
    static store::test::TestDatabase const model;
    static bool const migrated = [] {
        auto const folder = make_directory();
        ManualClock const clock({1});
        SeededRandom random(1);
        bool const opened = store::Store::open({model.url(), folder, false}, clock, random).has_value();
        std::filesystem::remove_all(folder);
        return opened;
    }();
    if (!migrated) throw std::runtime_error("PostgreSQL cannot be prepared for the stories");
    return model.name();
}

std::unique_ptr<store::test::TestDatabase> make_database() {
    auto const* engine = std::getenv("FANGXIAN_STORY_STORE");
    bool const postgres = engine != nullptr && std::string_view(engine) == "postgres";
    return postgres ? std::make_unique<store::test::TestDatabase>(migrated_model()) : nullptr;
}

boost::json::object parse(std::string const& text) { return boost::json::parse(text).as_object(); }

}  // namespace

coverage::Figures figures(std::uint32_t expected, std::uint32_t fulfilled, std::uint32_t late) {
    return {expected, fulfilled, late};
}
std::string refusal(records::Outcome const& outcome) { return outcome.ok() ? "" : outcome.problems.front().number(); }

County::County()
    : directory_(make_directory()),
      database_(make_database()),
      clock_(parse_instant("2020-02-03T09:00:00+08:00").value()),
      random_(610627) {
    std::ofstream(directory_ + "/source.csv") << divisions;
    auto const site = app::create_site(
        {directory_ + "/site", county, directory_ + "/source.csv", database_ ? database_->url() : ""}, random_);
    if (site.has_error()) throw std::runtime_error(site.error().en());
    restart();
    make_roster();
    make_posts();
}

County::~County() {
    program_.reset();
    std::filesystem::remove_all(directory_);
}

void County::restart() {
    program_.reset();
    auto opened = app::Program::open({app::load_site(directory_ + "/site").value(), false}, clock_, random_);
    if (opened.has_error()) throw std::runtime_error(opened.error().en() + " " + opened.error().detail());
    program_ = std::move(*opened);
}

void County::make_roster() {
    auto const actor = program_->local_actor();
    std::vector<network::NewZone> zones;
    for (auto const village : {east, west})
        for (int number : {1, 2}) zones.push_back({village, number, "第" + std::to_string(number) + "组", false});
    network::store_zones(*program_->store, *program_->engine, actor, zones, county_code, fresh_id()).value();
    std::vector<network::NewHousehold> fresh;
    for (auto const& zone : zones)
        for (int n = 0; n < 3; ++n) {
            Home home{fresh_id(), zone.village.group(zone.number), {}};
            network::NewHousehold household;
            household.id = home.id;
            Draft draft(handles::household::fields);
            draft.set(handles::household::zone, home.place)
                .set(handles::household::house_code, "0" + std::to_string(zone.number) + "-" + std::to_string(n));
            draft.set(handles::household::house_use, "1")
                .set(handles::household::head_name, "王建国")
                .set(handles::household::phone, "13800000000");
            household.values = draft.take();
            for (auto const* name : {"王建国", "李秀英"}) {
                home.members.push_back(fresh_id());
                Draft member(handles::person::fields);
                member.set(handles::person::household, home.id)
                    .set(handles::person::name, name)
                    .set(handles::person::sex, "1");
                member.set(handles::person::residence_type, "1");
                household.persons.push_back({home.members.back(), member.take()});
                network::complete_person(household.persons.back().values, date_at(clock_.now()));
            }
            homes_.push_back(home);
            fresh.push_back(std::move(household));
        }
    program_->store
        ->write([&](store::Tx& tx) {
            return network::store_households(tx, *program_->engine, actor, county_code, fresh_id(), std::move(fresh));
        })
        .value();
}

void County::add_post(std::string const& name, std::string const& role, Place area) {
    app::cli::People people(*program_);
    auto const done = people.add_posts({{name, name, role, name, area, false, false, "13900000000"}});
    if (done.has_error()) throw std::runtime_error(done.error().en());
    auto const account = people.accounts().find(name);
    auto const view = program_->network->view();
    auto const posts = view.posts().of(account->id, date_at(clock_.now()));
    actors_[name] = {account->id, posts.front()->id, role, area};
}

void County::make_posts() {
    add_post("officer", "county_officer", county);
    add_post("cdc", "cdc_officer", county);
    add_post("administrator", "administrator", county);
    add_post("rechecker", "rechecker", county);
    add_post("auditor", "auditor", county);
    add_post("township", "township_officer", township);
    add_post("east", "village_officer", east);
    add_post("west", "village_officer", west);
    add_post("wang", "grid_worker", east.group(1));
    add_post("li", "grid_worker", east.group(2));
    add_post("zhao", "grid_worker", west.group(1));
}

records::Outcome County::create(std::string const& who, std::string const& type, std::string const& fields, Id id) {
    auto prepared =
        program_->engine->prepare_create(type, id.is_nil() ? fresh_id() : id, clock_.now(), parse(fields), clock_.now());
    if (!prepared.command) return {{}, std::move(prepared.problems), {}};
    records::Outcome outcome;
    (void)program_->store->write([&](store::Tx& tx) -> Result<void> {
        outcome = program_->engine->create(tx, actor(who), *prepared.command);
        if (!outcome.ok()) return outcome.problems.front();
        return {};
    });
    return outcome;
}

records::Outcome County::change(std::string const& who, std::string const& type, Id const& id, std::int64_t base,
                                std::string const& fields, std::string const& transition, Id command) {
    records::ChangeCommand change;
    change.table = program_->engine->table(type);
    change.id = id;
    change.command = command.is_nil() ? fresh_id() : command;
    change.base_version = base;
    change.stated_at = clock_.now();
    change.fields = parse(fields);
    change.transition = transition;
    records::Outcome outcome;
    (void)program_->store->write([&](store::Tx& tx) -> Result<void> {
        outcome = program_->engine->change(tx, actor(who), change);
        if (!outcome.ok()) return outcome.problems.front();
        return {};
    });
    return outcome;
}

std::vector<records::PushResult> County::push(std::string const& who, std::string const& items) {
    auto const batch = parse("{\"items\":" + items + "}");
    auto const parsed = records::parse_push(*program_->engine, batch, clock_.now()).value();
    std::vector<records::PushResult> results;
    program_->store
        ->write([&](store::Tx& tx) -> Result<void> {
            FX_TRY(results, records::push(*program_->engine, tx, actor(who), parsed));
            return {};
        })
        .value();
    return results;
}

std::vector<records::Record> County::records(std::string const& type) {
    auto const* table = program_->engine->table(type);
    std::vector<records::Record> out;
    program_->store
        ->read([&](store::Reader& reader) -> Result<void> {
            FX_TRY(auto const rows, reader.query(records::select_all(table->table()) + " ORDER BY id", {}));
            for (auto const& row : rows) out.push_back(table->from_row(row, *program_->sealer).value());
            return {};
        })
        .value();
    return out;
}

records::Record County::record(std::string const& type, Id const& id) {
    for (auto& record : records(type))
        if (record.id == id) return record;
    throw std::runtime_error("no such record");
}

std::string County::field(records::Record const& record, std::string const& type, std::string const& name) {
    auto const& of = program_->engine->table(type)->type();
    auto const& declared = of.fields.at(std::size_t(of.field_index(name)));
    auto const& value = record.values.at(std::size_t(of.field_index(name)));
    if (is_null(value)) return "";
    JsonWriter json;
    declared.kind->write(json, value, declared);
    return json.take();
}

Id County::open_round(int hours) {
    return app::cli::open_round(*program_, actor("officer"),
                                {"全覆盖排查", county, clock_.now(), clock_.now() + hours * ms_per_hour, "1"})
        .value();
}

std::string County::visit(Id const& round, Home const& home, std::string const& outcome, std::string const& persons) {
    std::string fields = "{\"round\":\"" + format(round) + "\",\"household\":\"" + format(home.id) + "\",\"visited_at\":\"" +
                         format(clock_.now()) + "\",\"visit_mode\":\"1\",\"visit_outcome\":\"" + outcome + "\"";
    if (outcome == "1" || outcome == "2" || outcome == "3") {
        bool const found = !persons.empty();
        fields += ",\"present_count\":2,\"away_count\":0,\"any_symptom\":" + std::string(found ? "true" : "false") +
                  ",\"any_key_area\":false";
        if (found) fields += ",\"persons\":" + persons;
    }
    return fields + "}";
}

coverage::Figures County::figures(Id const& period, Place place) {
    return program_->network->view().figures(period, place).value_or(coverage::Figures{});
}

std::map<Place, coverage::Figures> County::figures_by_sql(Id const& period) {
    std::map<Place, coverage::Figures> out;
    program_->store
        ->read([&](store::Reader& reader) -> Result<void> {
            FX_TRY(auto const rows,
                   reader.query(
                       "SELECT place, state, COUNT(*) FROM obligation WHERE county = $1 AND period = $2 AND state <> 3 "
                       "GROUP BY place, state",
                       {county_code, period}));
            auto const view = program_->network->view();
            for (auto const& row : rows)
                for (auto const& node : view.divisions().path({std::get<std::int64_t>(row[0])})) {
                    auto const state = std::get<std::int64_t>(row[1]);
                    auto const count = std::uint32_t(std::get<std::int64_t>(row[2]));
                    out[node].expected += count;
                    if (state != 0) out[node].fulfilled += count;
                    if (state == 2) out[node].late += count;
                }
            return {};
        })
        .value();
    return out;
}

std::vector<store::Finding> County::verify() {
    std::vector<store::Finding> findings;
    program_->store
        ->read([&](store::Reader& reader) -> Result<void> {
            FX_TRY(findings, program_->store->journal().verify(reader, county_code));
            std::int64_t checked = 0;
            FX_TRY(auto const rows,
                   records::verify_rows(*program_->engine, reader, program_->store->journal(), county_code, checked));
            findings.insert(findings.end(), rows.begin(), rows.end());
            FX_TRY(auto const photos, records::verify_attachments(*program_->engine, reader, county_code, checked));
            findings.insert(findings.end(), photos.begin(), photos.end());
            return {};
        })
        .value();
    return findings;
}

}  // namespace fx::story
