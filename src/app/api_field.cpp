#include "app/api.hpp"
#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "catalog/kind.hpp"
#include "records/place.hpp"
#include "records/present.hpp"
#include "records/query.hpp"

#include <map>

namespace fx::app {

using server::Request;
using server::Response;

namespace {

namespace household = handles::household;
namespace person = handles::person;

/// What one household owes in the open periods, most urgent first when listed.
struct Task {
    records::Period const* period;
    records::Obligation obligation;
};

std::string_view task_state(records::Obligation const& obligation, Instant now) {
    switch (obligation.state) {
        case records::Duty::fulfilled: return "done";
        case records::Duty::fulfilled_late: return "late";
        default: return now > obligation.due_at ? "overdue" : "open";
    }
}

void write_tasks(JsonWriter& json, std::vector<Task> const& tasks, Instant now) {
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
Result<std::map<Id, std::vector<Task>>> tasks_of(store::Reader& reader, std::vector<records::Period> const& periods,
                                                 std::vector<Id> const& subjects) {
    std::map<Id, std::vector<Task>> out;
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

std::vector<records::Period> open_periods(App& app) {
    std::vector<records::Period> out;
    auto const view = app.program.network->view();
    for (auto const* period : view.periods(""))
        if (!period->closed_at) out.push_back(*period);
    return out;
}

std::string masked(records::RecordTable const& table, int field, Value const& value) {
    return is_null(value) ? "" : table.type().fields[std::size_t(field)].kind->mask(value);
}

void write_household(JsonWriter& json, records::RecordTable const& table, records::Record const& record) {
    auto const values = std::span<Value const>(record.values);
    json.key("id").string(format(record.id)).key("place").string(format(record.place));
    json.key("house_code").string(get(values, household::house_code).value_or(""));
    json.key("address").string(get(values, household::address).value_or(""));
    json.key("head_name").string(get(values, household::head_name).value_or(""));
    json.key("house_use").string(get(values, household::house_use).value_or(""));
    json.key("phone_masked")
        .string(masked(table, household::phone.index, record.values[std::size_t(household::phone.index)]));
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
                   std::map<Id, std::vector<Task>> const& tasks, Instant now) {
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
        json.key("id_number_masked")
            .string(masked(table, person::id_number.index, record.values[std::size_t(person::id_number.index)]));
        json.key("phone_masked").string(masked(table, person::phone.index, record.values[std::size_t(person::phone.index)]));
        json.key("tasks");
        auto const owed = tasks.find(record.id);
        write_tasks(json, owed == tasks.end() ? std::vector<Task>() : owed->second, now);
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

/// The households of the caller's own place with what each owes: what a grid worker's phone holds.
Response field_day(App& app, Request const& request) {
    auto const limit = request.query_integer("limit", 200, 1, 500);
    if (limit.has_error()) return Response::problem(limit.error());
    auto const& actor = caller(request).actor;
    auto const now = app.program.clock.now();
    auto const periods = open_periods(app);
    return read(*app.program.store, [&](store::Reader& reader) -> Result<std::string> {
        auto const& table = *app.program.engine->table(household::record_type);
        records::ListQuery query;
        query.place = actor.place;
        query.sort = "place";
        query.state = household::states::active;
        query.limit = int(*limit);
        query.cursor = text_or(request, "cursor", "");
        FX_TRY(auto const page, records::list(*app.program.engine, reader, actor, table, query));
        auto const ids = ids_of(page.records);
        FX_TRY(auto const persons, members(app, reader, ids));
        FX_TRY(auto const tasks, tasks_of(reader, periods, ids));
        std::vector<Id> person_ids;
        for (auto const& [id, of] : persons)
            for (auto const& record : of) person_ids.push_back(record.id);
        FX_TRY(auto const person_tasks, tasks_of(reader, periods, person_ids));
        auto const& person_table = *app.program.engine->table(person::record_type);
        JsonWriter json;
        json.begin_object()
            .key("post")
            .string(format(actor.post))
            .key("place")
            .string(format(actor.place))
            .key("now")
            .string(format(now));
        json.key("households").begin_array();
        for (auto const& record : page.records) {
            json.begin_object();
            write_household(json, table, record);
            auto const of = persons.find(record.id);
            json.key("persons");
            write_members(json, person_table, of == persons.end() ? std::vector<records::Record>() : of->second,
                          person_tasks, now);
            auto const owed = tasks.find(record.id);
            json.key("tasks");
            write_tasks(json, owed == tasks.end() ? std::vector<Task>() : owed->second, now);
            json.end_object();
        }
        json.end_array().key("next");
        if (page.next)
            json.string(*page.next);
        else
            json.null();
        return json.end_object().take();
    });
}

Response field_household(App& app, Request const& request) {
    auto const id = id_param(request, "id");
    if (id.has_error()) return Response::problem(id.error());
    auto const& actor = caller(request).actor;
    auto const now = app.program.clock.now();
    auto const periods = open_periods(app);
    return read(*app.program.store, [&](store::Reader& reader) -> Result<std::string> {
        auto const& table = *app.program.engine->table(household::record_type);
        auto const& person_table = *app.program.engine->table(person::record_type);
        auto const& screenings = *app.program.engine->table(handles::household_screening::record_type);
        FX_TRY(auto const record, records::find(*app.program.engine, reader, actor, table, *id));
        FX_TRY(auto persons, members(app, reader, {*id}));
        FX_TRY(auto const tasks, tasks_of(reader, periods, {*id}));
        FX_TRY(auto const person_tasks, tasks_of(reader, periods, ids_of(persons[*id])));
        FX_TRY(auto const visits, reader.query(records::select_all(screenings.table()) +
                                                   " WHERE county = $1 AND household = $2 ORDER BY id DESC LIMIT 20",
                                               {app.program.county(), *id}));
        JsonWriter json;
        json.begin_object();
        write_household(json, table, record);
        json.key("version").integer(record.version).key("persons");
        write_members(json, person_table, persons[*id], person_tasks, now);
        auto const owed = tasks.find(*id);
        json.key("tasks");
        write_tasks(json, owed == tasks.end() ? std::vector<Task>() : owed->second, now);
        json.key("screenings").begin_array();
        if (screenings.type().allows("read", actor.role))
            for (auto const& row : visits) {
                FX_TRY(auto const visit, screenings.from_row(row, *app.program.sealer));
                records::write_record(json, screenings, visit, {&actor, false});
            }
        return json.end_array().end_object().take();
    });
}

/// The names behind a page of a coverage list; ids and places only for roles that may not read the subjects.
Result<std::string> subjects_json(App& app, store::Reader& reader, records::Actor const& actor,
                                  records::Period const& period, coverage::Page const& page) {
    auto const* table = app.program.engine->table(period.subject_type);
    bool const is_household = period.subject_type == household::record_type;
    std::vector<Row> keys, duties;
    for (auto const& subject : page.subjects) {
        keys.push_back({period.county, subject.id});
        duties.push_back({period.county, period.id, subject.id});
    }
    FX_TRY(auto const rows, reader.get_many(table->table(), keys));
    FX_TRY(auto const obligations, reader.get_many(records::obligation_table(), duties));
    auto const now = app.program.clock.now();
    bool const may_read = table->type().allows("read", actor.role);
    auto const view = app.program.network->view();
    JsonWriter json;
    json.begin_object().key("items").begin_array();
    for (std::size_t i = 0; i < page.subjects.size(); ++i) {
        auto const& subject = page.subjects[i];
        json.begin_object().key("subject").string(format(subject.id)).key("subject_type").string(period.subject_type);
        json.key("place").string(format(subject.place)).key("place_name").string(view.divisions().full_name(subject.place));
        if (rows[i] && may_read) {
            FX_TRY(auto const record, table->from_row(*rows[i], *app.program.sealer));
            auto const values = std::span<Value const>(record.values);
            json.key("title").string(is_household ? get(values, household::head_name).value_or("")
                                                  : get(values, person::name).value_or(""));
            if (is_household) json.key("house_code").string(get(values, household::house_code).value_or(""));
            auto const phone = is_household ? household::phone.index : person::phone.index;
            json.key("phone_masked").string(masked(*table, phone, record.values[std::size_t(phone)]));
        }
        auto const duty = obligations[i] ? records::obligation_from(*obligations[i]) : records::Obligation{};
        auto const due_at = obligations[i] ? duty.due_at : period.due_at;
        json.key("due_at").string(format(due_at)).key("overdue").boolean(duty.state == records::Duty::open && now > due_at);
        json.key("responsible");
        write_responsible(json, view, subject.place, date_at(now));
        json.end_object();
    }
    json.end_array().key("next");
    if (page.next)
        json.string(coverage::format(*page.next));
    else
        json.null();
    return json.end_object().take();
}

}  // namespace fx::app
