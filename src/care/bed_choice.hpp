#pragma once
/// Which free bed suits whom: the lightest level of care that is enough, then the nearest, then the ward with most room.

#include "base/id.hpp"
#include "base/place.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace fx::care {

/// WGS 84 degrees.
struct Point {
    double lon = 0, lat = 0;
};
/// A position as records hold it: {"lon":109.35,"lat":36.28,…}; nothing for an empty or damaged one.
std::optional<Point> point_in(std::string const& json);
/// Kilometres on a sphere of 6,371.0 km (mean radius, IUGG): haversine, as in Sinnott, Virtues of the Haversine, 1984.
double distance_km(Point from, Point to);

struct FreeBeds {
    Id ward;
    std::string facility, name;
    std::string care_level;  ///< code, lightest first
    std::int64_t free = 0;
    Place place;
    std::optional<Point> point;
};

struct BedProposal {
    FreeBeds beds;
    std::optional<double> km;  ///< from where the person is, when both positions are known
    int shared_level = 0;      ///< 1 province … 6 group: the lowest division that both lie in; 0 = none
};

/// Those with a free bed and enough care. The lightest level first; then whoever shares the lowest division with the home
/// (`path_of` gives the divisions of a place from the province down); within it those whose distance is known, nearest
/// first; then most free beds, then the id.
std::vector<BedProposal> propose_beds(std::string const& care_needed, Place home, std::optional<Point> at,
                                      std::vector<FreeBeds> const& wards,
                                      std::function<std::vector<Place>(Place)> const& path_of);

}  // namespace fx::care
