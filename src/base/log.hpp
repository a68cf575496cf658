#pragma once
/// The program's log. One line per event to stderr; no personal data in a line, ever.

#include <string>

namespace fx::log {

enum class Level { debug, info, warn, error };

/// Lines below `level` are dropped. Default: info.
void set_level(Level level);
void debug(std::string const& line);
void info(std::string const& line);
void warn(std::string const& line);
void error(std::string const& line);

}  // namespace fx::log
