#include "app/api.hpp"
#include "network/find.hpp"
#include "records/present.hpp"

namespace fx::app {

using server::Request;
using server::Response;

namespace {

void write_found(JsonWriter& json, records::RecordTable const& table, network::FoundRecords const& found,
                 records::View const& view) {
    json.begin_object().key("type").string(table.type().name).key("more").boolean(found.more).key("items").begin_array();
    for (auto const& one : found.items) {
        json.begin_object().key("found_by").string(one.by).key("marks").integer(one.marks).key("record");
        records::write_record(json, table, one.record, view);
        json.end_object();
    }
    json.end_array().end_object();
}

}  // namespace

/// ?q=…&limit=20[&type=person]: {"groups":[{"type","more","items":[{"found_by","marks","record"}]}]}, a group for each of
/// person and household that the caller may read.
Response search(App& app, Request const& request) {
    auto const limit = request.query_integer("limit", 20, 1, 100);
    if (limit.has_error()) return Response::problem(limit.error());
    auto const only = text_or(request, "type", "");
    if (!only.empty() && only != "person" && only != "household")
        return Response::problem(Problem(ProblemKind::invalid_parameter, {"type", "person, household"}).at("type"));
    auto const& actor = caller(request).actor;
    auto const& engine = *app.program.engine;
    return read(*app.program.store, [&](store::Reader& reader) -> Result<std::string> {
        JsonWriter json;
        json.begin_object().key("groups").begin_array();
        for (std::string const type : {"person", "household"}) {
            auto const& table = *engine.table(type);
            if (only.empty() ? !table.type().allows("read", actor.role) : only != type) continue;
            FX_TRY(auto const found, network::find(engine, reader, actor, type, text_or(request, "q", ""), int(*limit)));
            write_found(json, table, found, {&actor, false});
        }
        return json.end_array().end_object().take();
    });
}

}  // namespace fx::app
