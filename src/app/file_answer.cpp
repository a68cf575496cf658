#include "app/file_answer.hpp"

#include <unistd.h>

#include <fstream>
#include <sstream>

namespace fx::app {

TemporaryFolder::TemporaryFolder() {
    auto pattern = (std::filesystem::temp_directory_path() / "fangxian-XXXXXX").string();
    if (::mkdtemp(pattern.data()) != nullptr) path = pattern;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code error;
    if (!path.empty()) std::filesystem::remove_all(path, error);
}

server::Response file_answer(std::filesystem::path const& file, std::string const& name) {
    std::stringstream bytes;
    bytes << std::ifstream(file, std::ios::binary).rdbuf();
    auto const ending = file.extension().string();
    auto response = server::Response::text(
        bytes.str(),
        ending == ".csv" ? "text/csv; charset=utf-8" : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    response.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + name + ending + "\"");
    return response;
}

}  // namespace fx::app
