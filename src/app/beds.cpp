#include "app/beds.hpp"

#include "care/bed_choice.hpp"
#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "records/permitted.hpp"
#include "records/query.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace fx::app {
namespace {

namespace transfer = handles::transfer;
namespace ward = handles::ward;
namespace unit = handles::reporting_unit;
namespace person = handles::person;
namespace household = handles::household;

constexpr std::size_t proposals_max = 20;
constexpr std::int64_t days_counted = 7;

Result<std::vector<care::FreeBeds>> free_beds(Program const& program, store::Reader& reader) {
    auto const& units = *program.engine->table(unit::record_type);
    std::vector<care::FreeBeds> out;
    FX_TRY(auto const rows,
           reader.query("SELECT id, facility, name, care_level, beds_free FROM r_ward WHERE county = $1 AND "
                        "state = 'open' AND beds_free > 0",
                        {program.county()}));
    for (auto const& row : rows) {
        FX_TRY(auto const facility, records::stored(*program.engine, reader, units, program.county(), *id_in(row[1])));
        if (!facility) continue;
        auto const text = [&](auto field) { return std::string(get(facility->values, field).value_or("")); };
        out.push_back({*id_in(row[0]), text(unit::name), *text_in(row[2]), *text_in(row[3]), *integer_in(row[4]),
                       facility->place, care::point_in(text(unit::location))});
    }
    return out;
}

/// Where the person lives, and the position of the household when it is known.
Result<std::optional<care::Point>> home_point(Program const& program, store::Reader& reader, Id const& who) {
    auto const& engine = *program.engine;
    FX_TRY(auto const found, records::stored(engine, reader, *engine.table(person::record_type), program.county(), who));
    auto const home = found ? get(found->values, person::household) : std::nullopt;
    if (!home) return std::optional<care::Point>();
    FX_TRY(auto const at, records::stored(engine, reader, *engine.table(household::record_type), program.county(), *home));
    if (!at) return std::optional<care::Point>();
    return care::point_in(std::string(get(at->values, household::location).value_or("")));
}

catalog::Label reason_of(care::BedProposal const& proposal, std::string const& needed, network::Network::View const& view,
                         Place home) {
    auto const path = view.divisions().path(home);
    auto const shared = proposal.shared_level > 0
                            ? std::string(view.divisions().name(path[std::size_t(proposal.shared_level) - 1]))
                            : std::string();
    bool const exact = proposal.beds.care_level == needed;
    catalog::Label out;
    out.zh = exact ? "收治级别相符" : "收治级别高于需要";
    out.en = exact ? "the level of care needed" : "a higher level of care than needed";
    if (proposal.km) {
        out.zh += fmt::format("，距住址约 {:.1f} 公里", *proposal.km);
        out.en += fmt::format(", about {:.1f} km from home", *proposal.km);
    } else if (!shared.empty()) {
        out.zh += "，同在" + shared;
        out.en += ", in " + shared + " too";
    }
    out.zh += fmt::format("，空床 {} 张", proposal.beds.free);
    out.en += fmt::format(", {} free", proposal.beds.free);
    return out;
}

void write_proposal(JsonWriter& json, care::BedProposal const& one, catalog::Label const& reason) {
    json.begin_object().key("ward").string(format(one.beds.ward)).key("facility").string(one.beds.facility);
    json.key("name").string(one.beds.name).key("care_level").string(one.beds.care_level).key("free").integer(one.beds.free);
    json.key("km");
    if (one.km)
        json.decimal(std::int64_t(*one.km * 10 + 0.5), 1);
    else
        json.null();
    json.key("reason").begin_object().key("zh").string(reason.zh).key("en").string(reason.en).end_object().end_object();
}

/// Nearest rank: the smallest value that `percent` of them do not exceed.
std::int64_t at_rank(std::vector<std::int64_t> const& sorted, std::size_t percent) {
    return sorted[std::min(sorted.size() - 1, (sorted.size() * percent + 99) / 100 - 1)];
}

struct Standing {
    std::int64_t waiting = 0, overdue = 0, under_way = 0, admitted = 0;
    std::vector<std::int64_t> minutes;
};

Result<Standing> standing_of(Program const& program, store::Reader& reader, records::Actor const& actor) {
    Standing out;
    auto const now = program.clock.now();
    auto const [first, last] = program.network->range(actor.place);
    FX_CHECK(reader.each(
        "SELECT state, due_at, admitted_at, minutes_to_bed FROM r_transfer WHERE county = $1 AND place BETWEEN $2 AND $3 "
        "AND "
        "(state IN ('requested', 'reserved', 'dispatched', 'picked_up', 'arrived', 'admitted') OR admitted_at >= $4)",
        std::vector<Value>{program.county(), first.value, last.value, now.ms - days_counted * ms_per_day}, [&](Row& row) {
            auto const& state = *text_in(row[0]);
            if (state == transfer::states::requested)
                ++out.waiting;
            else if (state == transfer::states::admitted)
                ++out.admitted;
            else if (state != transfer::states::discharged)
                ++out.under_way;
            auto const *due = integer_in(row[1]), *admitted = integer_in(row[2]), *minutes = integer_in(row[3]);
            out.overdue += admitted == nullptr && due != nullptr && *due < now.ms;
            if (admitted != nullptr && minutes != nullptr && *admitted >= now.ms - days_counted * ms_per_day)
                out.minutes.push_back(*minutes);
        }));
    std::ranges::sort(out.minutes);
    return out;
}

Result<void> write_levels(JsonWriter& json, Program const& program, store::Reader& reader) {
    FX_TRY(
        auto const rows,
        reader.query("SELECT care_level, CAST(SUM(beds_total) AS BIGINT), CAST(SUM(beds_occupied) AS BIGINT), "
                     "CAST(SUM(beds_reserved) AS BIGINT), CAST(SUM(beds_free) AS BIGINT) FROM r_ward "
                     "WHERE county = $1 AND (state = 'open' OR beds_occupied > 0) GROUP BY care_level ORDER BY care_level",
                     {program.county()}));
    json.key("levels").begin_array();
    for (auto const& row : rows) {
        json.begin_object().key("care_level").string(*text_in(row[0]));
        auto const number = [&](std::size_t i) { return integer_in(row[i]) == nullptr ? 0 : *integer_in(row[i]); };
        json.key("total").integer(number(1)).key("occupied").integer(number(2)).key("reserved").integer(number(3));
        json.key("free").integer(number(4)).end_object();
    }
    json.end_array();
    return {};
}

}  // namespace

