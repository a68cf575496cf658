#include "divisions/boundaries.hpp"

#include <boost/json.hpp>

#include <cmath>
#include <optional>
#include <set>
#include <string>

namespace fx {
namespace {

namespace json = boost::json;

constexpr std::size_t features_max = 20'000, depth_max = 32;

/// What is wrong.
using Fault = Words;
using Check = std::optional<Fault>;

Problem invalid(Fault const& where, Fault const& what) {
    return Problem(ProblemKind::field_constraint, {where, what}).at("map.geojson");
}
Fault const whole_file{"边界文件", "boundary file"};

struct Position {
    double longitude = 0, latitude = 0;
    bool operator==(Position const&) const = default;
};

std::optional<Position> position_of(json::value const& value) {
    auto const* numbers = value.if_array();
    if (numbers == nullptr || numbers->size() < 2) return {};
    boost::system::error_code error;
    Position position;
    position.longitude = numbers->at(0).to_number<double>(error);
    if (!error) position.latitude = numbers->at(1).to_number<double>(error);
    bool const on_earth = std::abs(position.longitude) <= 180 && std::abs(position.latitude) <= 90;
    if (error || !on_earth) return {};
    return position;
}

Check ring_fault(json::value const& value) {
    auto const* ring = value.if_array();
    if (ring == nullptr || ring->size() < 4) return Fault{"一个环少于四个坐标点", "a ring has fewer than four positions"};
    for (auto const& one : *ring)
        if (!position_of(one))
            return Fault{"坐标不是 [经度, 纬度]（经度 -180 至 180，纬度 -90 至 90；投影坐标须先转为经纬度）",
                         "a position is not [longitude, latitude] (-180 to 180, -90 to 90; projected coordinates must be "
                         "turned into degrees)"};
    if (position_of(ring->front()) != position_of(ring->back()))
        return Fault{"环没有闭合，首尾坐标须相同", "a ring is not closed: its first and last position must be the same"};
    return {};
}

Check polygon_fault(json::value const& value) {
    auto const* rings = value.if_array();
    if (rings == nullptr || rings->empty()) return Fault{"没有坐标", "it has no coordinates"};
    for (auto const& ring : *rings)
        if (auto fault = ring_fault(ring)) return fault;
    return {};
}

json::value const* member(json::value const* from, std::string_view name) {
    auto const* object = from == nullptr ? nullptr : from->if_object();
    return object == nullptr ? nullptr : object->if_contains(name);
}

bool is_text(json::value const* value, std::string_view text) {
    return value != nullptr && value->is_string() && std::string_view(value->get_string()) == text;
}

Check geometry_fault(json::value const* geometry) {
    auto const* type = member(geometry, "type");
    auto const* coordinates = member(geometry, "coordinates");
    bool const polygon = is_text(type, "Polygon"), several = is_text(type, "MultiPolygon");
    if (!polygon && !several)
        return Fault{"几何类型须为 Polygon 或 MultiPolygon", "its geometry is no Polygon or MultiPolygon"};
    if (coordinates == nullptr || !coordinates->is_array() || coordinates->get_array().empty())
        return Fault{"没有坐标", "it has no coordinates"};
    if (polygon) return polygon_fault(*coordinates);
    for (auto const& one : coordinates->get_array())
        if (auto fault = polygon_fault(one)) return fault;
    return {};
}

/// The code as written: "610627101201", 610627.
std::string code_text(json::value const& feature) {
    auto const* properties = member(&feature, "properties");
    auto const* code = member(properties, "code");
    if (code == nullptr) code = member(properties, "adcode");
    if (code == nullptr) return {};
    if (code->is_string()) return std::string(code->get_string().subview(0, 20));
    boost::system::error_code error;
    auto const number = code->to_number<std::int64_t>(error);
    return error ? std::string() : std::to_string(number);
}

Result<Place> read_feature(json::value const& feature, std::size_t number, std::set<Place>& seen) {
    auto const code = code_text(feature);
    auto const n = std::to_string(number);
    Fault const where{"边界文件第 " + n + " 个要素" + (code.empty() ? "" : "（代码 " + code + "）"),
                      "boundary file, feature " + n + (code.empty() ? "" : " (code " + code + ")")};
    if (!is_text(member(&feature, "type"), "Feature"))
        return invalid(where, {"类型不是 Feature", "its type is not Feature"});
    if (code.empty())
        return invalid(where,
                       {"缺少区划代码，请写在 properties.code 中", "it has no division code; write it as properties.code"});
    auto const place = parse_place(code);
    if (!place) return invalid(where, {"区划代码须为 6、9、12 或 15 位数字", "a division code has 6, 9, 12 or 15 digits"});
    if (auto const fault = geometry_fault(member(&feature, "geometry"))) return invalid(where, *fault);
    if (!seen.insert(*place).second)
        return invalid(
            where, {"该代码已出现过，请合并为一个 MultiPolygon", "the code is there twice; join them in one MultiPolygon"});
    return *place;
}

}  // namespace

Result<std::vector<Place>> read_boundaries(std::string_view geojson) {
    if (geojson.size() > boundaries_bytes_max)
        return invalid(whole_file, {"超过 16 MB，请先简化边界（如 mapshaper -simplify 10%）",
                                    "it is larger than 16 MB; simplify the boundaries (mapshaper -simplify 10%, say)"});
    json::monotonic_resource memory;
    json::parse_options options;
    options.max_depth = depth_max;
    boost::system::error_code error;
    auto const whole = json::parse(geojson, error, &memory, options);
    if (error)
        return invalid(whole_file,
                       {"不是有效的 JSON（" + error.message() + "）", "it is not valid JSON (" + error.message() + ")"});
    auto const* features = member(&whole, "features");
    if (!is_text(member(&whole, "type"), "FeatureCollection") || features == nullptr || !features->is_array())
        return invalid(whole_file, {"不是 GeoJSON 的 FeatureCollection", "it is no GeoJSON FeatureCollection"});
    auto const count = features->get_array().size();
    if (count == 0 || count > features_max)
        return invalid(whole_file, {"要素应有 1 至 20000 个，现有 " + std::to_string(count) + " 个",
                                    "it must hold 1 to 20,000 features and holds " + std::to_string(count)});
    std::set<Place> seen;
    std::vector<Place> places;
    places.reserve(count);
    for (auto const& feature : features->get_array()) {
        FX_TRY(auto const place, read_feature(feature, places.size() + 1, seen));
        places.push_back(place);
    }
    return places;
}

}  // namespace fx
