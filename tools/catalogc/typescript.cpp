#include "catalog/kind.hpp"
#include "emit.hpp"

namespace fx::catalogc {
namespace {

/// household_screening -> HouseholdScreening
std::string pascal(std::string_view name) {
    std::string out;
    bool up = true;
    for (char const c : name) {
        if (c != '_') out += up && c >= 'a' && c <= 'z' ? char(c - 32) : c;
        up = c == '_';
    }
    return out;
}

std::string type_of(catalog::Field const& field, std::string const& owner) {
    auto const kind = field.kind->name();
    if (kind == "code") return pascal(field.codes->name) + "Code";
    if (kind == "codes") return pascal(field.codes->name) + "Code[]";
    if (kind == "table") return owner + pascal(field.name) + "Row[]";
    if (kind == "boolean") return "boolean";
    if (kind == "geo_point") return "GeoPoint";
    if (kind == "integer" || kind == "decimal" || kind == "temperature") return "number";
    return "string";
}

std::string interface(std::string const& name, std::vector<catalog::Field> const& fields) {
    std::string rows, out = "\nexport interface " + name + " {\n";
    for (auto const& field : fields) {
        if (!field.columns.empty()) rows += interface(name + pascal(field.name) + "Row", field.columns);
        bool const always = field.required.is_always() && field.relevant.is_always();
        out += "  /** " + field.label.zh + " / " + field.label.en + " */\n";
        out += std::string("  ") + (field.derived ? "readonly " : "") + field.name + (always ? ": " : "?: ") +
               type_of(field, name) + ";\n";
    }
    return rows + out + "}\n";
}

/// The names of each type's settings, so that none is misspelled.
std::string settings(catalog::Catalogue const& catalogue) {
    std::string out = "\nexport interface TypeSettings {\n";
    for (auto const* type : catalogue.types()) {
        if (type->settings.empty()) continue;
        out += "  " + type->name + ":";
        for (auto const& each : type->settings) out += " | \"" + each.name + "\"";
        out += ";\n";
    }
    return out + "}\n";
}

}  // namespace

std::string typescript(catalog::Catalogue const& catalogue) {
    std::string out =
        "// Made by catalogc from catalog/.\n\nexport interface GeoPoint {\n  lon: number;\n  lat: number;\n  accuracy_m?: "
        "number;\n}\n";
    for (auto const* list : catalogue.code_lists()) {
        out += "\nexport type " + pascal(list->name) + "Code =";
        for (auto const& code : list->codes) out += " | \"" + code.code + "\"";
        out += ";\n";
    }
    std::string map = "\nexport interface RecordFields {\n";
    for (auto const* type : catalogue.types()) {
        out += interface(pascal(type->name), type->fields);
        map += "  " + type->name + ": " + pascal(type->name) + ";\n";
    }
    return out + map + "}\n\nexport type RecordTypeName = keyof RecordFields;\n" + settings(catalogue);
}

}  // namespace fx::catalogc
