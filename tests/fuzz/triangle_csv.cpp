// Whatever the bytes of a triangle or a line list: no crash, and every row is either said or not, never half.
#include "app/cli/triangle_file.hpp"

#include <cmath>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace fx::app::cli;
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    auto const file = parse_triangle(text, "f.csv", {fx::Date{18'322}, 5});
    if (!file) return 0;
    if (!file->epoch.empty() && file->epoch.size() != file->triangle.rows()) std::abort();
    if (file->triangle.rows() > 300) return 0;
    for (auto const& day : fx::modelling::nowcast(file->triangle, {}))
        if (std::isnan(day.expected) != std::isnan(day.high) || day.high < day.low) std::abort();
    return 0;
}