Result<std::string> beds_for(Program const& program, store::Reader& reader, records::Actor const& actor, Id const& id) {
    auto const& engine = *program.engine;
    FX_TRY(auto const of, records::find(engine, reader, actor, *engine.table(transfer::record_type), id));
    auto const needed = std::string(get(of.values, transfer::care_level).value_or(""));
    FX_TRY(auto const wards, free_beds(program, reader));
    FX_TRY(auto const at, home_point(program, reader, get(of.values, transfer::person).value_or(Id{})));
    auto const view = program.network->view();
    auto proposals =
        care::propose_beds(needed, of.place, at, wards, [&](Place place) { return view.divisions().path(place); });
    if (proposals.size() > proposals_max) proposals.resize(proposals_max);
    JsonWriter json;
    json.begin_object().key("care_level").string(needed).key("items").begin_array();
    for (auto const& one : proposals) write_proposal(json, one, reason_of(one, needed, view, of.place));
    return json.end_array().end_object().take();
}

Result<std::string> beds_summary(Program const& program, store::Reader& reader, records::Actor const& actor) {
    auto const& type = program.engine->table(transfer::record_type)->type();
    if (!type.allows("read", actor.role)) return records::not_permitted(*program.catalogue, actor.role, type.label);
    FX_TRY(auto const standing, standing_of(program, reader, actor));
    JsonWriter json;
    json.begin_object().key("waiting").integer(standing.waiting).key("overdue").integer(standing.overdue);
    json.key("under_way").integer(standing.under_way).key("admitted").integer(standing.admitted);
    json.key("days").integer(days_counted).key("taken").integer(std::int64_t(standing.minutes.size()));
    for (auto const& [name, percent] : {std::pair("median_minutes", 50), std::pair("p90_minutes", 90)}) {
        json.key(name);
        if (standing.minutes.empty())
            json.null();
        else
            json.integer(at_rank(standing.minutes, std::size_t(percent)));
    }
    FX_CHECK(write_levels(json, program, reader));
    return json.end_object().take();
}

}  // namespace fx::app
