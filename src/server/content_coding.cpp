#include "server/content_coding.hpp"

#include "base/assert.hpp"
#include "base/text.hpp"

#include <zlib.h>

#include <algorithm>

namespace fx::server {
namespace {

constexpr std::size_t worth_it = 2'048;
constexpr int level = 4;              ///< of 9: half the time of 6 for some 3 % more bytes of our JSON
constexpr int gzip_window = 15 + 16;  ///< zlib: 32 KB window, gzip's own header

bool is_text(Response const& response) {
    return response.content_type.empty() || response.content_type.starts_with("application/json") ||
           response.content_type.starts_with("text/");
}

bool has_coding(Response const& response) {
    return std::ranges::any_of(response.headers, [](auto const& field) { return field.first == "Content-Encoding"; });
}

Problem unreadable() { return Problem(ProblemKind::invalid_parameter, {"Content-Encoding", "gzip"}).at("Content-Encoding"); }

}  // namespace

bool accepts_encoding(std::string_view accept_encoding, std::string_view coding) {
    for (auto const item : split(accept_encoding, ',')) {
        auto const parts = split(item, ';');
        if (!equals_ignoring_case(trim(parts[0]), coding)) continue;
        for (std::size_t i = 1; i < parts.size(); ++i) {
            auto const parameter = trim(parts[i]);
            bool const refused = parameter.starts_with("q=0") && parameter.find_first_not_of("0.", 2) == parameter.npos;
            if (refused) return false;
        }
        return true;
    }
    return false;
}

void compress(Response& response, std::string_view accept_encoding) {
    auto const content = response.content();
    if (content.size() < worth_it || response.events || !is_text(response) || has_coding(response)) return;
    response.headers.emplace_back("Vary", "Accept-Encoding");
    if (!accepts_encoding(accept_encoding, "gzip")) return;
    z_stream stream{};
    if (deflateInit2(&stream, level, Z_DEFLATED, gzip_window, 8, Z_DEFAULT_STRATEGY) != Z_OK) return;
    std::string out(deflateBound(&stream, content.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
    stream.avail_in = uInt(content.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = uInt(out.size());
    int const code = deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    if (code != Z_STREAM_END) return;
    response.shared_body.reset();
    response.body = std::move(out);
    response.headers.emplace_back("Content-Encoding", "gzip");
}

Result<std::string> decoded(std::string_view body, std::string_view coding, std::size_t bytes_max) {
    if (!equals_ignoring_case(trim(coding), "gzip")) return unreadable();
    z_stream stream{};
    bool const begun = inflateInit2(&stream, gzip_window) == Z_OK;
    FX_ASSERT(begun);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(body.data()));
    stream.avail_in = uInt(body.size());
    std::string out;
    int code = Z_OK;
    while (code == Z_OK && out.size() <= bytes_max) {
        auto const before = out.size();
        out.resize(std::min(bytes_max + 1, std::max<std::size_t>(before * 2, body.size() * 4 + 1'024)));
        stream.next_out = reinterpret_cast<Bytef*>(out.data() + before);
        stream.avail_out = uInt(out.size() - before);
        code = inflate(&stream, Z_NO_FLUSH);
        out.resize(out.size() - stream.avail_out);
    }
    bool const whole = code == Z_STREAM_END && stream.avail_in == 0;
    inflateEnd(&stream);
    if (out.size() > bytes_max) return Problem(ProblemKind::body_too_large, {std::to_string(bytes_max)});
    if (!whole) return unreadable();
    return out;
}

}  // namespace fx::server
