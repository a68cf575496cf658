#include "app/response_view.hpp"

#include "app/order_view.hpp"
#include "catalog/describe.hpp"
#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "records/place.hpp"
#include "records/query.hpp"

#include <map>

namespace fx::app {
namespace {

namespace order = handles::order;
namespace response = handles::response;
namespace measure = handles::response_measure;

Result<std::vector<records::Record>> records_where(Program const& program, store::Reader& reader,
                                                   records::RecordTable const& table, std::string const& where,
                                                   std::vector<Value> values) {
    FX_TRY(auto const rows, reader.query(records::select_all(table.table()) + " WHERE county = $1 AND " + where, values));
    std::vector<records::Record> out;
    for (auto const& row : rows) {
        FX_TRY(auto record, table.from_row(row, *program.sealer));
        out.push_back(std::move(record));
    }
    return out;
}

std::string text_of(records::Record const& of, auto handle) { return std::string(get(of.values, handle).value_or("")); }

/// A record cut down to what everybody may know.
void write_public(JsonWriter& json, records::Record const& of) {
    json.begin_object().key("id").string(format(of.id)).key("state").string(of.state).key("fields").begin_object();
    json.key("area").string(format(of.place)).key("plan").string(text_of(of, response::plan));
    json.key("level").string(text_of(of, response::level)).key("scheme").string(text_of(of, response::scheme));
    json.key("ends_at").string(format(get(of.values, response::ends_at).value_or(Instant{})));
    json.key("declared_at").string(format(get(of.values, response::declared_at).value_or(Instant{})));
    json.key("decided_by").string(text_of(of, response::decided_by));
    if (auto const document = get(of.values, response::document)) json.key("document").string(*document);
    json.end_object().end_object();
}

/// What is done and until when, without why it was prolonged or ended.
void write_public_measure(JsonWriter& json, records::Record const& of) {
    json.begin_object().key("id").string(format(of.id)).key("state").string(of.state).key("fields").begin_object();
    json.key("measure").string(text_of(of, measure::measure)).key("subject").string(text_of(of, measure::subject));
    json.key("topic").string(text_of(of, measure::topic)).key("body").string(text_of(of, measure::body));
    json.key("owners").raw(text_of(of, measure::owners));
    json.key("starts_at").string(format(get(of.values, measure::starts_at).value_or(Instant{})));
    json.key("ends_at").string(format(get(of.values, measure::ends_at).value_or(Instant{})));
    json.end_object().end_object();
}

void write_plan_label(JsonWriter& json, Program const& program, records::Record const& of) {
    if (auto const* plan = program.plans.find(text_of(of, response::plan)))
        catalog::write_label(json, "plan_label", plan->label);
}

/// Who asks, and whether the response lies in their area: those it stands above see what is done, not how far others have
/// come.
struct Asking {
    records::Actor const& actor;
    bool over = false;
};

/// A measure and how far its order has come.
Result<void> write_measure(JsonWriter& json, Program const& program, store::Reader& reader, Asking const& asking,
                           records::Record const& of) {
    json.begin_object().key("measure");
    if (!asking.over) {
        write_public_measure(json, of);
        return json.key("order").null().end_object(), Result<void>();
    }
    records::write_record(json, *program.engine->table(measure::record_type), of, {&asking.actor, false});
    json.key("order");
    auto const id = get(of.values, measure::issued_order).value_or(Id{});
    FX_TRY(auto const issued,
           records::stored(*program.engine, reader, *program.engine->table(order::record_type), of.county, id));
    if (!issued) return json.null().end_object(), Result<void>();
    auto const [first, last] = program.network->range(of.place);
    FX_TRY(auto const nodes, command::progress_of(reader, of.county, id, first, last));
    json.begin_object().key("id").string(format(id)).key("state").string(issued->state).key("progress");
    write_progress(json, *issued, command::whole(nodes), program.clock.now());
    json.end_object().end_object();
    return {};
}

Result<void> write_measures(JsonWriter& json, Program const& program, store::Reader& reader, Asking const& asking,
                            std::string const& where, std::vector<Value> const& values) {
    auto const& table = *program.engine->table(measure::record_type);
    FX_TRY(auto const found,
           records_where(program, reader, table, where + " ORDER BY starts_at, measure, id LIMIT 200", values));
    json.begin_array();
    for (auto const& one : found) FX_CHECK(write_measure(json, program, reader, asking, one));
    json.end_array();
    return {};
}

void write_neighbour(JsonWriter& json, std::string_view key, std::optional<records::Record> const& of) {
    json.key(key);
    if (!of) return json.null(), void();
    json.begin_object().key("id").string(format(of->id)).key("level").string(text_of(*of, response::level)).end_object();
}

}  // namespace

Result<std::vector<records::Record>> responses_in_force(Program const& program, store::Reader& reader) {
    return records_where(program, reader, *program.engine->table(response::record_type),
                         "state = 'in_force' ORDER BY place, id", {program.county()});
}

void write_levels(JsonWriter& json, Program const& program, std::vector<records::Record> const& in_force, Place place) {
    auto const view = program.network->view();
    auto const& divisions = view.divisions();
    std::map<std::string, records::Record const*> nearest;  // by scheme; tree order puts what is nearer later
    for (auto const& one : in_force)
        if (divisions.is_within(place, one.place)) nearest[text_of(one, response::scheme)] = &one;
    json.key("here").begin_array();
    for (auto const& [scheme, of] : nearest) {
        json.begin_object().key("scheme").string(scheme);
        write_plan_label(json, program, *of);
        json.key("response");
        write_public(json, *of);
        json.key("at").string(format(of->place)).key("at_name").string(divisions.name(of->place));
        json.key("own").boolean(of->place == place).end_object();
    }
    json.end_array().key("below").begin_array();
    for (auto const* child : divisions.children(place)) {
        auto const end = subtree_end(child->place, child->level);
        std::map<std::pair<std::string, std::string>, std::int64_t> within;
        json.begin_object()
            .key("place")
            .string(format(child->place))
            .key("name")
            .string(child->name)
            .key("here")
            .begin_array();
        for (auto const& one : in_force) {
            if (one.place < child->place || one.place > end) continue;
            auto const scheme = text_of(one, response::scheme), level = text_of(one, response::level);
            if (one.place != child->place) {
                ++within[{scheme, level}];
                continue;
            }
            json.begin_object().key("scheme").string(scheme).key("level").string(level).key("id").string(format(one.id));
            json.key("ends_at").string(format(get(one.values, response::ends_at).value_or(Instant{}))).end_object();
        }
        json.end_array().key("within").begin_array();
        for (auto const& [what, count] : within)
            json.begin_object()
                .key("scheme")
                .string(what.first)
                .key("level")
                .string(what.second)
                .key("count")
                .integer(count)
                .end_object();
        json.end_array().end_object();
    }
    json.end_array();
}

Result<std::string> one_response(Program const& program, store::Reader& reader, records::Actor const& actor, Id const& id) {
    auto const& table = *program.engine->table(response::record_type);
    FX_TRY(auto const found, records::stored(*program.engine, reader, table, program.county(), id));
    auto const& network = *program.network;
    Asking const asking{actor,
                        found && network.covers(actor.place, found->place) && table.type().allows("read", actor.role)};
    if (!found || (!asking.over && !network.covers(found->place, actor.place)))
        return Problem(ProblemKind::record_not_found, {format(id)});
    auto const& record = *found;
    JsonWriter json;
    json.begin_object().key("response");
    if (asking.over)
        records::write_record(json, table, record, {&actor, false});
    else
        write_public(json, record);
    write_plan_label(json, program, record);
    auto const by = get(record.values, response::post).value_or(record.made_by);
    {
        auto const view = program.network->view();
        auto const* post = view.posts().find(by);
        json.key("area_name").string(view.divisions().full_name(record.place));
        json.key("declared_by").begin_object().key("post").string(format(by)).key("name").string(post ? post->name : "");
        json.key("place_name").string(post ? view.divisions().name(post->place) : "").end_object();
    }
    auto const before = get(record.values, response::replaces);
    std::optional<records::Record> previous;
    if (before) {
        FX_TRY(previous, records::stored(*program.engine, reader, table, record.county, *before));
    }
    FX_TRY(auto const later, records_where(program, reader, table, "area = $2 AND replaces = $3 LIMIT 1",
                                           {program.county(), record.place.value, id}));
    write_neighbour(json, "previous", previous);
    write_neighbour(json, "next", later.empty() ? std::nullopt : std::optional(later.front()));
    json.key("measures");
    FX_CHECK(write_measures(json, program, reader, asking, "of_response = $2", {program.county(), id}));
    json.key("ended");
    auto const declared_at = get(record.values, response::declared_at).value_or(record.made_at);
    FX_CHECK(write_measures(json, program, reader, asking, "of_response = $2 AND ended_at = $3",
                            {program.county(), before.value_or(Id{}), declared_at.ms}));
    json.key("left_out").begin_array();
    auto const* plan = program.plans.find(text_of(record, response::plan));
    for (auto const& row : command::adjustments(get(record.values, response::adjustments).value_or("[]"))) {
        if (row.left_out.empty()) continue;
        json.begin_object().key("measure").string(row.measure);
        if (asking.over) json.key("reason").string(row.left_out);
        for (auto const& one : plan == nullptr ? std::vector<catalog::Measure>() : plan->measures)
            if (one.name == row.measure) catalog::write_label(json, "label", one.label);
        json.end_object();
    }
    return json.end_array().end_object().take();
}

}  // namespace fx::app
