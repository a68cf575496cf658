#include "base/assert.hpp"
#include "catalog/kinds/list.hpp"
#include "catalog/kinds/support.hpp"

namespace fx::catalog {
namespace {

/// A node of the tree: a division (12 digits; shorter codes are padded), and for `place` also a group (15 digits).
/// Whether it exists is the network's to say.
class PlaceKind final : public Kind {
public:
    explicit constexpr PlaceKind(bool groups) : groups_(groups) {}
    std::string_view name() const override { return groups_ ? "place" : "division"; }
    Label label() const override {
        return groups_ ? Label{"区划或网格", "division or group"} : Label{"行政区划", "division"};
    }
    Storage storage() const override { return Storage::integer; }

    Result<Value> parse(boost::json::value const& json, Field const& field) const override {
        auto const* string = json.if_string();
        if (string == nullptr) return expected(field);
        return from({string->data(), string->size()}, field);
    }

    Result<Value> parse_text(std::string_view text, Field const& field) const override {
        auto const plain = half_width(text);
        if (plain.empty()) return Value();
        return from(plain, field);
    }

    void write(JsonWriter& json, Value const& value, Field const&) const override {
        auto const* place = integer_in(value);
        FX_ASSERT(place != nullptr);
        json.string(format(Place{*place}));
    }

    void write_schema(JsonWriter& json, Field const&) const override {
        json.begin_object().key("type").string("string").key("pattern");
        json.string(groups_ ? "^[1-9][0-9]{11}([0-9]{3})?$" : "^[1-9][0-9]{11}$").end_object();
    }

private:
    Problem expected(Field const& field) const {
        return groups_ ? wrong_type(field, "12 位区划代码或 15 位网格代码",
                                    "a division code of 12 digits or a group code of 15 digits")
                       : wrong_type(field, "12 位区划代码", "a division code of 12 digits");
    }
    Result<Value> from(std::string_view text, Field const& field) const {
        auto const place = parse_place(text);
        if (place.has_error() || (!groups_ && place->group_number() != 0)) return expected(field);
        return Value(place->value);
    }
    bool groups_;
};

PlaceKind const divisions_only(false), any_node(true);

}  // namespace

Kind const& division_kind() { return divisions_only; }
Kind const& place_kind() { return any_node; }

}  // namespace fx::catalog
