#include "app/imports.hpp"

#include "base/json_writer.hpp"
#include "network/duplicates.hpp"
#include "network/roster_template.hpp"

#include <filesystem>

namespace fx::app {
namespace {

/// More proposals than this are nobody's day's work; the likeliest come first.
constexpr std::size_t waiting_max = 8, sample_max = 50, proposals_max = 500;
constexpr std::int64_t waiting_ms = ms_per_hour;

std::string plan_json(Id const& id, network::ImportPlan const& plan) {
    std::size_t persons = 0;
    for (auto const& household : plan.households) persons += household.persons.size();
    JsonWriter json;
    json.begin_object().key("id").string(format(id)).key("columns").begin_array();
    for (auto const& [header, field] : plan.columns)
        json.begin_object().key("header").string(header).key("field").string(field).end_object();
    json.end_array().key("good").integer(std::int64_t(plan.good)).key("bad").integer(std::int64_t(plan.bad.size()));
    json.key("zones").integer(std::int64_t(plan.zones.size())).key("households").integer(std::int64_t(plan.new_households));
    json.key("persons").integer(std::int64_t(persons)).key("sample").begin_array();
    for (std::size_t i = 0; i < std::min(plan.bad.size(), sample_max); ++i)
        json.begin_object()
            .key("row")
            .integer(plan.bad[i].number)
            .key("zh")
            .string(plan.bad[i].zh)
            .key("en")
            .string(plan.bad[i].en)
            .end_object();
    return json.end_array().end_object().take();
}

/// Bad rows hold identity numbers in clear: they go when their import does.
void remove_file(network::ImportPlan const& plan) {
    std::error_code error;
    if (!plan.bad_rows.empty()) std::filesystem::remove(plan.bad_rows, error);
}

}  // namespace

Result<void> write_template(catalog::Catalogue const& catalogue, std::filesystem::path const& file, bool zh) {
    auto const format = file.extension() == ".csv" ? tables::Format::csv : tables::Format::xlsx;
    FX_TRY(auto const writer, tables::open_writer(file, format, network::roster_template(catalogue, zh)));
    return writer->finish();
}

Imports::Imports(Program& program) : program_(program) {
    std::error_code error;
    std::filesystem::remove_all(program_.site.file("imports"), error);  // left by a process that was killed
}

Result<Id> Imports::plan(std::string bytes, records::Actor const& actor) {
    auto const now = program_.clock.now();
    auto const id = make_id(now, program_.random);
    auto const folder = std::filesystem::path(program_.site.file("imports"));
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    network::ImportPlan plan;
    FX_CHECK(program_.store->read([&](store::Reader& reader) -> Result<void> {
        FX_TRY(plan, network::plan_roster({std::move(bytes), actor.place, folder, format(id)}, *program_.engine,
                                          *program_.network, reader, now, program_.random));
        return {};
    }));
    std::lock_guard lock(mutex_);
    for (auto at = waiting_.begin(); at != waiting_.end();) {  // ids ascend with time: the oldest first
        if (now - at->second.made_at <= waiting_ms && waiting_.size() < waiting_max) break;
        remove_file(at->second.plan);
        at = waiting_.erase(at);
    }
    auto const extension = plan.bad_rows.extension().string();
    waiting_.emplace(id, Waiting{id, now, actor.user, std::move(plan), extension});
    return id;
}

Result<Imports::Waiting*> Imports::find(Id const& id, Id const& user) {
    auto const found = waiting_.find(id);
    if (found == waiting_.end() || found->second.user != user) return Problem(ProblemKind::import_unknown);
    return &found->second;
}

Result<std::string> Imports::describe(Id const& id, Id const& user) {
    std::lock_guard lock(mutex_);
    FX_TRY(auto const* waiting, find(id, user));
    return plan_json(id, waiting->plan);
}

Result<std::string> Imports::bad_rows_file(Id const& id, Id const& user) {
    std::lock_guard lock(mutex_);
    FX_TRY(auto const* waiting, find(id, user));
    if (waiting->plan.bad_rows.empty()) return Problem(ProblemKind::not_found, {"bad rows"});
    return waiting->plan.bad_rows.string();
}

Result<std::string> Imports::commit(Id const& id, records::Actor const& actor, bool without_bad_rows) {
    network::ImportPlan plan;
    {
        std::lock_guard lock(mutex_);
        FX_TRY(auto* const waiting, find(id, actor.user));
        if (!waiting->plan.bad.empty() && !without_bad_rows)
            return Problem(ProblemKind::import_has_bad_rows, {std::to_string(waiting->plan.bad.size())});
        plan = std::move(waiting->plan);
        waiting_.erase(id);
    }
    remove_file(plan);
    auto json = plan_json(id, plan);
    std::set<Id> fresh;
    for (auto const& household : plan.households)
        for (auto const& person : household.persons) fresh.insert(person.id);
    FX_CHECK(network::store_plan(std::move(plan), *program_.store, *program_.engine, actor, program_.county(), id));
    FX_CHECK(program_.store->write([&](store::Tx& tx) -> Result<void> {
        FX_TRY(auto proposals,
               network::propose_duplicates(tx, *program_.engine, program_.county(), fresh, proposals_max, tx.now()));
        FX_CHECK(program_.engine->run_effects(tx, actor, program_.county(), id, std::move(proposals)));
        return {};
    }));
    return json;
}

}  // namespace fx::app
