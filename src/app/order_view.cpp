#include "app/order_view.hpp"

#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "records/place.hpp"
#include "records/query.hpp"

namespace fx::app {
namespace {

namespace order = handles::order;
namespace receipt = handles::order_receipt;

}  // namespace

Result<records::Record> visible_order(Program const& program, store::Reader& reader, records::Actor const& actor,
                                      Id const& id) {
    auto const* table = program.engine->table(order::record_type);
    auto unknown = Problem(ProblemKind::record_not_found, {format(id)});
    FX_TRY(auto record, records::stored(*program.engine, reader, *table, program.county(), id));
    if (!record) return unknown;
    bool const over = program.network->covers(actor.place, record->place) && table->type().allows("read", actor.role);
    if (over) return *std::move(record);
    if (!program.engine->table(receipt::record_type)->type().allows("read", actor.role)) return unknown;
    auto const [first, last] = program.network->range(actor.place);
    FX_TRY(auto const below, reader.query("SELECT 1 FROM r_order_receipt WHERE county = $1 AND of_order = $2 AND place "
                                          "BETWEEN $3 AND $4 LIMIT 1",
                                          {program.county(), id, first.value, last.value}));
    if (below.empty()) return unknown;
    return *std::move(record);
}

void write_order(JsonWriter& json, Program const& program, records::Actor const& actor, records::Record const& of) {
    json.key("order");
    records::write_record(json, *program.engine->table(order::record_type), of, {&actor, false});
    auto const view = program.network->view();
    auto const* post = view.posts().find(of.made_by);
    json.key("issuer").begin_object().key("post").string(format(of.made_by));
    json.key("name").string(post ? post->name : "").key("place").string(format(of.place));
    json.key("place_name").string(view.divisions().name(of.place)).end_object();
}

void write_progress(JsonWriter& json, records::Record const& of, command::Progress const& progress, Instant now) {
    bool const in_force = of.state == order::states::issued;
    auto const overdue = [&](auto handle, std::int64_t open) {
        auto const due = get(of.values, handle);
        return in_force && due && now > *due ? open : 0;
    };
    json.begin_object().key("addressed").integer(progress.addressed());
    for (std::size_t i = 0; i < command::steps.size(); ++i) json.key(command::steps[i]).integer(progress.at[i]);
    json.key("lapsed").integer(progress.lapsed);
    json.key("unacknowledged").integer(progress.unacknowledged()).key("unreported").integer(progress.unreported());
    json.key("acknowledge_overdue").integer(overdue(order::acknowledge_by, progress.unacknowledged()));
    json.key("report_overdue").integer(overdue(order::report_by, progress.unreported())).end_object();
}

Result<void> write_tree(JsonWriter& json, Program const& program, store::Reader& reader, records::Record const& of,
                        Place place, Instant now) {
    auto const [first, last] = program.network->range(place);
    FX_TRY(auto const nodes, command::progress_of(reader, of.county, of.id, first, last));
    auto const view = program.network->view();
    json.key("place").string(format(place)).key("place_name").string(view.divisions().name(place)).key("progress");
    write_progress(json, of, command::whole(nodes), now);
    json.key("children").begin_array();
    for (auto const* child : view.divisions().children(place)) {
        command::Progress below;
        auto const end = subtree_end(child->place, child->level);
        for (auto node = nodes.lower_bound(child->place); node != nodes.end() && node->first <= end; ++node)
            below.add(node->second);
        if (below.addressed() + below.lapsed == 0) continue;
        json.begin_object().key("place").string(format(child->place)).key("name").string(child->name);
        json.key("progress");
        write_progress(json, of, below, now);
        json.end_object();
    }
    json.end_array();
    return {};
}

Result<void> write_receipts_at(JsonWriter& json, Program const& program, store::Reader& reader, records::Actor const& actor,
                               Id const& of, Place place, Date today) {
    auto const& table = *program.engine->table(receipt::record_type);
    FX_TRY(auto const rows, reader.query(records::select_all(table.table()) +
                                             " WHERE county = $1 AND of_order = $2 AND place = $3 ORDER BY id LIMIT 200",
                                         {program.county(), of, place.value}));
    auto const view = program.network->view();
    json.begin_array();
    for (auto const& row : rows) {
        FX_TRY(auto const record, table.from_row(row, *program.sealer));
        auto const* post = view.posts().find(get(record.values, receipt::post).value_or(Id{}));
        json.begin_object().key("post_name").string(post ? post->name : "");
        json.key("holder_name").string(post ? post->holder_name : "").key("vacant").boolean(!post || !post->held(today));
        json.key("phone_masked").string(post ? post->phone_masked : "").key("receipt");
        records::write_record(json, table, record, {&actor, false});
        json.end_object();
    }
    json.end_array();
    return {};
}

}  // namespace fx::app
