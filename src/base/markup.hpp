#pragma once
/// Text within XML and HTML.

#include <string>
#include <string_view>

namespace fx {

/// `text` as content or within double quotes (XML 1.0, 2.4 and 3.1).
inline std::string escaped_markup(std::string_view text) {
    std::string out;
    for (char const c : text) switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            default: out += c;
        }
    return out;
}

}  // namespace fx
