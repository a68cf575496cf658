#pragma once
/// The command line: one file per command, each a function that adds itself.
///
/// Exit codes: 0 done; 1 refused (the text says what to do); 2 wrong usage; 3 verify or lint found something;
/// 4 a broken machine (disk, database).

#include "app/program.hpp"
#include "base/result.hpp"

#include <CLI/CLI.hpp>

#include <functional>
#include <memory>
#include <string>

namespace fx::app::cli {

enum Exit : int { done = 0, refused = 1, wrong_usage = 2, found_something = 3, broken = 4 };

/// What commands share: where the site is, how to print.
struct Context {
    std::string data = "fangxian-data";
    bool json = false;
    bool english = false;
    Clock const* clock = nullptr;  ///< set by main; never null in a command
    int exit = done;

    /// Prints the problem to stderr (as JSON with --json) and sets the exit code.
    void fail(Problem const& problem);
    /// The same for an argument that cannot be read: wrong usage.
    void misuse(Problem const& problem);
    std::string say(std::string const& zh, std::string const& en) const { return english ? en : zh; }
};

/// The site in `context.data`, opened. Prints and gives null when it cannot be.
std::unique_ptr<Program> open(Context& context, bool read_only);

/// A step with its time on stderr: "… 1.2 s". Nothing with --json.
void step(Context const& context, std::string const& what, std::function<void()> const& work);

/// A bar on stderr, redrawn at most ten times a second; silent when stderr is no terminal or with --json.
class Progress {
public:
    Progress(Context const& context, std::string what, std::int64_t total);
    ~Progress();
    void at(std::int64_t done);

private:
    bool const shown_;
    std::string const what_;
    std::int64_t const total_;
    std::int64_t last_percent_ = -1;
};

/// Whether `file`, given for `option`, ends in .csv or .xlsx; wrong usage when not.
bool is_table_file(Context& context, std::string const& file, std::string const& option);

/// Adds --data and --json.
void common(CLI::App& command, Context& context);

void add_init(CLI::App& app, Context& context);
void add_serve(CLI::App& app, Context& context);
void add_demo(CLI::App& app, Context& context);
void add_import(CLI::App& app, Context& context);
void add_roster(CLI::App& app, Context& context);
void add_round(CLI::App& app, Context& context);
void add_coverage(CLI::App& app, Context& context);
void add_rates(CLI::App& app, Context& context);
void add_record(CLI::App& app, Context& context);
void add_verify(CLI::App& app, Context& context);
void add_user(CLI::App& app, Context& context);
void add_catalog(CLI::App& app, Context& context);
void add_export(CLI::App& app, Context& context);
void add_exposed(CLI::App& app, Context& context);
void add_find(CLI::App& app, Context& context);
void add_map(CLI::App& app, Context& context);
void add_duty(CLI::App& app, Context& context);
void add_order(CLI::App& app, Context& context);
void add_plan(CLI::App& app, Context& context);
void add_response(CLI::App& app, Context& context);
void add_return(CLI::App& app, Context& context);
void add_report(CLI::App& app, Context& context);
void add_backup(CLI::App& app, Context& context);
void add_upstream(CLI::App& app, Context& context);
void add_lower(CLI::App& app, Context& context);
void add_webhook(CLI::App& app, Context& context);
void add_detect(CLI::App& app, Context& context);
void add_rt(CLI::App& app, Context& context);
void add_nowcast(CLI::App& app, Context& context);
void add_forecast(CLI::App& app, Context& context);
void add_chains(CLI::App& app, Context& context);

}  // namespace fx::app::cli
