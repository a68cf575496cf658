#include "app/field_home.hpp"

#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "catalog/kind.hpp"
#include "records/place.hpp"

namespace fx::app {
namespace {

namespace household = handles::household;
namespace person = handles::person;

std::string_view task_state(records::Obligation const& obligation, Instant now) {
    switch (obligation.state) {
        case records::Duty::fulfilled: return "done";
        case records::Duty::fulfilled_late: return "late";
        default: return now > obligation.due_at ? "overdue" : "open";
    }
}

void write_tasks(JsonWriter& json, std::vector<FieldTask> const& tasks, Instant now) {
    json.begin_array();
    for (auto const& task : tasks)
        json.begin_object()
            .key("type")
            .string(task.period->type)
            .key("period")
            .string(format(task.period->id))
            .key("source")
            .string(format(task.period->source))
            .key("label")
            .string(task.period->label)
            .key("subject")
            .string(format(task.obligation.subject))
            .key("due_at")
            .string(format(task.obligation.due_at))
            .key("state")
            .string(task_state(task.obligation, now))
            .end_object();
    json.end_array();
}

/// Obligations of these subjects in the open periods, by subject.
Result<std::map<Id, std::vector<FieldTask>>> tasks_of(store::Reader& reader, std::vector<records::Period> const& periods,
                                                      std::vector<Id> const& subjects) {
    std::map<Id, std::vector<FieldTask>> out;
    for (auto const& period : periods) {
        std::vector<Row> keys;
        for (auto const& subject : subjects) keys.push_back({period.county, period.id, subject});
        FX_TRY(auto const rows, reader.get_many(records::obligation_table(), keys));
        for (auto const& row : rows) {
            if (!row) continue;
            auto const obligation = records::obligation_from(*row);
            if (obligation.state != records::Duty::withdrawn) out[obligation.subject].push_back({&period, obligation});
        }
    }
    return out;
}

/// Living members of these households, by household.
Result<std::map<Id, std::vector<records::Record>>> members(App& app, store::Reader& reader,
                                                           std::vector<Id> const& households) {
    auto const& table = *app.program.engine->table(person::record_type);
    std::map<Id, std::vector<records::Record>> out;
    for (auto const& id : households) {
        FX_TRY(auto const rows, reader.query(records::select_all(table.table()) +
                                                 " WHERE county = $1 AND household = $2 AND state = $3 LIMIT 500",
                                             {app.program.county(), id, std::string(person::states::active)}));
        for (auto const& row : rows) {
            FX_TRY(auto record, table.from_row(row, *app.program.sealer));
            out[id].push_back(std::move(record));
        }
    }
    return out;
}

void write_members(JsonWriter& json, records::RecordTable const& table, std::vector<records::Record> const& persons,
                   std::map<Id, std::vector<FieldTask>> const& tasks, Instant now) {
    json.begin_array();
    for (auto const& record : persons) {
        auto const values = std::span<Value const>(record.values);
        json.begin_object().key("id").string(format(record.id)).key("name").string(get(values, person::name).value_or(""));
        json.key("sex").string(get(values, person::sex).value_or("9")).key("birth_date");
        if (auto const date = get(values, person::birth_date))
            json.string(format(*date));
        else
            json.null();
        json.key("relation_to_head").string(get(values, person::relation_to_head).value_or(""));
        json.key("residence_type").string(get(values, person::residence_type).value_or(""));
        json.key("id_number_masked").string(masked_value(table, person::id_number.index, record));
        json.key("phone_masked").string(masked_value(table, person::phone.index, record));
        json.key("tasks");
        auto const owed = tasks.find(record.id);
        write_tasks(json, owed == tasks.end() ? std::vector<FieldTask>() : owed->second, now);
        json.end_object();
    }
    json.end_array();
}

std::vector<Id> ids_of(std::vector<records::Record> const& records) {
    std::vector<Id> out;
    for (auto const& record : records) out.push_back(record.id);
    return out;
}

}  // namespace

std::string masked_value(records::RecordTable const& table, int field, records::Record const& record) {
    auto const& value = record.values[std::size_t(field)];
    return is_null(value) ? "" : table.type().fields[std::size_t(field)].kind->mask(value);
}

std::vector<records::Period> open_periods(App& app) {
    std::vector<records::Period> out;
    auto const view = app.program.network->view();
    for (auto const* period : view.periods(""))
        if (!period->closed_at) out.push_back(*period);
    return out;
}

Result<Homes> read_homes(App& app, store::Reader& reader, std::vector<records::Record> households,
                         std::vector<records::Period> const& periods) {
    Homes homes;
    homes.households = std::move(households);
    auto const ids = ids_of(homes.households);
    FX_TRY(homes.members, members(app, reader, ids));
    std::vector<Id> subjects = ids;
    for (auto const& [id, of] : homes.members)
        for (auto const& record : of) subjects.push_back(record.id);
    FX_TRY(homes.tasks, tasks_of(reader, periods, subjects));
    return homes;
}

void write_home(JsonWriter& json, App& app, Homes const& homes, records::Record const& record, Instant now) {
    static std::vector<records::Record> const nobody;
    static std::vector<FieldTask> const nothing;
    auto const& table = *app.program.engine->table(household::record_type);
    auto const values = std::span<Value const>(record.values);
    json.key("id").string(format(record.id)).key("place").string(format(record.place));
    json.key("house_code").string(get(values, household::house_code).value_or(""));
    json.key("address").string(get(values, household::address).value_or(""));
    json.key("head_name").string(get(values, household::head_name).value_or(""));
    json.key("house_use").string(get(values, household::house_use).value_or(""));
    json.key("phone_masked").string(masked_value(table, household::phone.index, record));
    auto const of = homes.members.find(record.id);
    json.key("persons");
    write_members(json, *app.program.engine->table(person::record_type), of == homes.members.end() ? nobody : of->second,
                  homes.tasks, now);
    auto const owed = homes.tasks.find(record.id);
    json.key("tasks");
    write_tasks(json, owed == homes.tasks.end() ? nothing : owed->second, now);
}

}  // namespace fx::app
