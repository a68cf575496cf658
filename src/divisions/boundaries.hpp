#pragma once
/// Boundaries of divisions in GeoJSON (RFC 7946), as a site supplies them for its map.

#include "base/place.hpp"

#include <cstddef>
#include <string_view>
#include <vector>

namespace fx {

inline constexpr std::size_t boundaries_bytes_max = 16U << 20;

/// The divisions drawn by a FeatureCollection, in the order of its features. It holds 1 to 20,000 features, each a Polygon
/// or MultiPolygon in degrees (longitude -180..180, latitude -90..90), rings closed, with the code of its division (2, 4, 6,
/// 9, 12 or 15 digits, text or number) in properties.code, or else properties.adcode; no division twice. Codes the site does
/// not know are no mistake: neighbours may be drawn. The first fault is 422.26, naming the feature.
Result<std::vector<Place>> read_boundaries(std::string_view geojson);

}  // namespace fx
