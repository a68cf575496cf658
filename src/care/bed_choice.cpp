#include "care/bed_choice.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <tuple>

namespace fx::care {

std::optional<Point> point_in(std::string const& json) {
    boost::system::error_code error;
    auto const value = boost::json::parse(json, error);
    auto const* object = error ? nullptr : value.if_object();
    if (object == nullptr) return {};
    auto const *lon = object->if_contains("lon"), *lat = object->if_contains("lat");
    if (lon == nullptr || lat == nullptr || !lon->is_number() || !lat->is_number()) return {};
    return Point{lon->to_number<double>(), lat->to_number<double>()};
}

double distance_km(Point from, Point to) {
    constexpr double radius_km = 6371.0;
    auto const radians = [](double degrees) { return degrees * std::numbers::pi / 180; };
    auto const square_of_half = [&](double degrees) { return std::pow(std::sin(radians(degrees) / 2), 2); };
    auto const h = square_of_half(to.lat - from.lat) +
                   std::cos(radians(from.lat)) * std::cos(radians(to.lat)) * square_of_half(to.lon - from.lon);
    return 2 * radius_km * std::asin(std::min(1.0, std::sqrt(h)));
}

std::vector<BedProposal> propose_beds(std::string const& care_needed, Place home, std::optional<Point> at,
                                      std::vector<FreeBeds> const& wards,
                                      std::function<std::vector<Place>(Place)> const& path_of) {
    auto const home_path = path_of(home);
    std::vector<BedProposal> out;
    for (auto const& one : wards) {
        if (one.free <= 0 || one.care_level < care_needed) continue;
        BedProposal proposal{one, {}, 0};
        if (at && one.point) proposal.km = distance_km(*at, *one.point);
        auto const path = path_of(one.place);
        auto const shared = std::min(path.size(), home_path.size());
        while (std::size_t(proposal.shared_level) < shared &&
               path[std::size_t(proposal.shared_level)] == home_path[std::size_t(proposal.shared_level)])
            ++proposal.shared_level;
        out.push_back(std::move(proposal));
    }
    std::ranges::sort(out, [](BedProposal const& a, BedProposal const& b) {
        auto const rank = [](BedProposal const& of) {
            return std::tuple(of.beds.care_level, -of.shared_level, of.km.value_or(std::numeric_limits<double>::max()),
                              -of.beds.free, of.beds.ward);
        };
        return rank(a) < rank(b);
    });
    return out;
}

}  // namespace fx::care
