#include "server/url.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace fx::server {
namespace {

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

Problem broken_escape(std::string_view text) {
    auto shown = std::string(text.substr(0, 60));
    if (!is_utf8(shown)) shown = "?";
    return Problem(ProblemKind::invalid_parameter, {shown, "%XX"});
}

Result<std::string> decode(std::string_view text, bool plus_is_space) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c == '%') {
            int const high = i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
            int const low = i + 2 < text.size() ? hex_value(text[i + 2]) : -1;
            if (high < 0 || low < 0) return broken_escape(text);
            c = char(high * 16 + low);
            i += 2;
        } else if (c == '+' && plus_is_space) {
            c = ' ';
        }
        if (c == '\0') return broken_escape(text);
        out += c;
    }
    if (!is_utf8(out)) return Problem(ProblemKind::invalid_utf8);
    return out;
}

}  // namespace

Result<std::string> percent_decode(std::string_view text) { return decode(text, false); }

Result<Pairs> parse_query(std::string_view text) {
    Pairs pairs;
    while (!text.empty()) {
        auto const part = text.substr(0, text.find('&'));
        text.remove_prefix(std::min(text.size(), part.size() + 1));
        if (part.empty()) continue;
        if (pairs.size() == query_params_max)
            return Problem(ProblemKind::invalid_parameter, {"?", "> " + std::to_string(query_params_max)});
        auto const equals = std::min(part.find('='), part.size());
        FX_TRY(auto key, decode(part.substr(0, equals), true));
        FX_TRY(auto value, decode(part.substr(std::min(equals + 1, part.size())), true));
        pairs.emplace_back(std::move(key), std::move(value));
    }
    return pairs;
}

}  // namespace fx::server
