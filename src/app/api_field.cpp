#include "app/field_home.hpp"
#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "records/place.hpp"
#include "records/present.hpp"
#include "records/query.hpp"

namespace fx::app {

using server::Request;
using server::Response;

namespace {

namespace household = handles::household;
namespace person = handles::person;

}  // namespace

Response field_household(App& app, Request const& request) {
    auto const id = id_param(request, "id");
    if (id.has_error()) return Response::problem(id.error());
    auto const& actor = caller(request).actor;
    auto const now = app.program.clock.now();
    auto const periods = open_periods(app);
    return read(*app.program.store, [&](store::Reader& reader) -> Result<std::string> {
        auto const& table = *app.program.engine->table(household::record_type);
        auto const& screenings = *app.program.engine->table(handles::household_screening::record_type);
        FX_TRY(auto const record, records::find(*app.program.engine, reader, actor, table, *id));
        FX_TRY(auto const homes, read_homes(app, reader, {record}, periods));
        FX_TRY(auto const visits, reader.query(records::select_all(screenings.table()) +
                                                   " WHERE county = $1 AND household = $2 ORDER BY id DESC LIMIT 20",
                                               {app.program.county(), *id}));
        JsonWriter json;
        json.begin_object();
        write_home(json, app, homes, record, now);
        json.key("version").integer(record.version);
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
            json.key("phone_masked").string(masked_value(*table, phone, record));
        }
        auto const duty = obligations[i] ? records::obligation_from(*obligations[i]) : records::Obligation{};
        auto const due_at = obligations[i] ? duty.due_at : period.due_at;
        json.key("due_at").string(format(due_at)).key("overdue").boolean(duty.state == records::Duty::open && now > due_at);
        json.key("responsible");
        write_responsible(json, view, subject.place, date_at(now));
        json.end_object();
    }
    write_next(json.end_array(), page.next ? std::optional(coverage::format(*page.next)) : std::nullopt);
    return json.end_object().take();
}

}  // namespace fx::app
