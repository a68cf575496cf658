#include "base/log.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace fx::log {
namespace {

spdlog::logger& logger() {
    static auto const instance = [] {
        auto made = spdlog::stderr_logger_mt("fangxian");
        made->set_pattern("%Y-%m-%dT%H:%M:%S.%e %L %v");
        return made;
    }();
    return *instance;
}

}  // namespace

void set_level(Level level) {
    switch (level) {
        case Level::debug: logger().set_level(spdlog::level::debug); break;
        case Level::info: logger().set_level(spdlog::level::info); break;
        case Level::warn: logger().set_level(spdlog::level::warn); break;
        case Level::error: logger().set_level(spdlog::level::err); break;
    }
}

void debug(std::string const& line) { logger().debug(line); }
void info(std::string const& line) { logger().info(line); }
void warn(std::string const& line) { logger().warn(line); }
void error(std::string const& line) { logger().error(line); }

}  // namespace fx::log
