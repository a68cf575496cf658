#include "app/json_body.hpp"

#include "base/text.hpp"

#include <boost/json.hpp>

namespace fx::app {
namespace {

/// Deeper JSON than this is an attack or a mistake: records nest three deep.
constexpr std::size_t json_depth_max = 16;

}  // namespace

Result<boost::json::object> json_object(std::string_view body, boost::json::storage_ptr memory) {
    if (!is_utf8(body)) return Problem(ProblemKind::invalid_utf8);
    boost::json::parse_options options;
    options.max_depth = json_depth_max;
    boost::system::error_code error;
    auto json = boost::json::parse(body, error, std::move(memory), options);
    if (error == boost::json::error::too_deep)
        return Problem(ProblemKind::nesting_too_deep, {std::to_string(json_depth_max)});
    if (error) return Problem(ProblemKind::malformed_json, {error.message()});
    if (!json.is_object()) return Problem(ProblemKind::malformed_json, {"{…}"});
    return std::move(json.as_object());
}

}  // namespace fx::app
