#pragma once
/// The web pages: a folder read into memory at start. A request can only name what is in the index, so no path leads
/// out of the folder.

#include "server/response.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace fx::server {

struct SiteOptions {
    /// Pages of the single-page applications: {prefix, file}. The longest prefix wins; a path whose last segment has a
    /// dot never falls back, so a missing script is a 404 and not a page.
    std::vector<std::pair<std::string, std::string>> fallbacks = {{"/", "index.html"}};
    std::string hashed_folder = "assets/";  ///< file names here carry a content hash: cached for a year, immutable
    std::size_t bytes_max = 128U << 20;     ///< of all files together; more is 400.13
    /// The pages' Content-Security-Policy. style-src allows inline because the component library sets styles.
    std::string content_security_policy =
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        "font-src 'self' data:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; object-src 'none'; "
        "base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    SiteOptions() = default;
};

class StaticSite {
public:
    /// Reads every regular file (no symbolic links, no names that start with a dot). `x.br` and `x.gz` beside `x` are
    /// sent instead of it to who accepts them. 400.13 when the folder cannot be read.
    static Result<StaticSite> load(std::filesystem::path const& folder, SiteOptions options = {});

    /// One file that no folder holds, under /`name`, compressed here.
    static StaticSite of(std::string name, std::string bytes);

    /// 200, 304 or nothing for a GET or HEAD of `request.path`. Reads Accept-Encoding and If-None-Match.
    std::optional<Response> find(Request const& request) const;
    std::size_t files() const { return files_.size(); }

private:
    struct Variant {
        std::shared_ptr<std::string const> bytes;
        std::string etag;
    };
    struct File {
        Variant plain, brotli, gzip;
        std::string content_type;
        bool immutable = false;
    };
    File const* lookup(std::string_view path) const;
    Result<void> read_folder(std::filesystem::path const& folder);
    void attach_compressed();

    SiteOptions options_;
    std::map<std::string, File, std::less<>> files_;  ///< by path without leading slash
};

}  // namespace fx::server
