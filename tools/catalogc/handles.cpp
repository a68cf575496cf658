#include "catalog/kind.hpp"
#include "emit.hpp"

#include <algorithm>
#include <set>

namespace fx::catalogc {
namespace {

constexpr std::string_view keywords[] = {
    "and",      "auto",   "bool",    "case",   "char",     "class",  "default", "delete", "do",     "double", "else",
    "enum",     "export", "false",   "float",  "for",      "if",     "in",      "int",    "long",   "new",    "not",
    "operator", "or",     "private", "public", "register", "return", "short",   "signed", "static", "struct", "switch",
    "this",     "true",   "type",    "union",  "unsigned", "using",  "void",    "while"};

std::string identifier(std::string_view words) {
    std::string out;
    for (char const c : words) {
        bool const letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (letter)
            out += c >= 'A' && c <= 'Z' ? char(c + 32) : c;
        else if (!out.empty() && out.back() != '_')
            out += '_';
    }
    while (out.ends_with('_')) out.pop_back();
    bool const taken = std::ranges::find(keywords, out) != std::end(keywords);
    return out.empty() || (out[0] >= '0' && out[0] <= '9') || taken ? "_" + out : out;
}

std::string constant(std::string_view name, std::string_view text) {
    return "inline constexpr std::string_view " + identifier(name) + " = \"" + std::string(text) + "\";\n";
}

std::string field_handles(std::vector<catalog::Field> const& fields) {
    std::string out;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        auto const& field = fields[i];
        out += "inline constexpr FieldHandle<KindTag::" + std::string(field.kind->name()) + ", " + std::to_string(i) + "> " +
               field.name + "{\"" + field.name + "\"};\n";
        if (!field.columns.empty())
            out += "namespace " + field.name +
                   "_row {\ninline constexpr std::size_t columns = " + std::to_string(field.columns.size()) + ";\n" +
                   field_handles(field.columns) + "}\n";
    }
    return out;
}

std::string type_handles(catalog::RecordType const& type) {
    std::string out = "\nnamespace fx::handles::" + type.name + " {\n";
    out += "inline constexpr std::string_view record_type = \"" + type.name + "\";\n";
    out += "inline constexpr std::size_t fields = " + std::to_string(type.fields.size()) + ";\n";
    out += field_handles(type.fields);
    if (!type.states.empty()) {
        out += "namespace states {\n";
        for (auto const& state : type.states) out += constant(state, state);
        out += "}\nnamespace moves {\n";
        for (auto const& each : type.transitions) out += constant(each.name, each.name);
        out += "}\n";
    }
    if (!type.obligations.empty()) out += "namespace obligations {\n";
    for (auto const& rule : type.obligations) out += constant(rule.name, rule.name);
    if (!type.obligations.empty()) out += "}\n";
    if (!type.settings.empty()) out += "namespace settings {\n";
    for (std::size_t i = 0; i < type.settings.size(); ++i)
        out += "inline constexpr SettingHandle " + identifier(type.settings[i].name) + "{record_type, " + std::to_string(i) +
               "};\n";
    if (!type.settings.empty()) out += "}\n";
    return out + "}\n";
}

std::string code_constants(catalog::CodeList const& list) {
    std::string out = "\nnamespace fx::codes::" + list.name + " {\n";
    std::set<std::string> used;
    for (auto const& code : list.codes) {
        auto name = identifier(code.label.en);
        if (!used.insert(name).second) name += "_" + identifier(code.code);
        out += "inline constexpr std::string_view " + name + " = \"" + code.code + "\";\n";
    }
    return out + "}\n";
}

}  // namespace

std::string handles(catalog::Catalogue const& catalogue) {
    std::string out =
        "#pragma once\n// Made by catalogc from catalog/. A name that is gone from the catalogue is gone from here.\n\n"
        "#include \"catalog/handle.hpp\"\n";
    for (auto const* type : catalogue.types()) out += type_handles(*type);
    for (auto const* list : catalogue.code_lists()) out += code_constants(*list);
    return out;
}

}  // namespace fx::catalogc
