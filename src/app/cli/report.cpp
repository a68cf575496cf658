#include "app/cli/cli.hpp"
#include "app/situation_json.hpp"
#include "app/situation_paper.hpp"

#include <fstream>

namespace fx::app::cli {
namespace {

struct SituationArguments {
    std::string place, day, id, out, lang = "zh-CN";
};

/// A kept report by its id, else one counted now; prints the problem and gives nothing when it cannot be.
std::optional<Situation> asked_situation(Context& context, Program const& program, SituationArguments const& arguments) {
    auto const place = arguments.place.empty() ? Result<Place>(program.site.county) : parse_place(arguments.place);
    auto const day = arguments.day.empty() ? Result<Date>(date_at(program.clock.now())) : parse_date(arguments.day);
    auto const id = arguments.id.empty() ? Result<Id>(Id()) : parse_id(arguments.id);
    if (place.has_error()) context.misuse(Problem(place.error()).at("--place"));
    if (day.has_error()) context.misuse(Problem(day.error()).at("--day"));
    if (id.has_error()) context.misuse(Problem(id.error()).at("--id"));
    if (place.has_error() || day.has_error() || id.has_error()) return std::nullopt;
    Result<Situation> report = Problem();
    auto const read = program.store->read([&](store::Reader& reader) -> Result<void> {
        report = arguments.id.empty() ? count_situation(program, reader, *place, *day)
                                      : find_situation(program, reader, program.local_actor(), *id);
        return {};
    });
    if (read.has_error())
        context.fail(read.error());
    else if (report.has_error())
        context.fail(report.error());
    if (read.has_error() || report.has_error()) return std::nullopt;
    return *std::move(report);
}

Result<void> write_situation_file(std::string const& file, std::string const& bytes) {
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    out << bytes << std::flush;
    if (!out) return Problem(ProblemKind::file_unwritable, {file}).at("--out");
    return {};
}

void print_situation(Context const& context, Program const& program, Situation const& report) {
    std::string area;
    {
        auto const view = program.network->view();
        area = view.divisions().full_name(report.area);
    }
    std::printf("%s  %s\n%s\n", area.c_str(), format(report.day).c_str(),
                context.say("    今日     应有     昨日   上一级", "   today       of yesterday   above").c_str());
    for (auto const& row : report.rows) {
        auto const* item = row.part == command::part::figure ? command::find_item(row.part, row.item) : nullptr;
        if (item == nullptr) continue;
        auto const dash = [](std::string const& text) { return text.empty() ? "-" : text.c_str(); };
        std::printf("%8s %8s %8s %8s  %s\n", dash(row.value), dash(row.of), dash(row.yesterday), dash(row.above),
                    context.say(item->label.zh, item->label.en).c_str());
    }
}

}  // namespace

void add_report(CLI::App& app, Context& context) {
    auto* report = app.add_subcommand("report", "The situation report of an area and day, counted from the records");
    auto const arguments = std::make_shared<SituationArguments>();
    common(*report, context);
    report->add_option("--place", arguments->place, "Division code (default: the whole site)");
    report->add_option("--day", arguments->day, "Day, e.g. 2020-02-03 (default: today)");
    report->add_option("--id", arguments->id, "A kept report instead of counting one")
        ->excludes("--place")
        ->excludes("--day");
    report->add_option("--out", arguments->out, "PDF file to write (A4, one page)");
    report->add_option("--lang", arguments->lang, "Language of the PDF")
        ->check(CLI::IsMember({"zh-CN", "en"}))
        ->capture_default_str();
    report->footer("Example: fangxian report --data /srv/ganquan --day 2020-02-03 --out situation.pdf");
    report->callback([&context, arguments] {
        if (!arguments->out.empty() && !arguments->out.ends_with(".pdf"))
            return context.misuse(Problem(ProblemKind::invalid_parameter, {"--out", ".pdf"}).at("--out"));
        auto const program = open(context, true);
        if (!program) return;
        auto const asked = asked_situation(context, *program, *arguments);
        if (!asked) return;
        if (!arguments->out.empty()) {
            auto const pdf = situation_paper(*program, *asked, arguments->lang == "zh-CN");
            if (pdf.has_error()) return context.fail(pdf.error());
            if (auto const written = write_situation_file(arguments->out, *pdf); written.has_error())
                return context.fail(written.error());
        }
        if (context.json) {
            JsonWriter json;
            write_situation(json, *program, *asked);
            std::printf("%s\n", json.text().c_str());
        } else if (arguments->out.empty()) {
            print_situation(context, *program, *asked);
        }
    });
}

}  // namespace fx::app::cli
