#include "app/cli/cli.hpp"
#include "app/imports.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>

namespace fx::app::cli {

namespace {

void make_template(Context& context, std::string const& file) {
    if (!is_table_file(context, file, "--template")) return;
    auto const program = open(context, true);
    if (!program) return;
    if (auto const done = write_template(*program->catalogue, file, true); done.has_error()) context.fail(done.error());
}

}  // namespace

/// A dry run unless --commit: what would be imported, what is wrong, and a file with the bad rows.
void add_import(CLI::App& app, Context& context) {
    struct Arguments {
        std::string file, bad_rows, empty;
        bool commit = false, without_bad_rows = false;
    };
    auto const arguments = std::make_shared<Arguments>();
    auto* command =
        app.add_subcommand("import", "Import a roster from CSV (UTF-8, GB18030) or XLSX; a dry run unless --commit");
    common(*command, context);
    auto* file = command->add_option("file", arguments->file, "The file");
    command->add_option("--template", arguments->empty, "Write an empty roster to fill in (.csv or .xlsx) and stop")
        ->excludes(file);
    command->add_flag("--commit", arguments->commit, "Store it; without it nothing is changed");
    command->add_flag("--without-bad-rows", arguments->without_bad_rows,
                      "With --commit: store the good rows, leave the bad ones out");
    command->add_option("--bad-rows", arguments->bad_rows, "Copy the file of bad rows here");
    command->footer("Example: fangxian import --data /srv/ganquan roster.xlsx --bad-rows bad.xlsx");
    command->callback([&context, arguments] {
        if (!arguments->empty.empty()) return make_template(context, arguments->empty);
        if (arguments->file.empty())
            return context.misuse(
                Problem(ProblemKind::invalid_usage, {Words("请给出要导入的文件，或用 --template 生成模板",
                                                           "name the file to import, or make one with --template")}));
        std::ifstream in(arguments->file, std::ios::binary);
        if (!in) return context.fail(Problem(ProblemKind::file_unreadable, {arguments->file}));
        std::stringstream bytes;
        bytes << in.rdbuf();
        auto const program = open(context, false);
        if (!program) return;
        Imports imports(*program);
        auto const actor = program->local_actor();
        auto const id = imports.plan(bytes.str(), actor);
        if (id.has_error()) return context.fail(id.error());
        if (!arguments->bad_rows.empty())
            if (auto const made = imports.bad_rows_file(*id, actor.user); made.has_value()) {
                std::error_code error;
                std::filesystem::copy_file(*made, arguments->bad_rows, std::filesystem::copy_options::overwrite_existing,
                                           error);
                if (error) return context.fail(Problem(ProblemKind::file_unwritable, {arguments->bad_rows}));
            }
        auto const text =
            arguments->commit ? imports.commit(*id, actor, arguments->without_bad_rows) : imports.describe(*id, actor.user);
        if (text.has_error()) return context.fail(text.error());
        std::printf("%s\n", text->c_str());
        if (!context.json && !arguments->commit)
            std::fprintf(stderr, "%s\n",
                         context
                             .say("以上为试运行，未写入任何数据；加 --commit 正式导入。",
                                  "This was a dry run; nothing was stored. Add --commit to import.")
                             .c_str());
    });
}

}  // namespace fx::app::cli
