#include "app/cli/cli.hpp"
#include "app/return_preview.hpp"
#include "app/return_sheet.hpp"
#include "app/return_template.hpp"
#include "returns/compare.hpp"

#include <fstream>
#include <sstream>

namespace fx::app::cli {
namespace {

struct ReturnArguments {
    std::string name, division, date, since, version, output, lang = "zh", format, file, against, units = "own";
};

/// The place and day that are asked for; prints the problem and gives nothing when they cannot be.
std::optional<returns::Scope> asked_scope(Context& context, Program const& program, ReturnArguments const& arguments) {
    auto const place = arguments.division.empty() ? Result<Place>(program.site.county) : parse_place(arguments.division);
    auto const day = arguments.date.empty() ? Result<Date>(date_at(program.clock.now())) : parse_date(arguments.date);
    if (place.has_error()) context.misuse(Problem(place.error()).at("--division"));
    auto const since = arguments.since.empty() ? day : parse_date(arguments.since);
    if (day.has_error()) context.misuse(Problem(day.error()).at("--date"));
    if (since.has_error()) context.misuse(Problem(since.error()).at("--since"));
    if (place.has_error() || day.has_error() || since.has_error()) return std::nullopt;
    auto const scope = return_scope(program, *place, *day, *since);
    if (scope.has_error()) context.fail(scope.error());
    return scope.has_error() ? std::nullopt : std::optional(*scope);
}

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
    auto const scope = asked_scope(context, program, arguments);
    if (!scope) return std::nullopt;
    Result<returns::Sheet> sheet = Problem();
    auto const read = program.store->read([&](store::Reader& reader) -> Result<void> {
        FX_TRY(auto const* const version, return_version(*form, scope->day, arguments.version));
        sheet = returns::fill(*program.engine, reader, *form, *version, *scope);
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
        auto const text = figure_words(cell, sheet.node.figures[i], !context.english);
        std::printf("%12s%-2s %s\n", text.empty() ? "-" : text.c_str(),
                    cell.how == catalog::Cell::How::percent && !text.empty() ? "%" : "",
                    context.say(cell.label.zh, cell.label.en).c_str());
    }
}

/// Cells that differ, in definition or figure, one to a line: "+" added, "-" removed, "~" another definition.
void print_comparison(Context const& context, returns::Sheet const* a, returns::Sheet const& b) {
    static catalog::ReturnVersion const nothing;
    auto const text = [&](returns::Sheet const* sheet, std::optional<std::size_t> at) {
        if (!sheet || !at) return std::string("-");
        auto const words = figure_words(sheet->version->cells[*at], sheet->node.figures[*at], !context.english);
        return words.empty() ? std::string("-") : words;
    };
    std::printf("%s  %s → %s\n", context.say(b.form->label.zh, b.form->label.en).c_str(),
                a ? format(a->version->valid_from).c_str() : "-", format(b.version->valid_from).c_str());
    for (auto const& member : a ? returns::compare(*a->form, *b.form) : std::vector<std::string>())
        std::printf("~ %s\n", member.c_str());
    for (auto const& change : returns::compare(a ? *a->version : nothing, *b.version)) {
        auto const& cell = change.b ? b.version->cells[*change.b] : a->version->cells[*change.a];
        char const mark = !change.a ? '+' : !change.b ? '-' : change.same() ? ' ' : '~';
        std::string members;
        for (auto const& member : change.members) members += (members.empty() ? "  (" : ", ") + member;
        std::printf("%c %12s %12s  %s%s\n", mark, text(a, change.a).c_str(), text(&b, change.b).c_str(),
                    context.say(cell.label.zh, cell.label.en).c_str(), members.empty() ? "" : (members + ")").c_str());
    }
}

/// Of each part the cells whose figures differ.
void print_parts(Context const& context, Program const& program, returns::Sheet const& a, returns::Sheet const& b) {
    auto const view = program.network->view();
    auto const words = [&](returns::Sheet const& sheet, std::size_t part, std::optional<std::size_t> at) {
        if (!at) return std::string("-");
        auto const text = figure_words(sheet.version->cells[*at], sheet.children[part].figures[*at], !context.english);
        return text.empty() ? std::string("-") : text;
    };
    for (auto const& change : returns::compare(*a.version, *b.version))
        for (std::size_t part = 0; part < b.children.size(); ++part) {
            auto const before = words(a, part, change.a), after = words(b, part, change.b);
            if (before == after) continue;
            auto const& cell = change.b ? b.version->cells[*change.b] : a.version->cells[*change.a];
            std::printf("  %12s %12s  %s  %s\n", before.c_str(), after.c_str(),
                        std::string(view.divisions().name(b.children[part].place)).c_str(),
                        context.say(cell.label.zh, cell.label.en).c_str());
        }
}

void compare_versions(Context& context, ReturnArguments arguments) {
    auto const program = open(context, true);
    if (!program) return;
    auto const b = filled_return(context, *program, arguments);
    if (!b) return;
    arguments.version = arguments.against;
    auto const a = filled_return(context, *program, arguments);
    if (!a) return;
    if (!context.json) return print_comparison(context, &*a, *b), print_parts(context, *program, *a, *b);
    JsonWriter json;
    write_comparison(json, *program, &*a, *b);
    std::printf("%s\n", json.text().c_str());
}

void print_preview(Context& context, Program const& program, ReturnPreview const& preview) {
    JsonWriter json;
    if (context.json) {
        write_preview(json, program, preview);
        std::printf("%s\n", json.text().c_str());
    }
    if (!preview.mistakes.empty()) context.exit = found_something;
    if (context.json) return;
    for (auto const& [mistake, cell] : preview.mistakes)
        std::printf("%s:%d: %s%s%s %s\n", mistake.file.c_str(), mistake.line, cell.c_str(), cell.empty() ? "" : ": ",
                    context.say(mistake.what.zh, mistake.what.en).c_str(),
                    context.say(mistake.remedy.zh, mistake.remedy.en).c_str());
    if (preview.sheet) print_comparison(context, preview.in_force ? &*preview.in_force : nullptr, *preview.sheet);
}

/// Beside a running site: it looks only. Exit 3 when the mapping has mistakes.
void preview_file(Context& context, ReturnArguments const& arguments) {
    std::ifstream in(arguments.file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    if (!in) return context.misuse(Problem(ProblemKind::catalogue_unreadable, {arguments.file, "read"}).at("file"));
    auto const program = open(context, true);
    if (!program) return;
    auto const scope = asked_scope(context, *program, arguments);
    if (!scope) return;
    auto const read = program->store->read([&](store::Reader& reader) -> Result<void> {
        FX_TRY(auto const preview,
               preview_return(*program, reader, {arguments.file, text.str()}, *scope, arguments.version, ""));
        print_preview(context, *program, *preview);
        return {};
    });
    if (read.has_error()) context.fail(read.error());
}

void add_place_and_day(CLI::App& command, ReturnArguments& arguments) {
    command.add_option("--division,--place", arguments.division, "Division code (default: the whole county)");
    command.add_option("--date,--day", arguments.date, "Day, e.g. 2020-02-03 (default: today)");
    command.add_option("--since", arguments.since,
                       "First of several days whose events are added up (default: the day alone)");
}

void fill_form(Context& context, ReturnArguments const& arguments) {
    std::ifstream in(arguments.file, std::ios::binary);
    std::ostringstream form;
    form << in.rdbuf();
    if (!in) return context.misuse(Problem(ProblemKind::file_unreadable, {arguments.file}).at("template"));
    auto const program = open(context, true);
    if (!program) return;
    auto const sheet = filled_return(context, *program, arguments);
    if (!sheet) return;
    auto const filled = fill_return(form.str(), {*program, *sheet, arguments.lang == "zh"});
    if (filled.has_error()) return context.fail(filled.error());
    std::ofstream out(arguments.output, std::ios::binary);
    out << *filled;
    if (!out.flush()) context.fail(Problem(ProblemKind::table_write_failed).because(arguments.output));
}

void add_fill(CLI::App& group, Context& context, std::shared_ptr<ReturnArguments> const& arguments) {
    auto* fill = group.add_subcommand("fill", "A superior's own form (.xlsx with marks such as [[missing]]), filled");
    common(*fill, context);
    fill->add_option("name", arguments->name, "Name of the return")->required();
    fill->add_option("template", arguments->file, "The form")->required();
    fill->add_option("--output", arguments->output, "File to write")->required();
    fill->add_option("--version", arguments->version, "A version by its first day (default: the one in force)");
    add_place_and_day(*fill, *arguments);
    fill->add_option("--lang", arguments->lang, "Language of names and codes")
        ->check(CLI::IsMember({"zh", "en"}))
        ->capture_default_str();
    fill->footer("Example: fangxian return fill screening_daily city.xlsx --data /srv/ganquan --output out.xlsx");
    fill->callback([&context, arguments] { fill_form(context, *arguments); });
}

void add_comparisons(CLI::App& group, Context& context, std::shared_ptr<ReturnArguments> const& arguments) {
    auto* preview =
        group.add_subcommand("preview", "Try a mapping on the records, beside the version in force; stores nothing");
    common(*preview, context);
    preview->add_option("file", arguments->file, "The mapping, as it would stand in catalog/returns")->required();
    add_place_and_day(*preview, *arguments);
    preview->add_option("--version", arguments->version, "A version of the file by its first day");
    preview->footer("Example: fangxian returns preview school_daily.jsonc --data /srv/ganquan");
    preview->callback([&context, arguments] { preview_file(context, *arguments); });

    auto* compare = group.add_subcommand("compare", "Two versions of a return, for one place and day");
    common(*compare, context);
    compare->add_option("name", arguments->name, "Name of the return")->required();
    compare->add_option("against", arguments->against, "A version by its first day")->required();
    compare->add_option("--version", arguments->version, "The other version (default: the one in force)");
    add_place_and_day(*compare, *arguments);
    compare->callback([&context, arguments] { compare_versions(context, *arguments); });
}

}  // namespace

void add_return(CLI::App& app, Context& context) {
    auto* group = app.add_subcommand("return", "Returns: the tables a superior asks for, counted from the records");
    group->require_subcommand(1);
    group->alias("returns");
    auto const arguments = std::make_shared<ReturnArguments>();
    auto* list = group->add_subcommand("list", "The returns of this site");
    common(*list, context);
    list->callback([&context] { list_returns(context); });

    auto* show = group->add_subcommand("show", "One return of a place and day; to a file with --output");
    common(*show, context);
    show->add_option("name", arguments->name, "Name of the return, e.g. daily_report")->required();
    add_place_and_day(*show, *arguments);
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
    add_fill(*group, context, arguments);
    add_comparisons(*group, context, arguments);
}

}  // namespace fx::app::cli
