#include "app/exposures.hpp"

#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "records/permitted.hpp"
#include "records/query.hpp"
#include "trace/support.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>
#include <array>

namespace fx::app {
namespace {

namespace card = handles::case_report;
namespace contact = handles::contact;
namespace visit = handles::place_visit;
namespace person = handles::person;
using trace::Whereabouts;
using tracing::Reason;

/// By tracing::Reason: its name on the wire, and what the exposure tells of a contact in the codes of the catalogue. A stay
/// at one place says nothing of relation and mode.
struct ReasonWords {
    std::string_view name, relation, mode, place, frequency;
};
constexpr std::array<ReasonWords, 4> reasons{{{"household", "1", "2", "1", "1"},
                                              {"work", "4", "2", "3", "1"},
                                              {"vehicle", "5", "8", "5", "3"},
                                              {"visit", "9", "9", "9", "3"}}};
ReasonWords const& words_of(Reason reason) { return reasons[std::size_t(reason)]; }

constexpr std::size_t everybody = SIZE_MAX;

/// The case, and from when until when it could infect others: until it came to a hospital, died, or now.
struct Infectious {
    records::Record report;
    Id person;
    Instant from, until;
    tracing::ExposureOptions options;
};

Instant isolated_at(records::Record const& report, Instant now) {
    auto until = now;
    auto const end_of = [&](std::optional<Date> day) {
        if (day) until = std::min(until, start_of(*day + 1));
    };
    auto const stays = boost::json::parse(get(report.values, card::stays).value_or("[]"));
    for (auto const& stay : stays.as_array())
        if (auto const* day = stay.as_object().if_contains("admitted_on"); day != nullptr && day->is_string())
            if (auto const date = parse_date(std::string_view(day->get_string())); date.has_value()) end_of(*date);
    if (get(report.values, card::outcome) == "deceased") end_of(get(report.values, card::outcome_on));
    return until;
}

Result<Infectious> infectious_case(Program& program, records::Actor const& actor, Id const& id) {
    auto const& engine = *program.engine;
    auto const& visits = engine.table(visit::record_type)->type();
    if (!visits.allows("read", actor.role)) return records::not_permitted(*program.catalogue, actor.role, visits.label);
    Infectious out;
    FX_CHECK(program.store->read([&](store::Reader& reader) -> Result<void> {
        FX_TRY(out.report, records::find(engine, reader, actor, *engine.table(card::record_type), id));
        return {};
    }));
    auto const& values = out.report.values;
    out.person = get(values, card::person).value_or(Id{});
    auto const* disease = program.diseases.find(get(values, card::disease).value_or(""));
    auto const& rules = disease->on(date_at(get(values, card::diagnosed_at).value_or(program.clock.now())));
    out.from = start_of(trace::infectious_from(out.report, rules));
    out.until = std::max(isolated_at(out.report, program.clock.now()), out.from + ms_per_minute);
    out.options.latent_minutes = tracing::Minute(rules.days_until_infectious * ms_per_day / ms_per_minute);
    out.options.rows_apart = int(engine.table(contact::record_type)->type().setting(contact::settings::seat_rows_apart));
    return out;
}

/// Whoever lives in the reader's area; who is on no roster any more, at the county alone.
bool may_see(Program const& program, records::Actor const& actor, Id const& id) {
    auto const lives = program.network->place_of(person::record_type, id);
    return lives ? program.network->covers(actor.place, *lives) : actor.place == program.site.county;
}

Whereabouts::Question question_of(Program const& program, records::Actor const& actor, Infectious const& infectious) {
    Whereabouts::Question question;
    question.person = infectious.person;
    question.from = infectious.from;
    question.until = infectious.until;
    question.options = infectious.options;
    question.visible = [&program, &actor](Id const& id) { return may_see(program, actor, id); };
    return question;
}

struct Named {
    std::string name;
    Place place;
};

Result<std::unordered_map<Id, Named>> names_of(Program const& program, store::Reader& reader,
                                               std::vector<Whereabouts::Exposure> const& rows) {
    auto const& table = *program.engine->table(person::record_type);
    std::vector<Row> keys;
    for (auto const& row : rows)
        for (auto const& id : {row.person, row.through}) keys.push_back(table.key(program.county(), id));
    std::unordered_map<Id, Named> out;
    FX_TRY(auto const found, reader.get_many(table.table(), keys));
    for (auto const& row : found) {
        if (!row) continue;
        FX_TRY(auto const record, table.from_row(*row, *program.sealer));
        out[record.id] = {std::string(get(record.values, person::name).value_or("")), record.place};
    }
    return out;
}

/// Person -> contact of the case, and its state.
using Contacts = std::unordered_map<Id, std::pair<Id, std::string>>;

Result<Contacts> contacts_of(Program const& program, store::Reader& reader, Id const& case_id) {
    Contacts out;
    FX_TRY(auto const rows, reader.query("SELECT person, id, state FROM r_contact WHERE county = $1 AND index_case = $2",
                                         {program.county(), case_id}));
    for (auto const& row : rows) out[*id_in(row[0])] = {*id_in(row[1]), *text_in(row[2])};
    return out;
}

/// Where they met: the unit's name, "G123 2020-01-20 3", or what was written down.
Result<std::string> place_words(Program const& program, store::Reader& reader, Whereabouts::Exposure const& row) {
    if (row.reason == Reason::household || row.reason == Reason::work) return row.place;
    auto const text = row.place.substr(row.place.find(':') + 1);
    if (!row.place.starts_with("unit:")) {
        auto words = text;
        std::ranges::replace(words, '/', ' ');
        return row.place.starts_with("trip:") ? words : text;
    }
    auto const id = parse_id(text);
    if (id.has_error()) return text;
    namespace unit = handles::reporting_unit;
    auto const& table = *program.engine->table(unit::record_type);
    FX_TRY(auto const found, records::stored(*program.engine, reader, table, program.county(), *id));
    return found ? std::string(get(found->values, unit::name).value_or("")) : text;
}

class ExposedWriter {
public:
    ExposedWriter(Program const& program, records::Actor const& actor, store::Reader& reader)
        : program_(program), actor_(actor), reader_(reader) {}

