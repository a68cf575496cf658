#include "base/json_writer.hpp"

#include "base/assert.hpp"

#include <fmt/format.h>

#include <cmath>

namespace fx {

void JsonWriter::value_starts() {
    if (comma_) out_ += ',';
    comma_ = true;
}

JsonWriter& JsonWriter::begin_object() {
    value_starts();
    out_ += '{';
    comma_ = false;
    return *this;
}

JsonWriter& JsonWriter::end_object() {
    out_ += '}';
    comma_ = true;
    return *this;
}

JsonWriter& JsonWriter::begin_array() {
    value_starts();
    out_ += '[';
    comma_ = false;
    return *this;
}

JsonWriter& JsonWriter::end_array() {
    out_ += ']';
    comma_ = true;
    return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
    string(name);
    out_ += ':';
    comma_ = false;
    return *this;
}

JsonWriter& JsonWriter::string(std::string_view text) {
    value_starts();
    out_ += '"';
    std::size_t from = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const c = static_cast<unsigned char>(text[i]);
        if (c >= 0x20 && c != '"' && c != '\\') continue;
        out_.append(text, from, i - from);
        from = i + 1;
        switch (c) {
            case '"': out_ += "\\\""; break;
            case '\\': out_ += "\\\\"; break;
            case '\n': out_ += "\\n"; break;
            case '\r': out_ += "\\r"; break;
            case '\t': out_ += "\\t"; break;
            default: out_ += fmt::format("\\u{:04x}", int(c));
        }
    }
    out_.append(text, from);
    out_ += '"';
    return *this;
}

JsonWriter& JsonWriter::integer(std::int64_t value) {
    value_starts();
    fmt::format_int const text(value);
    out_.append(text.data(), text.size());
    return *this;
}

JsonWriter& JsonWriter::decimal(std::int64_t scaled, int digits) {
    value_starts();
    out_ += decimal_text(scaled, digits);
    return *this;
}

JsonWriter& JsonWriter::number(double value) {
    if (!std::isfinite(value)) return null();
    value_starts();
    fmt::format_to(std::back_inserter(out_), "{}", value);
    return *this;
}

JsonWriter& JsonWriter::boolean(bool value) { return raw(value ? "true" : "false"); }
JsonWriter& JsonWriter::null() { return raw("null"); }

JsonWriter& JsonWriter::raw(std::string_view json) {
    value_starts();
    out_ += json;
    return *this;
}

std::string decimal_text(std::int64_t scaled, int digits) {
    FX_ASSERT(digits >= 0 && digits <= 9);
    if (digits == 0) return std::to_string(scaled);
    bool const negative = scaled < 0;
    auto magnitude = negative ? 0 - static_cast<std::uint64_t>(scaled) : static_cast<std::uint64_t>(scaled);
    auto text = fmt::format("{:0{}}", magnitude, digits + 1);
    text.insert(text.size() - std::size_t(digits), 1, '.');
    return negative ? "-" + text : text;
}

}  // namespace fx
