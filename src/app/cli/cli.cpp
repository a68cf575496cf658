#include "app/cli/cli.hpp"

#include "records/quarantine.hpp"

#include <unistd.h>

#include <chrono>
#include <cstdio>

namespace fx::app::cli {
namespace {

SystemClock const system_clock;
SecureRandom secure_random;

}  // namespace

void Context::fail(Problem const& problem) {
    exit = problem.status() >= 500 ? broken : refused;
    if (json) {
        std::fprintf(stderr, "{\"problems\":%s}\n", records::problems_json({problem}).c_str());
        return;
    }
    auto const& text = english ? problem.en() : problem.zh();
    auto const about = problem.field().empty() ? "" : problem.field() + ": ";
    std::fprintf(stderr, "%s %s%s\n", problem.number().c_str(), about.c_str(), text.c_str());
    if (!problem.detail().empty()) std::fprintf(stderr, "  (%s)\n", problem.detail().c_str());
}

void Context::misuse(Problem const& problem) {
    fail(problem);
    exit = wrong_usage;
}

std::unique_ptr<Program> open(Context& context, bool read_only) {
    auto site = load_site(context.data);
    if (site.has_error()) {
        context.fail(site.error());
        return nullptr;
    }
    auto program = Program::open({*site, read_only}, system_clock, secure_random);
    if (program.has_error()) {
        context.fail(program.error());
        return nullptr;
    }
    return std::move(*program);
}

void step(Context const& context, std::string const& what, std::function<void()> const& work) {
    auto const start = std::chrono::steady_clock::now();
    if (!context.json) std::fprintf(stderr, "%s …", what.c_str());
    work();
    std::chrono::duration<double> const took = std::chrono::steady_clock::now() - start;
    if (!context.json) std::fprintf(stderr, " %.1f s\n", took.count());
}

Progress::Progress(Context const& context, std::string what, std::int64_t total)
    : shown_(!context.json && ::isatty(2) != 0), what_(std::move(what)), total_(total) {}

Progress::~Progress() {
    if (shown_) std::fprintf(stderr, "\r\033[K");
}

void Progress::at(std::int64_t done) {
    auto const percent = total_ == 0 ? 100 : done * 100 / total_;
    if (!shown_ || percent == last_percent_) return;
    last_percent_ = percent;
    std::string const bar(std::size_t(percent / 4), '#');
    std::fprintf(stderr, "\r%s [%-25s] %3d %%", what_.c_str(), bar.c_str(), int(percent));
}

bool is_table_file(Context& context, std::string const& file, std::string const& option) {
    if (file.ends_with(".xlsx") || file.ends_with(".csv")) return true;
    Words const wanted("须以 .csv 或 .xlsx 结尾", "it must end in .csv or .xlsx");
    context.misuse(Problem(ProblemKind::invalid_parameter, {file, wanted}).at(option));
    return false;
}

void common(CLI::App& command, Context& context) {
    command.add_option("--data", context.data, "Data directory of the site")->capture_default_str();
    command.add_flag("--json", context.json, "Machine-readable output");
}

}  // namespace fx::app::cli
