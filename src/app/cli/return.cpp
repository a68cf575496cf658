#include "app/cli/cli.hpp"
#include "app/return_sheet.hpp"

namespace fx::app::cli {
namespace {

struct ReturnArguments {
    std::string name, division, date, version, output, lang = "zh", format, units = "own";
};

void list_returns(Context& context) {
    auto const program = open(context, true);
    if (!program) return;
    JsonWriter json;
    json.begin_array();
    for (auto const& form : program->returns.returns) {
        auto const label = context.say(form.label.zh, form.label.en);
        json.begin_object().key("name").string(form.name).key("label").string(label).key("source").string(
            context.say(form.source.zh, form.source.en));
        json.end_object();
        if (!context.json) std::printf("%-20s %s\n", form.name.c_str(), label.c_str());
    }
    if (context.json) std::printf("%s\n", json.end_array().text().c_str());
}

/// What the arguments ask for, filled; prints the problem and gives nothing when it cannot be.
std::optional<returns::Sheet> filled_return(Context& context, Program const& program, ReturnArguments const& arguments) {
    auto const* form = program.returns.find(arguments.name);
    if (form == nullptr) {
        context.misuse(Problem(ProblemKind::not_found, {arguments.name}).at("name"));
        return std::nullopt;
    }
    auto const place = arguments.division.empty() ? Result<Place>(program.site.county) : parse_place(arguments.division);
    auto const day = arguments.date.empty() ? Result<Date>(date_at(program.clock.now())) : parse_date(arguments.date);
    if (place.has_error()) context.misuse(Problem(place.error()).at("--division"));
    if (day.has_error()) context.misuse(Problem(day.error()).at("--date"));
    if (place.has_error() || day.has_error()) return std::nullopt;
    Result<returns::Sheet> sheet = Problem();
    auto const read = program.store->read([&](store::Reader& reader) -> Result<void> {
        FX_TRY(auto const* const version, return_version(*form, *day, arguments.version));
        FX_TRY(auto const scope, return_scope(program, *place, *day));
        sheet = returns::fill(*program.engine, reader, *form, *version, scope);
        return {};
    });
    if (read.has_error())
        context.fail(read.error());
    else if (sheet.has_error())
        context.fail(sheet.error());
    if (read.has_error() || sheet.has_error()) return std::nullopt;
    return *std::move(sheet);
}

/// Figures of the place, one to a line: what a terminal has room for.
void print_return(Context const& context, Program const& program, returns::Sheet const& sheet) {
    auto const view = program.network->view();
    std::printf("%s  %s  %s\n", context.say(sheet.form->label.zh, sheet.form->label.en).c_str(),
                view.divisions().full_name(sheet.node.place).c_str(), format(sheet.day).c_str());
    for (std::size_t i = 0; i < sheet.version->cells.size(); ++i) {
        auto const& cell = sheet.version->cells[i];
        auto const text = returns::figure_text(cell, sheet.node.figures[i]);
        std::printf("%12s%-2s %s\n", text.empty() ? "-" : text.c_str(),
                    cell.how == catalog::Cell::How::percent && !text.empty() ? "%" : "",
                    context.say(cell.label.zh, cell.label.en).c_str());
    }
}

}  // namespace

void add_return(CLI::App& app, Context& context) {
    auto* group = app.add_subcommand("return", "Returns: the tables a superior asks for, counted from the records");
    group->require_subcommand(1);
    auto const arguments = std::make_shared<ReturnArguments>();
    auto* list = group->add_subcommand("list", "The returns of this site");
    common(*list, context);
    list->callback([&context] { list_returns(context); });

    auto* show = group->add_subcommand("show", "One return of a place and day; to a file with --output");
    common(*show, context);
    show->add_option("name", arguments->name, "Name of the return, e.g. daily_report")->required();
    show->add_option("--division", arguments->division, "Division code (default: the whole county)");
    show->add_option("--date", arguments->date, "Day, e.g. 2020-02-03 (default: today)");
    show->add_option("--version", arguments->version, "A version by its first day, to compare (default: the one in force)");
    show->add_option("--output", arguments->output, "File to write");
    show->add_option("--format", arguments->format, "Format of the file (default: by its ending)")
        ->check(CLI::IsMember({"xlsx", "csv", "json", "dhis2", "adx"}));
    show->add_option("--lang", arguments->lang, "Language of the file")
        ->check(CLI::IsMember({"zh", "en"}))
        ->capture_default_str();
    show->add_option("--units", arguments->units, "Whose figures a dhis2 or adx file holds: own (the total), children, both")
        ->check(CLI::IsMember({"own", "children", "both"}))
        ->capture_default_str();
    show->footer("Example: fangxian return show daily_report --data /srv/ganquan --date 2020-02-03 --output daily.xlsx");
    show->callback([&context, arguments] {
        auto word = arguments->format;
        if (word.empty() && !arguments->output.empty())
            word = std::filesystem::path(arguments->output).extension().string().erase(0, 1);
        auto const format_of = return_file(word);
        if (!arguments->output.empty() && !format_of)
            return context.misuse(
                Problem(ProblemKind::invalid_parameter, {"--output", ".xlsx, .csv, .json"}).at("--output"));
        auto const program = open(context, true);
        if (!program) return;
        auto const sheet = filled_return(context, *program, *arguments);
        if (!sheet) return;
        if (!arguments->output.empty()) {
            auto const written =
                write_return(arguments->output, *format_of,
                             {*program, *sheet, arguments->lang == "zh", {}, *exchange_units(arguments->units)});
            if (written.has_error()) context.fail(written.error());
            return;
        }
        if (!context.json) return print_return(context, *program, *sheet);
        JsonWriter json;
        write_sheet(json, *program, *sheet, sheet->node.place, program->clock.now());
        std::printf("%s\n", json.text().c_str());
    });
}

}  // namespace fx::app::cli
