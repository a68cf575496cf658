#include "app/cli/product.hpp"

#include <cstdlib>
#include <filesystem>

namespace fx::app::cli {

namespace fs = std::filesystem;

std::string product_folder() {
    if (auto const* home = std::getenv("FANGXIAN_HOME")) return home;
    std::error_code error;
    for (auto folder = fs::read_symlink("/proc/self/exe", error).parent_path(); folder.has_relative_path();
         folder = folder.parent_path())
        if (fs::exists(folder / "data" / "census", error)) return folder.string();
    return {};
}

std::string web_folder() {
    auto const folder = product_folder() + "/build/web";
    std::error_code error;
    return fs::exists(folder + "/index.html", error) ? folder : std::string();
}

}  // namespace fx::app::cli
