#include "catalog/openapi.hpp"

#include "base/json_writer.hpp"
#include "catalog/schema.hpp"

#include <algorithm>
#include <map>

namespace fx::catalog {
namespace {

/// One method of one path.
struct Operation {
    std::string method;
    Label summary;
    std::string tag;
    std::vector<std::string> query;
    std::string body;    ///< JSON Schema of the request; empty = none
    std::string answer;  ///< JSON Schema of the 2xx answer
    int status = 200;
    bool open = false;                             ///< without signing in
    std::string body_type = {}, answer_type = {};  ///< media types; empty = JSON
};
using Paths = std::map<std::string, std::vector<Operation>>;

std::string reference_to(std::string_view schema) {
    return R"({"$ref":"#/components/schemas/)" + std::string(schema) + "\"}";
}

std::string list_of(std::string const& schema) {
    return R"({"type":"object","required":["items","next"],"properties":{"items":{"type":"array","items":)" + schema +
           R"(},"next":{"type":["string","null"]}}})";
}

/// `fields` may be left out by a move; a change names the fields it changes, null clears.
std::string change_body(bool fields_required) {
    return std::string(R"({"type":"object","required":["command","base_version")") +
           (fields_required ? R"(,"fields")" : "") +
           R"(],"properties":{"command":{"type":"string","format":"uuid"},"base_version":{"type":"integer","minimum":1},)"
           R"("stated_at":{"type":"string","format":"date-time"},"fields":{"type":"object"}}})";
}

std::string create_body(std::string const& type) {
    return R"({"type":"object","required":["id","fields"],"properties":{"id":{"type":"string","format":"uuid"},)"
           R"("stated_at":{"type":"string","format":"date-time"},"fields":)" +
           reference_to(type) + "}}";
}

void add_record_paths(Paths& paths, RecordType const& type) {
    auto const base = "/api/records/" + type.name;
    auto const& [zh, en] = type.label;
    auto const record = reference_to("record_of_" + type.name);
    auto const outcome = reference_to("outcome");
    paths[base].push_back({"get",
                           {"列出" + zh, "List: " + en},
                           type.name,
                           {"place", "where", "sort", "limit", "cursor", "q"},
                           "",
                           list_of(record),
                           200,
                           false});
    if (type.client_creates)
        paths[base].push_back(
            {"post", {"新建" + zh, "Create: " + en}, type.name, {}, create_body(type.name), outcome, 201, false});
    paths[base + "/{id}"].push_back({"get", {"读取" + zh, "Read: " + en}, type.name, {}, "", record, 200, false});
    paths[base + "/{id}"].push_back(
        {"patch", {"修改" + zh, "Change: " + en}, type.name, {}, change_body(true), outcome, 200, false});
    paths[base + "/{id}/history"].push_back(
        {"get", {zh + "的历史", "History: " + en}, type.name, {"cursor"}, "", list_of(R"({"type":"object"})"), 200, false});
    constexpr auto purpose =
        R"({"type":"object","required":["purpose"],"properties":{"purpose":{"type":"string","minLength":4,"maxLength":200}}})";
    bool const unmaskable = std::any_of(type.permissions.begin(), type.permissions.end(),
                                        [](auto const& each) { return each.action == "unmask"; });
    if (unmaskable)
        paths[base + "/{id}/unmask"].push_back({"post",
                                                {"查看" + zh + "的完整身份信息", "Show identity in full: " + en},
                                                type.name,
                                                {},
                                                purpose,
                                                record,
                                                200,
                                                false});
    for (auto const& each : type.transitions)
        paths[base + "/{id}/moves/" + each.name].push_back({"post",
                                                            {each.label.zh + "（" + zh + "）", each.label.en + ": " + en},
                                                            type.name,
                                                            {},
                                                            change_body(false),
                                                            outcome,
                                                            200,
                                                            false});
}

void write_parameters(JsonWriter& json, std::string_view path, std::vector<std::string> const& query) {
    json.key("parameters").begin_array();
    for (auto at = path.find('{'); at != path.npos; at = path.find('{', at + 1)) {
        auto const name = path.substr(at + 1, path.find('}', at) - at - 1);
        json.begin_object().key("name").string(name).key("in").string("path").key("required").boolean(true);
        json.key("schema").raw(R"({"type":"string"})").end_object();
    }
    for (auto const& name : query) {
        json.begin_object().key("name").string(name).key("in").string("query");
        json.key("schema").raw(R"({"type":"string"})").end_object();
    }
    json.end_array();
}

void write_content(JsonWriter& json, std::string const& schema, std::string const& type = {}) {
    json.key("content")
        .begin_object()
        .key(type.empty() ? "application/json" : type)
        .begin_object()
        .key("schema")
        .raw(type.empty() ? schema : "{}")
        .end_object()
        .end_object();
}

void write_operation(JsonWriter& json, std::string_view path, Operation const& operation) {
    json.key(operation.method).begin_object();
    json.key("summary").string(operation.summary.zh + " / " + operation.summary.en);
    json.key("tags").begin_array().string(operation.tag).end_array();
    write_parameters(json, path, operation.query);
    if (operation.open) json.key("security").begin_array().end_array();
    if (!operation.body.empty()) {
        json.key("requestBody").begin_object().key("required").boolean(true);
        write_content(json, operation.body, operation.body_type);
        json.end_object();
    }
    json.key("responses")
        .begin_object()
        .key(std::to_string(operation.status))
        .begin_object()
        .key("description")
        .string("成功 / done");
    write_content(json, operation.answer.empty() ? R"({"type":"object"})" : operation.answer, operation.answer_type);
    json.end_object().key("default").begin_object().key("description").string("问题 / problem");
    write_content(json, reference_to("problems"));
    json.end_object().end_object().end_object();
}

void write_shared_schemas(JsonWriter& json) {
    json.key("problem").raw(
        R"({"type":"object","required":["number","name","zh","en"],"properties":{"number":{"type":"string","examples":["422.22"]},)"
        R"("name":{"type":"string"},"field":{"type":"string"},"zh":{"type":"string"},"en":{"type":"string"}}})");
    json.key("problems")
        .raw(R"({"type":"object","properties":{"problem":{"$ref":"#/components/schemas/problem"},)"
             R"("problems":{"type":"array","items":{"$ref":"#/components/schemas/problem"}}}})");
    json.key("outcome").raw(
        R"({"type":"object","required":["id","version"],"properties":{"id":{"type":"string","format":"uuid"},"version":{"type":"integer"},)"
        R"("sequence":{"type":"integer"},"leaf":{"type":"string"},"head":{"type":"object"},"effects":{"type":"array","items":{"type":"object"}}}})");
}

void write_type_schemas(JsonWriter& json, RecordType const& type) {
    json.key(type.name);
    write_object_schema(json, type.fields);
    json.key("record_of_" + type.name).begin_object().key("type").string("object").key("properties").begin_object();
    json.key("id").raw(R"({"type":"string","format":"uuid"})").key("version").raw(R"({"type":"integer"})");
    json.key("place").raw(R"({"type":"string"})");
    if (!type.states.empty()) {
        json.key("state").begin_object().key("enum").begin_array();
        for (auto const& state : type.states) json.string(state);
        json.end_array().end_object();
    }
    json.key("fields").raw(reference_to(type.name)).end_object().end_object();
}

void write_info(JsonWriter& json, Catalogue const& catalogue) {
    json.key("openapi").string("3.1.0").key("info").begin_object().key("title").string("防线 Fangxian");
    json.key("version").string(catalogue.version().substr(0, 12));
    json.key("description")
        .string(
            "由填报目录生成。不安全的方法须带 X-CSRF-Token 或 Authorization: Bearer。 / Made from the catalogue. Unsafe "
            "methods need the header "
            "X-CSRF-Token, or Authorization: Bearer.");
    json.end_object();
    json.key("security").raw(R"([{"session":[]},{"token":[]}])");
}

}  // namespace

std::string write_openapi(Catalogue const& catalogue, std::span<Endpoint const> endpoints) {
    Paths paths;
    for (auto const& each : endpoints) {
        if (each.path.starts_with("/api/records/{type}")) continue;  // given type by type below
        std::string method = each.method;
        std::transform(method.begin(), method.end(), method.begin(),
                       [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
        auto const summary = each.summary.en.empty() ? Label{each.path, each.permission} : each.summary;
        paths[each.path].push_back({method, summary, "system", each.query, method == "get" ? "" : R"({"type":"object"})", "",
                                    200, each.permission.empty(), each.body_type, each.answer_type});
    }
    for (auto const* type : catalogue.types()) add_record_paths(paths, *type);

    JsonWriter json;
    json.begin_object();
    write_info(json, catalogue);
    json.key("tags").begin_array();
    for (auto const* type : catalogue.types())
        json.begin_object()
            .key("name")
            .string(type->name)
            .key("description")
            .string(type->label.zh + " / " + type->label.en)
            .end_object();
    json.end_array().key("paths").begin_object();
    for (auto const& [path, operations] : paths) {
        json.key(path).begin_object();
        for (auto const& operation : operations) write_operation(json, path, operation);
        json.end_object();
    }
    json.end_object().key("components").begin_object();
    json.key("securitySchemes")
        .raw(R"({"session":{"type":"apiKey","in":"cookie","name":"session"},"token":{"type":"http","scheme":"bearer"}})");
    json.key("schemas").begin_object();
    write_shared_schemas(json);
    for (auto const* type : catalogue.types()) write_type_schemas(json, *type);
    json.end_object().end_object().end_object();
    return json.take();
}

}  // namespace fx::catalog
