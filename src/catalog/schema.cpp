#include "catalog/schema.hpp"

#include "catalog/kind.hpp"

namespace fx::catalog {
namespace {

std::string described(Field const& field) {
    auto out = field.label.zh + " / " + field.label.en;
    if (!field.hint.en.empty()) out += ". " + field.hint.en;
    return out;
}

void write_members_schema(JsonWriter& json, std::span<Field const> fields) {
    json.key("type").string("object").key("additionalProperties").boolean(false).key("properties").begin_object();
    for (auto const& field : fields) {
        json.key(field.name).begin_object().key("description").string(described(field));
        if (field.derived) json.key("readOnly").boolean(true);
        json.key("x-privacy").string(privacy_name(field.privacy)).key("allOf").begin_array();
        field.kind->write_schema(json, field);
        json.end_array().end_object();
    }
    json.end_object();
    json.key("required").begin_array();
    for (auto const& field : fields)
        if (field.relevant.is_always() && field.required.is_always() && !field.derived) json.string(field.name);
    json.end_array();
}

}  // namespace

void write_object_schema(JsonWriter& json, std::span<Field const> fields) {
    json.begin_object();
    write_members_schema(json, fields);
    json.end_object();
}

std::string type_schema(RecordType const& type) {
    JsonWriter json;
    json.begin_object().key("$schema").string("https://json-schema.org/draft/2020-12/schema");
    json.key("title").string(type.label.zh + " / " + type.label.en);
    write_members_schema(json, type.fields);
    json.end_object();
    return json.take();
}

}  // namespace fx::catalog
