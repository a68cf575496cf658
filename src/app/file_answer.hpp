#pragma once
/// Tables that leave the server as files.

#include "server/response.hpp"

#include <filesystem>
#include <string>

namespace fx::app {

/// A folder of its own under the system's, removed with its content.
class TemporaryFolder {
public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(TemporaryFolder const&) = delete;
    TemporaryFolder& operator=(TemporaryFolder const&) = delete;
    std::filesystem::path path;
};

/// The file's bytes, to be saved under `name` with the file's own ending (.csv, .json, .xlsx, .xml).
server::Response file_answer(std::filesystem::path const& file, std::string const& name);
/// The same of bytes at hand; `ending` with its dot.
server::Response bytes_answer(std::string bytes, std::string const& name, std::string const& ending);

}  // namespace fx::app
