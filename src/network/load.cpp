#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "catalog/kind.hpp"
#include "network/follow.hpp"
#include "network/network.hpp"

#include "base/assert.hpp"

namespace fx::network {
namespace {

namespace zone = handles::zone;
namespace post = handles::post;

Result<std::vector<records::Record>> all_records(store::Reader& reader, records::Engine const& engine,
                                                 std::string_view type) {
    auto const* table = engine.table(type);
    FX_ASSERT(table != nullptr);
    std::string sql = "SELECT ";
    for (std::size_t i = 0; i < table->table().columns.size(); ++i)
        sql += (i > 0 ? ", " : "") + table->table().columns[i].name;
    FX_TRY(auto const rows, reader.query(sql + " FROM " + table->table().name + " ORDER BY place, id", {}));
    std::vector<records::Record> out;
    for (auto const& row : rows) {
        FX_TRY(auto record, table->from_row(row, engine.sealer()));
        out.push_back(std::move(record));
    }
    return out;
}

}  // namespace

Post post_of(records::Record const& record, catalog::RecordType const& type) {
    Post out;
    out.id = record.id;
    out.place = record.place;
    auto const text = [&](auto handle) { return std::string(get(record.values, handle).value_or("")); };
    out.name = text(post::name);
    out.role = text(post::role);
    out.holder_name = text(post::holder_name);
    out.unit = get(record.values, post::unit).value_or(Id{});
    out.holder = get(record.values, post::holder).value_or(Id{});
    out.deputy = get(record.values, post::deputy).value_or(Id{});
    out.valid_from = get(record.values, post::valid_from);
    out.valid_to = get(record.values, post::valid_to);
    auto const& phone = record.values[std::size_t(post::phone.index)];
    if (!is_null(phone)) out.phone_masked = type.fields[std::size_t(post::phone.index)].kind->mask(phone);
    return out;
}

Result<void> Network::load_subjects(store::Reader& reader, records::RecordTable const& table) {
    std::vector<coverage::Subject> subjects;
    auto const& states = table.type().states;
    std::string const sql = "SELECT id, place FROM " + table.table().name + (states.empty() ? "" : " WHERE state = $1");
    std::vector<Value> const parameters = states.empty() ? std::vector<Value>() : std::vector<Value>{states.front()};
    FX_CHECK(reader.each(sql, parameters, [&](Row& row) {
        subjects.push_back({std::get<Id>(row[0]), {std::get<std::int64_t>(row[1])}});
    }));
    auto const refused = base_population(table.type().name)->load(subjects);
    if (!refused.empty())
        return Problem(ProblemKind::unknown_place, {format(refused.front().subject.place)})
            .because(table.type().name + " at a place outside the tree");
    return {};
}

Result<void> Network::load_obligations(store::Reader& reader, records::Period const& period) {
    track(period);
    auto& [known, population, series, complete] = periods_.at(period.id);
    std::vector<coverage::SubjectStatus> statuses;
    std::vector<coverage::Subject> subjects;
    auto const& everybody = *base_population(period.subject_type);
    std::vector<Value> const parameters{period.county, period.id};
    FX_CHECK(reader.each(
        "SELECT subject, place, state FROM obligation WHERE county = $1 AND period = $2", parameters, [&](Row& row) {
            auto const duty = records::Duty(std::get<std::int64_t>(row[2]));
            if (duty == records::Duty::withdrawn) return;
            auto const status = duty == records::Duty::open        ? coverage::Status::missing
                                : duty == records::Duty::fulfilled ? coverage::Status::on_time
                                                                   : coverage::Status::late;
            statuses.push_back({std::get<Id>(row[0]), status});
            // The duty of a closed period stands where its subject lived then.
            auto const lives = everybody.place_of(std::get<Id>(row[0]));
            subjects.push_back({std::get<Id>(row[0]), lives.is_nil() ? Place{std::get<std::int64_t>(row[1])} : lives});
        }));
    // Everybody's population is loaded already, from those who live; who has left since is no longer counted.
    if (!of_everybody(period.type)) (void)population->load(subjects);
    complete = series->set(statuses).empty();
    return {};
}

Result<void> Network::load(store::Reader& reader, records::Engine const& engine) {
    std::unique_lock lock(mutex_);
    FX_TRY(auto const zones, all_records(reader, engine, zone::record_type));
    std::vector<coverage::Branch> branches;
    for (auto const& record : zones) {
        auto const added = divisions_.add_group(record.place, int(get(record.values, zone::number).value_or(0)),
                                                get(record.values, zone::name).value_or(""));
        if (added.has_value()) branches.push_back({*added, record.place});
    }
    auto const refused = tree_.add(branches);
    FX_ASSERT(refused.empty());
    for (auto const type : {handles::household::record_type, handles::person::record_type})
        FX_CHECK(load_subjects(reader, *engine.table(type)));
    FX_TRY(auto const posts, all_records(reader, engine, post::record_type));
    for (auto const& record : posts) posts_.put(post_of(record, engine.table(post::record_type)->type()));
    // Whatever is owed is in memory; of what is over, the newest.
    for (auto const* which : {"NULL", "NOT NULL ORDER BY opens_at DESC LIMIT 200"}) {
        FX_TRY(auto const periods,
               reader.query("SELECT county, id, type, label, area, opens_at, due_at, closed_at, source, subject_type "
                            "FROM obligation_period WHERE closed_at IS " +
                                std::string(which),
                            {}));
        for (auto const& row : periods) FX_CHECK(load_obligations(reader, records::period_from(row)));
    }
    return {};
}

}  // namespace fx::network
