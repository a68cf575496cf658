#include "emit.hpp"

#include "base/json_writer.hpp"

namespace fx::catalogc {

/// The texts a form shows before the server is asked: those of the catalogue, 422.21 to 422.39.
std::string problems() {
    JsonWriter json;
    json.begin_object();
    auto const add = [&](std::string_view name, int status, int number, std::string_view zh, std::string_view en) {
        if (number < 21 || number > 39) return;
        json.key(name).begin_object().key("number").string(std::to_string(status) + "." + std::to_string(number));
        json.key("zh").string(zh).key("en").string(en).end_object();
    };
#define FX_PROBLEM(name, status, number, zh, en) add(#name, status, number, zh, en);
#include "base/problems.def"
#undef FX_PROBLEM
    json.end_object();
    return "// Made by catalogc from src/base/problems.def.\n\nexport const problemTexts = " + json.take() + " as const;\n";
}

}  // namespace fx::catalogc
