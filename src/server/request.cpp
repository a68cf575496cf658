#include "server/request.hpp"

#include "base/assert.hpp"

#include <algorithm>
#include <charconv>

namespace fx::server {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; }

}  // namespace

bool equals_ignoring_case(std::string_view a, std::string_view b) {
    return a.size() == b.size() &&
           std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view name(Method method) {
    switch (method) {
        case Method::get: return "GET";
        case Method::head: return "HEAD";
        case Method::post: return "POST";
        case Method::put: return "PUT";
        case Method::patch: return "PATCH";
        case Method::delete_: return "DELETE";
        case Method::options: return "OPTIONS";
        case Method::other: break;
    }
    return "other";
}

std::string_view Headers::find(std::string_view name) const {
    std::string_view const text = text_;
    for (auto const& field : fields_)
        if (equals_ignoring_case(text.substr(field.begin, field.name_size), name))
            return text.substr(field.begin + field.name_size, field.value_size);
    return {};
}

std::size_t Headers::count(std::string_view name) const {
    std::string_view const text = text_;
    return std::size_t(std::ranges::count_if(
        fields_, [&](Field const& field) { return equals_ignoring_case(text.substr(field.begin, field.name_size), name); }));
}

void Headers::add(std::string_view name, std::string_view value) {
    fields_.push_back({std::uint32_t(text_.size()), std::uint32_t(name.size()), std::uint32_t(value.size())});
    text_.append(name).append(value);
}

std::string const& Request::param(std::string_view name) const {
    auto const found = std::ranges::find(path_params, name, &Pairs::value_type::first);
    FX_ASSERT(found != path_params.end());
    return found->second;
}

std::optional<std::string_view> Request::query_value(std::string_view name) const {
    auto const found = std::ranges::find(query, name, &Pairs::value_type::first);
    if (found == query.end()) return {};
    return std::string_view(found->second);
}

Result<std::int64_t> Request::query_integer(std::string_view name, std::int64_t fallback, std::int64_t min,
                                            std::int64_t max) const {
    auto const text = query_value(name);
    if (!text) return fallback;
    std::int64_t value = 0;
    auto const [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
    if (error != std::errc{} || end != text->data() + text->size() || value < min || value > max) {
        auto const range = std::to_string(min) + ".." + std::to_string(max);
        return Problem(ProblemKind::invalid_parameter, {std::string(name), range}).at(std::string(name));
    }
    return value;
}

void Request::clear() {
    method = Method::other;
    path.clear();
    query_text.clear();
    path_params.clear();
    query.clear();
    headers.clear();
    body.clear();
    context.reset();
}

std::string request_id_text(std::uint64_t id) {
    std::string text(16, '0');
    for (std::size_t i = 0; i < 16; ++i) text[15 - i] = "0123456789abcdef"[(id >> (4 * i)) & 15];
    return text;
}

}  // namespace fx::server
