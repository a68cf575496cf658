#include "emit.hpp"

namespace fx::catalogc {

std::string embedded(std::vector<catalog::Source> const& sources) {
    constexpr std::size_t piece = 8000;  // compilers take string literals of 64 kB; the standard promises less
    std::string out =
        "// Made by catalogc from catalog/.\n#include \"catalog/catalogue.hpp\"\n\nnamespace fx::catalog {\n\n"
        "std::vector<Source> embedded_sources() {\n    return {\n";
    for (auto const& source : sources) {
        out += "        {\"" + source.file + "\", std::string()";
        for (std::size_t at = 0, end = 0; at < source.text.size(); at = end) {
            end = source.text.find('\n', at + piece);  // a literal ends with a line: no character is cut
            end = end == source.text.npos ? source.text.size() : end + 1;
            out += " + std::string(R\"~~~(" + source.text.substr(at, end - at) + ")~~~\")";
        }
        out += "},\n";
    }
    return out + "    };\n}\n\n}  // namespace fx::catalog\n";
}

}  // namespace fx::catalogc
