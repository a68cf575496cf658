#pragma once
/// Reading members of a JSON object that a client sent.

#include <boost/json/object.hpp>

#include <string>
#include <string_view>

namespace fx {

/// The text of a member; empty when there is none or it is no text.
inline std::string text_member(boost::json::object const& from, std::string_view name) {
    auto const* value = from.if_contains(name);
    return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

}  // namespace fx
