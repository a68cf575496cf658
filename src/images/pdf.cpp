#include "images/pdf.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace fx::images {
namespace {

/// ISO 32000-1: 7.6 encryption, 12.6.4 actions, 7.11.4 embedded files, 12.7.8 XFA, 13.6 rich media. Every action that runs
/// a script says /JavaScript or /Rendition; the two letters of /JS would be met by chance in one scan of fifty.
constexpr std::array<std::string_view, 12> refused{"Encrypt",      "JavaScript",    "Rendition",  "Launch",
                                                   "EmbeddedFile", "EmbeddedFiles", "ImportData", "SubmitForm",
                                                   "GoToR",        "GoToE",         "XFA",        "RichMedia"};
constexpr std::size_t name_max = 32;  // longer than any refused
constexpr std::size_t tail = 1024;    // where readers look for the end

bool ends_name(char c) { return std::string_view("()<>[]{}/% \t\r\n\f").find(c) != std::string_view::npos || c == '\0'; }

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/// The name that begins at `bytes`, unescaped, at most `name_max` characters of it.
std::string name_at(std::string_view bytes) {
    std::string name;
    for (std::size_t at = 0; at < bytes.size() && name.size() < name_max && !ends_name(bytes[at]); ++at) {
        bool const escaped =
            bytes[at] == '#' && at + 2 < bytes.size() && hex_digit(bytes[at + 1]) >= 0 && hex_digit(bytes[at + 2]) >= 0;
        name += escaped ? char(hex_digit(bytes[at + 1]) * 16 + hex_digit(bytes[at + 2])) : bytes[at];
        at += escaped ? 2 : 0;
    }
    return name;
}

}  // namespace

bool is_pdf(std::string_view bytes) { return bytes.starts_with("%PDF-1.") || bytes.starts_with("%PDF-2."); }

Result<void> check_pdf(std::string_view bytes) {
    auto const end = bytes.size() > tail ? bytes.substr(bytes.size() - tail) : bytes;
    if (!is_pdf(bytes) || end.find("startxref") == end.npos || end.rfind("%%EOF") == end.npos)
        return Problem(ProblemKind::document_damaged);
    for (auto at = bytes.find('/'); at != bytes.npos; at = bytes.find('/', at + 1)) {
        auto const name = name_at(bytes.substr(at + 1));
        if (std::ranges::find(refused, name) != refused.end()) return Problem(ProblemKind::document_active, {name});
    }
    return {};
}

}  // namespace fx::images
