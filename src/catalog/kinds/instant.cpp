#include "base/assert.hpp"
#include "catalog/kinds/list.hpp"
#include "catalog/kinds/support.hpp"

namespace fx::catalog {
namespace {

/// A point in time; on the wire RFC 3339 with its offset.
class InstantKind final : public Kind {
public:
    std::string_view name() const override { return "instant"; }
    Label label() const override { return {"时间", "date and time"}; }
    Storage storage() const override { return Storage::integer; }
    Compare compare() const override { return Compare::ordered; }
    std::span<std::string_view const> attributes() const override {
        static constexpr std::string_view takes[] = {"min", "max"};
        return takes;
    }

    Result<Value> parse(boost::json::value const& json, Field const& field) const override {
        auto const* string = json.if_string();
        if (string == nullptr) return expected(field);
        return from({string->data(), string->size()}, field);
    }

    /// Also "2020-02-03 08:30" and "2020/2/3 8:30:00", in China's civil time.
    Result<Value> parse_text(std::string_view text, Field const& field) const override {
        auto const plain = half_width(text);
        if (plain.empty()) return Value();
        if (auto const exact = parse_instant(plain); exact.has_value()) return in_range(exact->ms, field);
        auto const space = plain.find(' ');
        auto const day = date_kind().parse_text(plain.substr(0, space), field_without_range());
        if (day.has_error() || is_null(*day)) return expected(field);
        auto time = space == plain.npos ? std::string("00:00:00") : plain.substr(space + 1);
        if (time.find(':') == 1) time.insert(time.begin(), '0');
        if (time.size() == 5) time += ":00";
        return from(format(Date{std::int32_t(std::get<std::int64_t>(*day))}) + "T" + time + "+08:00", field);
    }

    void write(JsonWriter& json, Value const& value, Field const&) const override {
        auto const* ms = integer_in(value);
        FX_ASSERT(ms != nullptr);
        json.string(format(Instant{*ms}));
    }

    void write_schema(JsonWriter& json, Field const&) const override {
        json.begin_object().key("type").string("string").key("format").string("date-time").end_object();
    }

private:
    static Field const& field_without_range() {
        static Field const field = [] {
            Field made;
            made.kind = &date_kind();
            return made;
        }();
        return field;
    }
    static Problem expected(Field const& field) {
        return wrong_type(field, "带时区的时间，如 2020-02-03T08:30:00+08:00",
                          "a time with its offset such as 2020-02-03T08:30:00+08:00");
    }
    static Result<Value> from(std::string_view text, Field const& field) {
        auto const at = parse_instant(text);
        if (at.has_error()) return expected(field);
        return in_range(at->ms, field);
    }
};

}  // namespace

Kind const& instant_kind() {
    static InstantKind const kind{};
    return kind;
}

}  // namespace fx::catalog
