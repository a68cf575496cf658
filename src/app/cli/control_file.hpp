#pragma once
/// What the commands that work on a file alone share: the settings they are told and where they write.

#include "app/cli/series_file.hpp"
#include "base/result.hpp"

#include <boost/json.hpp>

namespace fx::app::cli {

/// The JSON object of `path`, up to 4 MiB; an empty one where `path` is empty. 400.1 when it is no object, 400.154, 413.110.
Result<boost::json::object> read_control(std::string const& path);

/// Of --gaps: refuse, missing, zero.
Gaps gaps_of(std::string const& name);

/// To the screen where `path` is empty. 400.155 when it cannot be written.
Result<void> write_result(std::string const& path, std::string const& text);

}  // namespace fx::app::cli
