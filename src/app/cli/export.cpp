#include "app/cli/cli.hpp"
#include "catalog/kind.hpp"
#include "records/place.hpp"
#include "records/present.hpp"
#include "tables/writer.hpp"

namespace fx::app::cli {
namespace {

tables::WriteOptions columns_of(Context const& context, catalog::RecordType const& type) {
    tables::WriteOptions options;
    options.columns = {{"编号 id", "", tables::ColumnKind::text, 0},
                       {"区划 place", "", tables::ColumnKind::text, 0},
                       {"状态 state", "", tables::ColumnKind::text, 0}};
    for (auto const& field : type.fields)
        options.columns.push_back({context.say(field.label.zh, field.label.en), field.name, tables::ColumnKind::text, 0});
    options.sheet = type.name;
    return options;
}

/// One record as cells; identity values masked.
std::vector<std::string> cells_of(records::RecordTable const& table, records::Record const& record) {
    std::vector<std::string> cells{format(record.id), format(record.place), record.state};
    for (std::size_t i = 0; i < record.values.size(); ++i) {
        auto const& field = table.type().fields[i];
        auto const& value = record.values[i];
        if (is_null(value))
            cells.emplace_back();
        else if (records::RecordTable::sealed(field))
            cells.push_back(field.kind->mask(value));
        else if (auto const* text = text_in(value))
            cells.push_back(*text);
        else {
            JsonWriter json;
            field.kind->write(json, value, field);
            auto text_json = json.take();
            if (text_json.size() >= 2 && text_json.front() == '"') text_json = text_json.substr(1, text_json.size() - 2);
            cells.push_back(std::move(text_json));
        }
    }
    return cells;
}

}  // namespace

void add_export(CLI::App& app, Context& context) {
    struct Arguments {
        std::string type, output;
    };
    auto const arguments = std::make_shared<Arguments>();
    auto* command =
        app.add_subcommand("export", "Records of one type to CSV or XLSX; identity numbers and phones are masked");
    common(*command, context);
    command->add_option("type", arguments->type, "Record type, e.g. household_screening")->required();
    command->add_option("--output", arguments->output, "File ending in .csv or .xlsx")->required();
    command->footer("Example: fangxian export key_person --data /srv/ganquan --output key_persons.xlsx");
    command->callback([&context, arguments] {
        auto const program = open(context, true);
        if (!program) return;
        auto const* table = program->engine->table(arguments->type);
        if (table == nullptr) return context.fail(Problem(ProblemKind::unknown_record_type, {arguments->type}).at("type"));
        auto const format = arguments->output.ends_with(".xlsx") ? tables::Format::xlsx : tables::Format::csv;
        auto writer = tables::open_writer(arguments->output, format, columns_of(context, table->type()));
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
                                     auto const cells = cells_of(*table, *record);
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
