#include "catalog/kinds/support.hpp"

#include "base/assert.hpp"
#include "base/text.hpp"

#include <array>
#include <cmath>

namespace fx::catalog {
namespace {

constexpr std::int64_t exact_max = (std::int64_t(1) << 53) - 1;  // a browser holds every whole number up to here
constexpr std::array<double, 10> powers = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};

Problem not_a_number(Field const& field) {
    return field.digits == 0 ? wrong_type(field, "整数", "a whole number") : wrong_type(field, "数字", "a number");
}

}  // namespace

Problem refuse(ProblemKind kind, Field const& field, std::vector<Words> more) {
    more.insert(more.begin(), field.label);
    return Problem(kind, std::move(more));
}

Problem wrong_type(Field const& field, std::string zh, std::string en) {
    return refuse(ProblemKind::field_wrong_type, field, {Words(std::move(zh), std::move(en))});
}

Result<std::int64_t> scaled_number(boost::json::value const& json, Field const& field) {
    auto const power = powers[std::size_t(field.digits)];
    double value = 0;
    if (auto const* whole = json.if_int64()) {
        if (*whole > exact_max || *whole < -exact_max) return not_a_number(field);
        if (field.digits == 0) return *whole;
        value = double(*whole);
    } else if (auto const* real = json.if_double()) {
        value = *real;
    } else {
        return not_a_number(field);
    }
    double const scaled = std::nearbyint(value * power);
    if (!(std::abs(scaled) <= double(exact_max))) return not_a_number(field);
    // The nearest decimal with this many digits must be the number itself; the parser may be off by one unit in the last
    // place.
    if (std::abs(scaled / power - value) > std::abs(value) * 0x1.0p-51)
        return refuse(ProblemKind::field_too_many_digits, field, {std::to_string(field.digits)});
    return std::int64_t(scaled);
}

Result<std::int64_t> scaled_number_in(std::string_view text, Field const& field) {
    auto plain = half_width(text);
    if (!field.unit.empty() && plain.ends_with(field.unit))
        plain = std::string(trim(std::string_view(plain).substr(0, plain.size() - field.unit.size())));
    std::string_view rest = plain;
    bool const negative = rest.starts_with('-');
    if (negative || rest.starts_with('+')) rest.remove_prefix(1);
    std::int64_t value = 0;
    int digits = -1, seen = 0, beyond = 0;
    for (char const c : rest) {
        if (c == '.' && digits < 0) {
            digits = 0;
            continue;
        }
        if (c < '0' || c > '9' || value > exact_max / 10) return not_a_number(field);
        ++seen;
        if (digits == field.digits) {
            beyond += c != '0';
            continue;
        }
        value = value * 10 + (c - '0');
        if (digits >= 0) ++digits;
    }
    if (seen == 0) return not_a_number(field);
    if (beyond > 0) return refuse(ProblemKind::field_too_many_digits, field, {std::to_string(field.digits)});
    for (int i = std::max(digits, 0); i < field.digits; ++i) {
        value *= 10;
        if (value > exact_max) return not_a_number(field);
    }
    return negative ? -value : value;
}

std::string readable(std::int64_t value, Field const& field) {
    if (field.kind->name() == "date") return format(Date{std::int32_t(value)});
    if (field.kind->name() == "instant") return format(Instant{value});
    return decimal_text(value, field.digits);
}

Result<Value> in_range(std::int64_t value, Field const& field) {
    if ((!field.min || value >= *field.min) && (!field.max || value <= *field.max)) return Value(value);
    return refuse(ProblemKind::field_out_of_range, field,
                  {field.min ? readable(*field.min, field) : "…", field.max ? readable(*field.max, field) : "…"});
}

std::string half_width(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const c = static_cast<unsigned char>(text[i]);
        bool const wide = c == 0xef && i + 2 < text.size() && (text[i + 1] == '\xbc' || text[i + 1] == '\xbd');
        int const point =
            wide ? 0xff00 + (text[i + 1] == '\xbd' ? 0x40 : 0) + (static_cast<unsigned char>(text[i + 2]) & 0x3f) : 0;
        if (point >= 0xff01 && point <= 0xff5e) {
            out += char(point - 0xff01 + 0x21);
            i += 2;
        } else {
            out += char(c);
        }
    }
    return std::string(trim(out));
}

namespace {

bool is_control(char32_t point, bool lines) {
    if (point == '\n' || point == '\t' || point == 0x200c || point == 0x200d) return !lines;
    return point < 0x20 || (point >= 0x7f && point < 0xa0) || point == 0xad || (point >= 0x200b && point <= 0x200f) ||
           (point >= 0x202a && point <= 0x202e) || (point >= 0x2060 && point <= 0x2069) || point == 0xfeff;
}

}  // namespace

bool has_control_characters(std::string_view utf8, bool lines) {
    char32_t point = 0;
    for (std::size_t i = 0; i < utf8.size(); ++i) {
        auto const c = static_cast<unsigned char>(utf8[i]);
        bool const follows = (c & 0xc0) == 0x80;
        point = follows    ? (point << 6) | (c & 0x3fU)
                : c < 0x80 ? c
                : c < 0xe0 ? c & 0x1fU
                : c < 0xf0 ? c & 0x0fU
                           : c & 0x07U;
        bool const whole = i + 1 == utf8.size() || (static_cast<unsigned char>(utf8[i + 1]) & 0xc0) != 0x80;
        if (whole && is_control(point, lines)) return true;
    }
    return false;
}

void write_text(JsonWriter& json, Value const& value) {
    auto const* text = text_in(value);
    FX_ASSERT(text != nullptr);
    json.string(*text);
}

}  // namespace fx::catalog
