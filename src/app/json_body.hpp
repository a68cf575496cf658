#pragma once
/// The bytes of a request's body as JSON, within limits.

#include "base/result.hpp"

#include <boost/json/object.hpp>

#include <string_view>

namespace fx::app {

/// The bytes as a JSON object. 400.2 no UTF-8, 400.4 deeper than 16, 400.1 malformed, cut off or no object.
Result<boost::json::object> json_object(std::string_view body, boost::json::storage_ptr memory = {});

}  // namespace fx::app
