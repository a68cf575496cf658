#include "app/cli/cli.hpp"
#include "app/record_sheet.hpp"
#include "records/place.hpp"

namespace fx::app::cli {
void add_export(CLI::App& app, Context& context) {
    struct Arguments {
        std::string type, output, lang = "zh";
    };
    auto const arguments = std::make_shared<Arguments>();
    auto* command =
        app.add_subcommand("export", "Records of one type to CSV or XLSX; identity numbers and phones are masked");
    common(*command, context);
    command->add_option("type", arguments->type, "Record type, e.g. household_screening")->required();
    command->add_option("--output", arguments->output, "File ending in .csv or .xlsx")->required();
    command->add_option("--lang", arguments->lang, "Language of the file's headers and codes")
        ->check(CLI::IsMember({"zh", "en"}))
        ->capture_default_str();
    command->footer("Example: fangxian export key_person --data /srv/ganquan --output key_persons.xlsx");
    command->callback([&context, arguments] {
        if (!is_table_file(context, arguments->output, "--output")) return;
        auto const program = open(context, true);
        if (!program) return;
        auto const* table = program->engine->table(arguments->type);
        if (table == nullptr) return context.fail(Problem(ProblemKind::unknown_record_type, {arguments->type}).at("type"));
        auto const format = arguments->output.ends_with(".xlsx") ? tables::Format::xlsx : tables::Format::csv;
        SheetView const view{*program, table->type(), program->local_actor().role, arguments->lang == "zh"};
        auto writer = tables::open_writer(arguments->output, format, sheet_options(view, ""));
        if (writer.has_error()) return context.fail(writer.error());
        std::int64_t count = 0;
        Result<void> written;
        auto const read = program->store->read([&](store::Reader& reader) -> Result<void> {
            std::vector<Value> const parameters{program->county()};
            FX_CHECK(reader.each(records::select_all(table->table()) + " WHERE county = $1 ORDER BY id", parameters,
                                 [&](Row& row) {
                                     if (written.has_error()) return;
                                     auto const record = table->from_row(row, *program->sealer);
                                     if (record.has_error()) {
                                         written = record.error();
                                         return;
                                     }
                                     auto const cells = sheet_row(view, *record);
                                     std::vector<std::string_view> const views(cells.begin(), cells.end());
                                     written = (*writer)->write(views);
                                     ++count;
                                 }));
            return {};
        });
        if (read.has_error()) return context.fail(read.error());
        if (written.has_error()) return context.fail(written.error());
        if (auto const finished = (*writer)->finish(); finished.has_error()) return context.fail(finished.error());
        std::printf("{\"records\":%lld}\n", (long long)count);
    });
}

}  // namespace fx::app::cli
