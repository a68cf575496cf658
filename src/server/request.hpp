#pragma once
/// One HTTP request as a handler sees it: parsed, size-limited, its query and path parameters decoded.

#include "base/result.hpp"

#include <any>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fx::server {

enum class Method : std::uint8_t { get, head, post, put, patch, delete_, options, other };

std::string_view name(Method);
/// GET, HEAD and OPTIONS change nothing (RFC 9110, 9.2.1); every other method needs CSRF protection.
inline bool is_safe(Method m) { return m == Method::get || m == Method::head || m == Method::options; }

/// Header fields in one block of memory, in order of arrival. Names compare without case.
class Headers {
public:
    /// Value of the first field of that name; empty when there is none.
    std::string_view find(std::string_view name) const;
    /// How often the field occurs.
    std::size_t count(std::string_view name) const;
    void add(std::string_view name, std::string_view value);
    void clear() { text_.clear(), fields_.clear(); }
    std::size_t size() const { return fields_.size(); }

private:
    struct Field {
        std::uint32_t begin, name_size, value_size;
    };
    std::string text_;
    std::vector<Field> fields_;
};

using Pairs = std::vector<std::pair<std::string, std::string>>;

struct Request {
    Method method = Method::other;
    std::string path;        ///< as sent: percent-encoded, without the query, starts with '/'
    std::string query_text;  ///< as sent, without '?'
    Pairs path_params;       ///< decoded UTF-8, by the names of the route's pattern
    Pairs query;             ///< decoded UTF-8, in order
    Headers headers;
    std::string body;      ///< whole, unchunked
    std::string peer;      ///< numeric address without port
    std::uint64_t id = 0;  ///< also in the X-Request-Id header, the access log and 500.11
    bool secure = false;   ///< came over TLS, here or to a trusted proxy
    std::any context;      ///< what the Gate put here: the app's Actor

    /// Decoded path parameter; asserts that the route's pattern has it.
    std::string const& param(std::string_view name) const;
    /// First query parameter of that name.
    std::optional<std::string_view> query_value(std::string_view name) const;
    /// `fallback` when absent; 400.7 naming the parameter when not a whole number in [min, max].
    Result<std::int64_t> query_integer(std::string_view name, std::int64_t fallback, std::int64_t min,
                                       std::int64_t max) const;
    /// The context as T; asserts that the Gate put a T there.
    template <class T>
    T const& as() const {
        return *std::any_cast<T>(&context);
    }
    /// Empty again, memory kept.
    void clear();
};

/// 16 lower-case hex digits.
std::string request_id_text(std::uint64_t id);
/// ASCII comparison without case.
bool equals_ignoring_case(std::string_view a, std::string_view b);

}  // namespace fx::server
