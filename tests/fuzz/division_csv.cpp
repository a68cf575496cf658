#include "base/csv_line.hpp"
#include "divisions/load.hpp"

#include <unistd.h>

#include <cstdlib>
#include <fstream>

/// Whatever the bytes: no crash, and a tree that loads has every node below its parent.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    static std::string const path = "/dev/shm/fx_fuzz_division_" + std::to_string(::getpid()) + ".csv";
    std::ofstream(path, std::ios::binary) << "code,name,level,parent_code,kind,valid_to\n610000000000,a,1,,,\n"
                                          << std::string_view(reinterpret_cast<char const*>(data), size);
    auto const tree = fx::load_division_csv(path);
    if (!tree) return 0;
    for (auto const& node : tree->nodes())
        if (tree->path(node.place).empty() || (!node.parent.is_nil() && !tree->is_within(node.place, node.parent)))
            std::abort();
    return 0;
}
