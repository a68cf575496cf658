#pragma once
/// The map a site supplies: DATA/map.geojson, checked before it is given out. Read again when the file changes, so that it
/// can be put in or mended while the site serves.

#include "base/place.hpp"
#include "server/static_site.hpp"

#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace fx::app {

/// The divisions a boundary file draws. 404.5 when there is none, 422.26 naming what is at fault.
struct MapFile {
    std::string bytes;
    std::vector<Place> places;
};
Result<MapFile> read_map(std::filesystem::path const& file);

/// Thread-safe.
class SiteMap {
public:
    explicit SiteMap(std::filesystem::path file) : file_(std::move(file)) {}

    /// The file as a page under /map.geojson. The problems of read_map.
    Result<std::shared_ptr<server::StaticSite const>> page();

private:
    struct Stamp {
        std::filesystem::file_time_type written;
        std::uintmax_t bytes = 0;
        bool operator==(Stamp const&) const = default;
    };
    std::optional<Stamp> stamp() const;

    std::filesystem::path const file_;
    std::mutex mutex_;
    std::optional<Stamp> read_;  ///< of the file that `page_` or `fault_` is about
    std::shared_ptr<server::StaticSite const> page_;
    Problem fault_;
};

}  // namespace fx::app
