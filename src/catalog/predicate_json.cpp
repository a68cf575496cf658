#include "catalog/predicate_json.hpp"

#include "catalog/load_parts.hpp"

#include <boost/json/serialize.hpp>

namespace fx::catalog {
namespace {

/// The tree the loader reads, without lines. False when it is deeper than a file may be.
bool to_node(boost::json::value const& json, Node& out, int depth) {
    if (depth > jsonc_depth_max) return false;
    out.line = 0;
    if (auto const* object = json.if_object()) {
        out.shape = Node::Shape::object;
        for (auto const& [key, value] : *object) {
            out.keys.emplace_back(key);
            out.key_lines.push_back(0);
            if (!to_node(value, out.items.emplace_back(), depth + 1)) return false;
        }
    } else if (auto const* array = json.if_array()) {
        out.shape = Node::Shape::array;
        for (auto const& value : *array)
            if (!to_node(value, out.items.emplace_back(), depth + 1)) return false;
    } else if (auto const* string = json.if_string()) {
        out.shape = Node::Shape::string;
        out.text = std::string(*string);
    } else {
        out.shape = json.is_null() ? Node::Shape::null : json.is_bool() ? Node::Shape::boolean : Node::Shape::number;
        out.text = boost::json::serialize(json);
    }
    return true;
}

}  // namespace

Result<Predicate> parse_predicate(boost::json::value const& json, std::span<Field const> fields) {
    Node root;
    if (!to_node(json, root, 0)) return Problem(ProblemKind::invalid_parameter, {"where", "nesting"});
    std::vector<Mistake> mistakes;
    Reading reading("where", mistakes);
    auto predicate = read_predicate(reading, root, fields);
    if (mistakes.empty()) return predicate;
    auto const& first = mistakes.front();
    return Problem(ProblemKind::invalid_parameter,
                   {"where", Words(first.what.zh + "。" + first.remedy.zh, first.what.en + ". " + first.remedy.en)});
}

}  // namespace fx::catalog
