#include "server/static_site.hpp"

#include "base/text.hpp"
#include "server/content_coding.hpp"
#include "server/url.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>

namespace fx::server {
namespace {

namespace fs = std::filesystem;

std::string_view content_type_of(std::string_view path) {
    static constexpr std::pair<std::string_view, std::string_view> types[] = {
        {".html", "text/html; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".mjs", "text/javascript; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".json", "application/json"},
        {".geojson", "application/geo+json"},
        {".webmanifest", "application/manifest+json"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".jpg", "image/jpeg"},
        {".webp", "image/webp"},
        {".ico", "image/x-icon"},
        {".woff2", "font/woff2"},
        {".wasm", "application/wasm"},
        {".txt", "text/plain; charset=utf-8"},
        {".pdf", "application/pdf"},
    };
    for (auto const& [suffix, type] : types)
        if (path.ends_with(suffix)) return type;
    return "application/octet-stream";
}

/// Strong validator: BLAKE2b-128 of the bytes, so that equal content keeps its tag over a restart.
std::string etag_of(std::string_view bytes) {
    std::array<std::uint8_t, 16> hash{};
    crypto_generichash(hash.data(), hash.size(), reinterpret_cast<unsigned char const*>(bytes.data()), bytes.size(), nullptr,
                       0);
    return '"' + to_hex(hash) + '"';
}

Result<std::string> read_file(fs::path const& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream bytes;
    bytes << file.rdbuf();
    if (!file) return Problem(ProblemKind::invalid_usage, {"cannot read " + path.string()}).at("site");
    return std::move(bytes).str();
}

bool matches_etag(std::string_view if_none_match, std::string_view etag) {
    if (trim(if_none_match) == "*") return true;
    for (auto candidate : split(if_none_match, ',')) {
        candidate = trim(candidate);
        if (candidate.starts_with("W/")) candidate.remove_prefix(2);
        if (candidate == etag) return true;
    }
    return false;
}

}  // namespace

Result<StaticSite> StaticSite::load(fs::path const& folder, SiteOptions options) {
    StaticSite site;
    site.options_ = std::move(options);
    FX_CHECK(site.read_folder(folder));
    site.attach_compressed();
    std::ranges::sort(site.options_.fallbacks, [](auto const& a, auto const& b) { return a.first.size() > b.first.size(); });
    return site;
}

StaticSite StaticSite::of(std::string name, std::string bytes) {
    StaticSite site;
    auto packed = Response::json(bytes);
    compress(packed, "gzip");
    File file;
    file.content_type = content_type_of(name);
    file.plain = {std::make_shared<std::string const>(std::move(bytes)), ""};
    file.plain.etag = etag_of(*file.plain.bytes);
    if (packed.body.size() < file.plain.bytes->size()) {
        file.gzip = {std::make_shared<std::string const>(std::move(packed.body)), ""};
        file.gzip.etag = etag_of(*file.gzip.bytes);
    }
    site.files_.emplace(std::move(name), std::move(file));
    return site;
}

Result<void> StaticSite::read_folder(fs::path const& folder) {
    std::error_code error;
    std::size_t total = 0;
    auto entry = fs::recursive_directory_iterator(folder, error);
    for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
        if (entry->path().filename().string().starts_with('.')) {
            entry.disable_recursion_pending();
            continue;
        }
        if (entry->is_symlink(error) || !entry->is_regular_file(error)) continue;
        total += entry->file_size(error);
        if (total > options_.bytes_max)
            return Problem(ProblemKind::invalid_usage, {"more than " + std::to_string(options_.bytes_max) + " bytes"})
                .at("site");
        FX_TRY(auto bytes, read_file(entry->path()));
        auto const name = entry->path().lexically_relative(folder).generic_string();
        File file;
        file.plain.etag = etag_of(bytes);
        file.plain.bytes = std::make_shared<std::string const>(std::move(bytes));
        file.content_type = content_type_of(name);
        file.immutable = name.starts_with(options_.hashed_folder) || name.find("/" + options_.hashed_folder) != name.npos;
        files_.emplace(name, std::move(file));
    }
    if (error) return Problem(ProblemKind::invalid_usage, {folder.string() + ": " + error.message()}).at("site");
    return {};
}

void StaticSite::attach_compressed() {
    for (auto& [name, file] : files_) {
        if (auto const found = files_.find(name + ".br"); found != files_.end()) file.brotli = found->second.plain;
        if (auto const found = files_.find(name + ".gz"); found != files_.end()) file.gzip = found->second.plain;
    }
}

StaticSite::File const* StaticSite::lookup(std::string_view path) const {
    if (auto const found = files_.find(path); found != files_.end()) return &found->second;
    auto const last = path.substr(path.rfind('/') + 1);
    if (last.find('.') != last.npos) return nullptr;
    for (auto const& [prefix, page] : options_.fallbacks) {
        if (!path.starts_with(std::string_view(prefix).substr(1))) continue;
        auto const found = files_.find(page);
        return found == files_.end() ? nullptr : &found->second;
    }
    return nullptr;
}

std::optional<Response> StaticSite::find(Request const& request) const {
    if (request.method != Method::get && request.method != Method::head) return {};
    auto const path = percent_decode(request.path);
    if (path.has_error() || !path->starts_with('/')) return {};
    auto const* file = lookup(std::string_view(*path).substr(1));
    if (!file) return {};

    auto const accept = request.headers.find("Accept-Encoding");
    bool const brotli = file->brotli.bytes && accepts_encoding(accept, "br");
    bool const gzip = !brotli && file->gzip.bytes && accepts_encoding(accept, "gzip");
    auto const& variant = brotli ? file->brotli : gzip ? file->gzip : file->plain;

    Response response;
    response.content_type = file->content_type;
    response.headers.emplace_back("Cache-Control", file->immutable ? "public, max-age=31536000, immutable" : "no-cache");
    response.headers.emplace_back("Content-Security-Policy", options_.content_security_policy);
    response.headers.emplace_back("X-Frame-Options", "DENY");
    response.headers.emplace_back("Cross-Origin-Opener-Policy", "same-origin");
    response.headers.emplace_back("ETag", variant.etag);
    if (file->brotli.bytes || file->gzip.bytes) response.headers.emplace_back("Vary", "Accept-Encoding");
    if (matches_etag(request.headers.find("If-None-Match"), variant.etag)) {
        response.status = 304;
        return response;
    }
    if (brotli || gzip) response.headers.emplace_back("Content-Encoding", brotli ? "br" : "gzip");
    response.shared_body = variant.bytes;
    return response;
}

}  // namespace fx::server