    Result<std::string> write(Infectious const& infectious, ExposureQuery const& query, Whereabouts::Answer const& answer) {
        FX_TRY(auto const names, names_of(program_, reader_, answer.rows));
        FX_TRY(auto const contacts, contacts_of(program_, reader_, infectious.report.id));
        json_.begin_object().key("case").string(format(infectious.report.id));
        json_.key("person").string(format(infectious.person));
        json_.key("from").string(format(infectious.from)).key("until").string(format(infectious.until));
        json_.key("generations").begin_array();
        for (auto const exposed : answer.exposed) json_.integer(std::int64_t(exposed));
        json_.end_array().key("visible").integer(std::int64_t(answer.visible)).key("items").begin_array();
        for (auto const& row : answer.rows) FX_CHECK(item(row, names, contacts));
        json_.end_array().key("next");
        auto const next = query.offset + answer.rows.size();
        if (next < answer.visible)
            json_.string(std::to_string(next));
        else
            json_.null();
        return json_.end_object().take();
    }

private:
    Result<void> item(Whereabouts::Exposure const& row, std::unordered_map<Id, Named> const& names,
                      Contacts const& contacts) {
        json_.begin_object().key("generation").integer(row.generation).key("person");
        somebody(row.person, names);
        json_.key("through");
        if (may_see(program_, actor_, row.through))
            somebody(row.through, names);
        else
            json_.null();
        json_.key("minutes").integer(row.minutes);
        json_.key("first").string(format(row.first)).key("last").string(format(row.last));
        json_.key("reason").string(words_of(row.reason).name);
        FX_TRY(auto const place, place_words(program_, reader_, row));
        json_.key("place").string(place).key("contact");
        if (auto const known = contacts.find(row.person); known != contacts.end())
            json_.begin_object()
                .key("id")
                .string(format(known->second.first))
                .key("state")
                .string(known->second.second)
                .end_object();
        else
            json_.null();
        json_.end_object();
        return {};
    }
    void somebody(Id const& id, std::unordered_map<Id, Named> const& names) {
        json_.begin_object().key("id").string(format(id));
        if (auto const found = names.find(id); found != names.end())
            json_.key("name")
                .string(found->second.name)
                .key("place")
                .string(format(found->second.place))
                .key("place_name")
                .string(program_.network->view().divisions().full_name(found->second.place));
        json_.end_object();
    }

