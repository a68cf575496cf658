#include "app/file_answer.hpp"

#include <unistd.h>

#include <fstream>
#include <sstream>

namespace fx::app {

namespace {

std::string media_type(std::string_view ending) {
    if (ending == ".csv") return "text/csv; charset=utf-8";
    if (ending == ".json") return "application/json";
    if (ending == ".xml") return "application/xml; charset=utf-8";
    return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
}

}  // namespace

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
    return bytes_answer(bytes.str(), name, file.extension().string());
}

server::Response bytes_answer(std::string bytes, std::string const& name, std::string const& ending) {
    auto response = server::Response::text(std::move(bytes), media_type(ending));
    response.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + name + ending + "\"");
    return response;
}

}  // namespace fx::app
