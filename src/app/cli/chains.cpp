#include "app/cli/chains_export.hpp"
#include "app/cli/chains_output.hpp"
#include "app/cli/cli.hpp"
#include "app/cli/series_file.hpp"

#include <fmt/format.h>
#include <boost/json.hpp>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>

namespace fx::app::cli {
namespace {

constexpr std::size_t mapping_bytes_max = 4 << 20, table_bytes_max = 256 << 20;

struct ChainsArguments {
    std::string file, links, mapping, save_mapping, format, out, shape = "gamma";
    double si_mean = transmission::missing, si_sd = transmission::missing;
    transmission::ClusterRule cluster;
    bool explain = false;
};

Problem mapping_broken(std::string const& path, Words why) {
    return Problem(ProblemKind::line_list_mapping_invalid, {path, std::move(why)});
}

Result<boost::json::object> read_mapping(std::string const& path) {
    if (path.empty()) return boost::json::object();
    FX_TRY(auto const text, read_text_file(path, mapping_bytes_max));
    boost::system::error_code error;
    auto const json = boost::json::parse(text, error);
    if (error) return Problem(ProblemKind::malformed_json, {error.message()}).at(path);
    Words const shape{R"(应为 {"cases": {…}, "links": {…}})", R"(it must be {"cases": {...}, "links": {...}})"};
    if (!json.is_object()) return mapping_broken(path, shape);
    for (auto const& member : json.get_object())
        if ((member.key() != "cases" && member.key() != "links") || !member.value().is_object())
            return mapping_broken(path, shape);
    return json.get_object();
}

/// Reserves what the file has, not what it may have.
Result<std::string> read_table(std::string const& path) {
    std::error_code error;
    auto const bytes = std::filesystem::file_size(path, error);
    if (error) return Problem(ProblemKind::file_unreadable, {path});
    return read_text_file(path, std::min<std::size_t>(bytes, table_bytes_max));
}

boost::json::object part_of(boost::json::object const& mapping, std::string_view name) {
    auto const* part = mapping.if_contains(name);
    return part == nullptr ? boost::json::object() : part->get_object();
}

Result<std::optional<transmission::SerialInterval>> interval_of_arguments(ChainsArguments const& arguments) {
    bool const mean = !std::isnan(arguments.si_mean), sd = !std::isnan(arguments.si_sd);
    if (!mean && !sd) return std::optional<transmission::SerialInterval>();
    bool const normal = arguments.shape == "normal";
    constexpr double days_max = 1000;
    if (!mean || !sd || !(arguments.si_sd > 0) || arguments.si_sd > days_max || std::abs(arguments.si_mean) > days_max ||
        (!normal && !(arguments.si_mean > 0)))
        return Problem(
            ProblemKind::serial_interval_invalid,
            {Words("请同时给出 --si-mean 和 --si-sd（天，大于 0，不超过 1000；均值为负时用 --si-shape normal）",
                   "give both --si-mean and --si-sd (days above 0, at most 1000; a mean below 0 needs --si-shape normal)")});
    auto const shape = normal ? transmission::Shape::normal : transmission::Shape::gamma;
    return std::optional(transmission::SerialInterval{shape, arguments.si_mean, arguments.si_sd});
}

Result<void> write_file(std::filesystem::path const& path, std::string const& text) {
    std::ofstream out(path, std::ios::binary);
    out << text << std::flush;
    if (!out) return Problem(ProblemKind::file_unwritable, {path.string()});
    return {};
}

Result<void> save_mapping(std::string const& path, LineList const& list) {
    boost::json::object mapping{{"cases", mapping_of(list.columns, case_fields(), list.orders)}};
    if (!list.link_columns.names.empty())
        mapping["links"] =
            mapping_of(list.link_columns, link_fields(), std::vector<DateOrder>(link_field_count, DateOrder::clear));
    return write_file(path, boost::json::serialize(mapping) + "\n");
}

Result<void> export_to(ChainsArguments const& arguments, LineList const& list, Outbreak const& outbreak) {
    for (auto const& file : export_chains(arguments.format, list, outbreak)) {
        std::filesystem::path path = arguments.out;
        if (!file.suffix.empty()) path.replace_filename(path.stem().string() + file.suffix + ".csv");
        FX_CHECK(write_file(path, file.text));
    }
    return {};
}

Result<void> chains(Context const& context, ChainsArguments const& arguments) {
    ChainRules rules;
    rules.cluster = arguments.cluster;
    FX_TRY(rules.interval, interval_of_arguments(arguments));
    FX_TRY(auto const mapping, read_mapping(arguments.mapping));
    FX_TRY(auto text, read_table(arguments.file));
    FX_TRY(auto list,
           parse_line_list(std::move(text), arguments.file, part_of(mapping, "cases"), date_at(context.clock->now())));
    if (!arguments.links.empty()) {
        FX_TRY(auto links, read_table(arguments.links));
        FX_CHECK(parse_links(std::move(links), arguments.links, part_of(mapping, "links"), list));
    }
    auto const outbreak = analyse(list, rules);
    if (!arguments.save_mapping.empty()) FX_CHECK(save_mapping(arguments.save_mapping, list));
    if (!arguments.format.empty()) FX_CHECK(export_to(arguments, list, outbreak));
    if (context.json) {
        auto const json = chains_json(list, outbreak, rules, arguments.explain);
        std::fwrite(json.data(), 1, json.size(), stdout);
        return {};
    }
    for (auto const& line : chains_summary(list, outbreak, rules)) fmt::print("{}\n", context.say(line.zh, line.en));
    if (arguments.explain)
        for (auto const& line : chains_explained(list, outbreak)) fmt::print("{}\n{}\n", line.zh, line.en);
    return {};
}

std::string fields_help() {
    std::string text = "Fields of a mapping, a JSON object {\"cases\": {...}, \"links\": {...}}:\n";
    for (auto const& [part, fields] : {std::pair("cases", case_fields()), std::pair("links", link_fields())})
        for (auto const& field : fields) text += fmt::format("  {} {:<16} {}\n", part, field.name, field.about.en);
    return text +
           "Examples:\n"
           "  fangxian chains linelist.csv --links contacts.csv --explain\n"
           "  fangxian chains linelist.xlsx --mapping ours.json --export graphml --out chains.graphml\n"
           "  ours.json: {\"cases\": {\"onset\": {\"column\": \"fell ill\", \"format\": \"d/m/Y\"}, \"unit\": null}}\n";
}

}  // namespace

/// Works on files alone: neither a site nor a server is needed.
void add_chains(CLI::App& app, Context& context) {
    auto const arguments = std::make_shared<ChainsArguments>();
    auto* command = app.add_subcommand("chains", "Transmission chains and clusters of a line list");
    command->add_option("LINELIST", arguments->file, "CSV or XLSX, one row a case")->required();
    command->add_option("--links", arguments->links, "CSV or XLSX, one row a link: from, to");
    command->add_option("--mapping", arguments->mapping, "JSON file that says which column holds what");
    command->add_option("--save-mapping", arguments->save_mapping, "Write what was found as such a file");
    command->add_option("--si-mean", arguments->si_mean, "Mean serial interval in days; else from the links");
    command->add_option("--si-sd", arguments->si_sd, "Its standard deviation");
    command->add_option("--si-shape", arguments->shape, "Its distribution")
        ->check(CLI::IsMember({"gamma", "normal"}))
        ->capture_default_str();
    command->add_option("--cluster-cases", arguments->cluster.cases, "Cases that make a cluster")
        ->check(CLI::Range(2, 1000))
        ->capture_default_str();
    command->add_option("--cluster-days", arguments->cluster.days, "Days between the first and the last of them")
        ->check(CLI::Range(0, 1000))
        ->capture_default_str();
    std::vector<std::string> const formats(chain_formats.begin(), chain_formats.end());
    auto* out = command->add_option("--out", arguments->out, "File of the export; two files get _linelist and _contacts");
    auto* format = command->add_option("--export", arguments->format, "Format of the export")->check(CLI::IsMember(formats));
    format->needs(out);
    out->needs(format);
    command->add_flag("--json", context.json, "JSON: cases, links, chains, clusters and figures");
    command->add_flag("--explain", arguments->explain,
                      "One sentence for each doubtful case and link, in Chinese and English");
    command->footer(fields_help());
    command->callback([&context, arguments] {
        auto const done = chains(context, *arguments);
        if (done.has_error()) context.fail(done.error());
    });
}

}  // namespace fx::app::cli
