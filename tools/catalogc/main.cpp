/// catalogc CATALOG-DIR [--embedded FILE] [--handles FILE] [--typescript FILE] [--problems FILE]
/// Reads the catalogue, explains its mistakes as "file:line: what. remedy" (exit 1), or writes what was asked for.
/// A file whose content would stay the same is not touched, so that nothing is compiled again for it.

#include "catalog/plans.hpp"
#include "catalog/returns.hpp"
#include "emit.hpp"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace {

bool write_if_changed(std::string const& path, std::string const& text) {
    std::ifstream old(path, std::ios::binary);
    std::ostringstream before;
    before << old.rdbuf();
    if (old && before.str() == text) return true;
    std::filesystem::create_directories(std::filesystem::path(path).parent_path());
    std::ofstream out(path, std::ios::binary);
    out << text;
    return bool(out.flush());
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2 || argc % 2 != 0)
        return std::fprintf(stderr, "usage: catalogc CATALOG-DIR [--embedded|--handles|--typescript|--problems FILE]...\n"),
               2;
    auto const sources = fx::catalog::read_sources(argv[1]);
    if (sources.has_error()) return std::fprintf(stderr, "%s\n", sources.error().en().c_str()), 2;
    auto loaded = fx::catalog::load(*sources);
    if (loaded.catalogue) {
        loaded.mistakes = fx::catalog::load_returns(*sources, {}, *loaded.catalogue).mistakes;
        auto const plans = fx::catalog::load_plans(*sources, {}, *loaded.catalogue);
        loaded.mistakes.insert(loaded.mistakes.end(), plans.mistakes.begin(), plans.mistakes.end());
    }
    for (auto const& mistake : loaded.mistakes)
        std::fprintf(stderr, "%s/%s:%d: error: %s. %s\n    %s。%s\n", argv[1], mistake.file.c_str(), mistake.line,
                     mistake.what.en.c_str(), mistake.remedy.en.c_str(), mistake.what.zh.c_str(), mistake.remedy.zh.c_str());
    if (!loaded.mistakes.empty()) return 1;
    for (int i = 2; i < argc; i += 2) {
        std::string const option = argv[i];
        auto const text = option == "--embedded"     ? fx::catalogc::embedded(*sources)
                          : option == "--handles"    ? fx::catalogc::handles(*loaded.catalogue)
                          : option == "--typescript" ? fx::catalogc::typescript(*loaded.catalogue)
                          : option == "--problems"   ? fx::catalogc::problems()
                                                     : std::string();
        if (text.empty() || !write_if_changed(argv[i + 1], text))
            return std::fprintf(stderr, "cannot write %s %s\n", argv[i], argv[i + 1]), 2;
    }
    return 0;
}
