#pragma once
/// JSON with // and /* */ comments, read into a tree that knows its lines, so that a mistake can be shown where it stands.

#include "catalog/catalogue.hpp"

#include <boost/json/value.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fx::catalog {

inline constexpr std::size_t jsonc_bytes_max = 1'000'000;
inline constexpr int jsonc_depth_max = 24;

struct Node {
    enum class Shape { null, boolean, number, string, array, object };
    Shape shape = Shape::null;
    int line = 1;                   ///< 1-based, where the value starts
    std::string text;               ///< string: decoded; number and boolean: as written
    std::vector<Node> items;        ///< array: the items; object: the values, in the order of the file
    std::vector<std::string> keys;  ///< object: the names, parallel to items
    std::vector<int> key_lines;

    Node const* find(std::string_view key) const;  ///< nullptr when there is none
    bool is(Shape wanted) const { return shape == wanted; }
};

struct JsoncError {
    int line = 1;
    Label what;
};

/// The tree of `text`, or nothing and why: not UTF-8, larger than jsonc_bytes_max, deeper than jsonc_depth_max,
/// a name twice in one object, or not JSON.
std::optional<Node> parse_jsonc(std::string_view text, JsoncError& error);

/// The same content without the lines.
boost::json::value to_json(Node const& node);

}  // namespace fx::catalog
