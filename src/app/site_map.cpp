#include "app/site_map.hpp"

#include "divisions/boundaries.hpp"

#include <algorithm>
#include <fstream>

namespace fx::app {

namespace fs = std::filesystem;

Result<MapFile> read_map(fs::path const& file) {
    std::error_code error;
    auto const size = fs::file_size(file, error);
    if (error) return Problem(ProblemKind::not_found, {"map.geojson"}).at("map.geojson");
    // One byte more than allowed is enough to be refused as too large.
    MapFile map{std::string(std::size_t(std::min<std::uintmax_t>(size, boundaries_bytes_max + 1)), '\0'), {}};
    std::ifstream in(file, std::ios::binary);
    if (!in.read(map.bytes.data(), std::streamsize(map.bytes.size())))
        return Problem(ProblemKind::file_unreadable, {file.string()}).at("map.geojson");
    FX_TRY(map.places, read_boundaries(map.bytes));
    return map;
}

std::optional<SiteMap::Stamp> SiteMap::stamp() const {
    std::error_code error;
    Stamp found;
    found.written = fs::last_write_time(file_, error);
    if (!error) found.bytes = fs::file_size(file_, error);
    if (error) return {};
    return found;
}

Result<std::shared_ptr<server::StaticSite const>> SiteMap::page() {
    std::lock_guard const lock(mutex_);
    auto const now = stamp();
    if (!now) return Problem(ProblemKind::not_found, {"map.geojson"}).at("map.geojson");
    if (now != read_) {
        page_.reset();
        auto map = read_map(file_);
        if (map.has_error())
            fault_ = map.error();
        else
            page_ = std::make_shared<server::StaticSite const>(server::StaticSite::of("map.geojson", std::move(map->bytes)));
        read_ = now;
    }
    if (!page_) return fault_;
    return page_;
}

}  // namespace fx::app
