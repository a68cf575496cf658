#include "app/cli/control_file.hpp"

#include <cstdio>
#include <fstream>

namespace fx::app::cli {
namespace {

constexpr std::size_t control_bytes_max = 4 << 20;

}  // namespace

Result<boost::json::object> read_control(std::string const& path) {
    if (path.empty()) return boost::json::object();
    FX_TRY(auto const text, read_text_file(path, control_bytes_max));
    boost::system::error_code error;
    auto const json = boost::json::parse(text, error);
    if (error) return Problem(ProblemKind::malformed_json, {error.message()}).at(path);
    if (!json.is_object())
        return Problem(ProblemKind::malformed_json, {Words("应为对象 {…}", "it must be an object {...}")}).at(path);
    return json.get_object();
}

Gaps gaps_of(std::string const& name) {
    return name == "missing" ? Gaps::missing : name == "zero" ? Gaps::zero : Gaps::refuse;
}

Result<void> write_result(std::string const& path, std::string const& text) {
    if (path.empty()) {
        std::fwrite(text.data(), 1, text.size(), stdout);
        return {};
    }
    std::ofstream out(path, std::ios::binary);
    out << text << std::flush;
    if (!out) return Problem(ProblemKind::file_unwritable, {path}).at("--out");
    return {};
}

}  // namespace fx::app::cli
