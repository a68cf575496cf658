#include "catalog/kinds/decimal.hpp"
#include "catalog/kinds/list.hpp"

namespace fx::catalog {
namespace {

/// Body temperature in °C with one digit. 34.0..42.0 unless the field says otherwise (screening forms of 2020).
class TemperatureKind final : public DecimalKind {
public:
    std::string_view name() const override { return "temperature"; }
    Label label() const override { return {"体温", "body temperature"}; }
    std::span<std::string_view const> attributes() const override {
        static constexpr std::string_view takes[] = {"min", "max"};
        return takes;
    }
    void prepare(Field& field) const override {
        field.digits = 1;
        field.unit = "°C";
        if (!field.min) field.min = 340;
        if (!field.max) field.max = 420;
    }
};

}  // namespace

Kind const& temperature_kind() {
    static TemperatureKind const kind{};
    return kind;
}

}  // namespace fx::catalog
