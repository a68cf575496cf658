#include "base/assert.hpp"
#include "base/text.hpp"
#include "catalog/kinds/list.hpp"
#include "catalog/kinds/support.hpp"

#include <boost/json/object.hpp>

namespace fx::catalog {
namespace {

Field const& degrees() {
    static Field const field = [] {
        Field made;
        made.label = {"经纬度", "degrees"};
        made.kind = &decimal_kind();
        made.digits = 6;
        return made;
    }();
    return field;
}
constexpr std::int64_t degree = 1'000'000;
constexpr std::int64_t accuracy_max_m = 100'000;

/// A position in WGS 84 degrees with six digits (0.1 m), and how far off it may be in whole metres, when the device says.
/// On the wire {"lon":109.35,"lat":36.28,"accuracy_m":12}. The browser rounds before it sends.
class GeoPointKind final : public Kind {
public:
    std::string_view name() const override { return "geo_point"; }
    Label label() const override { return {"位置", "position"}; }
    Storage storage() const override { return Storage::text; }
    Compare compare() const override { return Compare::none; }

    Result<Value> parse(boost::json::value const& json, Field const& field) const override {
        auto const* object = json.if_object();
        if (object == nullptr || object->size() > 3) return expected(field);
        auto const* lon = object->if_contains("lon");
        auto const* lat = object->if_contains("lat");
        auto const* accuracy = object->if_contains("accuracy_m");
        if (lon == nullptr || lat == nullptr || (object->size() == 3 && accuracy == nullptr)) return expected(field);
        auto const x = scaled_number(*lon, degrees()), y = scaled_number(*lat, degrees());
        if (x.has_error() || y.has_error()) return expected(field);
        auto const* metres = accuracy == nullptr ? nullptr : accuracy->if_int64();
        if (accuracy != nullptr && metres == nullptr) return expected(field);
        return make(*x, *y, metres, field);
    }

    /// "109.35,36.28": longitude first.
    Result<Value> parse_text(std::string_view text, Field const& field) const override {
        auto const plain = half_width(text);
        if (plain.empty()) return Value();
        auto const parts = split(plain, ',');
        if (parts.size() != 2) return expected(field);
        auto const x = scaled_number_in(parts[0], degrees()), y = scaled_number_in(parts[1], degrees());
        if (x.has_error() || y.has_error()) return expected(field);
        return make(*x, *y, nullptr, field);
    }

    void write(JsonWriter& json, Value const& value, Field const&) const override {
        auto const* text = text_in(value);
        FX_ASSERT(text != nullptr);
        json.raw(*text);
    }

    void write_schema(JsonWriter& json, Field const&) const override {
        json.raw(
            R"({"type":"object","additionalProperties":false,"required":["lon","lat"],"properties":{)"
            R"("lon":{"type":"number","minimum":-180,"maximum":180},"lat":{"type":"number","minimum":-90,"maximum":90},)"
            R"("accuracy_m":{"type":"integer","minimum":0,"maximum":100000}}})");
    }

private:
    static Problem expected(Field const& field) {
        return wrong_type(field, "位置：经度、纬度（最多 6 位小数）和精度（整数米）",
                          "a position: lon and lat with at most 6 digits, and accuracy_m in whole metres");
    }
    static Result<Value> make(std::int64_t lon, std::int64_t lat, std::int64_t const* metres, Field const& field) {
        if (lon < -180 * degree || lon > 180 * degree || lat < -90 * degree || lat > 90 * degree) return expected(field);
        if (metres != nullptr && (*metres < 0 || *metres > accuracy_max_m)) return expected(field);
        JsonWriter json;
        json.begin_object().key("lon").decimal(lon, 6).key("lat").decimal(lat, 6);
        if (metres != nullptr) json.key("accuracy_m").integer(*metres);
        json.end_object();
        return Value(json.take());
    }
};

}  // namespace

Kind const& geo_point_kind() {
    static GeoPointKind const kind{};
    return kind;
}

}  // namespace fx::catalog