    Program const& program_;
    records::Actor const& actor_;
    store::Reader& reader_;
    JsonWriter json_;
};

boost::json::object contact_fields(Id const& case_id, Whereabouts::Exposure const& row, boost::json::object const& over) {
    auto const& words = words_of(row.reason);
    boost::json::object fields;
    fields["person"] = format(row.person);
    fields["index_case"] = format(case_id);
    fields["relation"] = words.relation;
    fields["mode"] = boost::json::array{words.mode};
    fields["contact_place"] = words.place;
    fields["frequency"] = words.frequency;
    fields["first_contact_at"] = format(row.first);
    fields["last_contact_at"] = format(row.last);
    fields["protection"] = "0";
    fields["decision"] = "0";
    for (auto const& [name, value] : over) fields[name] = value;
    return fields;
}

}  // namespace

Result<std::string> exposed_json(Program& program, records::Actor const& actor, Id const& case_id,
                                 ExposureQuery const& query) {
    FX_TRY(auto const infectious, infectious_case(program, actor, case_id));
    auto question = question_of(program, actor, infectious);
    question.options.generations = query.generations;
    question.options.min_minutes = query.minutes_min;
    question.offset = query.offset;
    question.limit = query.limit;
    FX_TRY(auto const answer, program.whereabouts->exposed(question));
    std::string json;
    FX_CHECK(program.store->read([&](store::Reader& reader) -> Result<void> {
        FX_TRY(json, ExposedWriter(program, actor, reader).write(infectious, query, answer));
        return {};
    }));
    return json;
}

Result<std::vector<ContactMade>> add_contacts(Program& program, records::Actor const& actor, Id const& case_id,
                                              NewContacts const& wanted) {
    FX_TRY(auto const infectious, infectious_case(program, actor, case_id));
    auto question = question_of(program, actor, infectious);
    question.limit = everybody;
    FX_TRY(auto const answer, program.whereabouts->exposed(question));
    auto const now = program.clock.now();
    std::vector<ContactMade> out;
    std::vector<std::optional<records::PreparedCreate>> commands;
    for (std::size_t i = 0; i < wanted.persons.size(); ++i) {
        auto const& who = wanted.persons[i];
        out.push_back({who, records::derived_id(wanted.command, "contact/" + format(who), 0), {}});
        commands.emplace_back();
        auto const row = std::ranges::find(answer.rows, who, &Whereabouts::Exposure::person);
        if (row == answer.rows.end()) {
            out.back().refused = Problem(ProblemKind::not_exposed_to_case).at("persons");
            continue;
        }
        auto prepared = program.engine->prepare_create(contact::record_type, out.back().contact, now,
                                                       contact_fields(case_id, *row, wanted.fields), now);
        if (prepared.command)
            commands.back() = std::move(prepared.command);
        else
            out.back().refused = prepared.problems.front();
    }
    FX_CHECK(program.store->write([&](store::Tx& tx) -> Result<void> {
        for (std::size_t i = 0; i < out.size(); ++i) {
            if (!commands[i]) continue;
            auto const outcome = program.engine->create(tx, actor, *commands[i]);
            if (!outcome.ok()) out[i].refused = outcome.problems.front();
        }
        return {};
    }));
    return out;
}

}  // namespace fx::app
