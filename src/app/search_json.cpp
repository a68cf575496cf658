#include "app/search_json.hpp"

#include "network/find.hpp"
#include "records/present.hpp"

namespace fx::app {
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

Result<std::vector<std::string>> searched_types(records::Engine const& engine, records::Actor const& actor,
                                                std::string const& only) {
    if (!only.empty() && only != "person" && only != "household")
        return Problem(ProblemKind::invalid_parameter, {"type", "person, household"}).at("type");
    if (!only.empty()) return std::vector{only};
    std::vector<std::string> types;
    for (std::string const type : {"person", "household"})
        if (engine.table(type)->type().allows("read", actor.role)) types.push_back(type);
    return types;
}

Result<std::string> search_json(records::Engine const& engine, store::Reader& reader, records::Actor const& actor,
                                SearchQuery const& query) {
    FX_TRY(auto const types, searched_types(engine, actor, query.type));
    JsonWriter json;
    json.begin_object().key("groups").begin_array();
    for (auto const& type : types) {
        FX_TRY(auto const found, network::find(engine, reader, actor, type, query.line, query.limit));
        write_found(json, *engine.table(type), found, {&actor, false});
    }
    return json.end_array().end_object().take();
}

}  // namespace fx::app
