/// Reads and writes a roster of 100,000 rows and 12 columns: CSV in two encodings and XLSX.

#include "tables/reader.hpp"
#include "tables/table_files.hpp"
#include "tables/template.hpp"
#include "tables/writer.hpp"

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <array>

namespace {

using namespace fx::tables;

constexpr int rows = 100'000;
constexpr std::array titles{"姓名", "性别", "出生日期", "身份证号", "联系电话", "户主关系",
                            "户号", "村",   "组",       "住址",     "体温",     "备注"};

WriteOptions options() {
    WriteOptions made{.byte_order_mark = false};
    for (auto const* title : titles) made.columns.push_back({title});
    made.columns[2].kind = ColumnKind::date;
    made.columns[10].kind = ColumnKind::number;
    return made;
}

void write_roster(std::filesystem::path const& path, Format format) {
    auto const writer = open_writer(path, format, options()).value();
    std::array<std::string, 12> cells{"张小红", "女", "1985-03-02", "", "", "户主", "", "道镇村", "3", "", "36.5", ""};
    for (int i = 0; i < rows; ++i) {
        cells[3] = fmt::format("61062719850302{:04}", i % 10'000);
        cells[4] = fmt::format("138{:08}", i);
        cells[6] = fmt::format("{:06}", i / 3);
        cells[9] = fmt::format("陕西省延安市甘泉县道镇{}号", i);
        std::array<std::string_view, 12> const views{cells[0], cells[1], cells[2], cells[3], cells[4],  cells[5],
                                                     cells[6], cells[7], cells[8], cells[9], cells[10], cells[11]};
        if (writer->write(views).has_error()) std::abort();
    }
    if (writer->finish().has_error()) std::abort();
}

void write(benchmark::State& state, Format format) {
    TemporaryFolder const folder;
    for (auto _ : state) write_roster(folder.path / "roster", format);
    state.counters["MB"] = double(std::filesystem::file_size(folder.path / "roster")) / 1e6;
    state.SetItemsProcessed(state.iterations() * rows);
}

void read(benchmark::State& state, Format format, char const* encoding) {
    TemporaryFolder const folder;
    write_roster(folder.path / "roster", format);
    auto bytes = bytes_of(folder.path / "roster");
    if (*encoding != 0) bytes = encoded(bytes, encoding);
    for (auto _ : state) {
        auto const reader = open_table(bytes).value();
        Row row;
        std::size_t cells = 0;
        while (reader->next(row).value()) cells += row.size();
        // The last column is empty but for its title: XLSX leaves it out, CSV cannot.
        if (cells != std::size_t(rows) * (format == Format::csv ? 12 : 11) + 12)
            state.SkipWithError("not the cells that were written");
    }
    state.SetItemsProcessed(state.iterations() * rows);
}

/// The form Excel itself writes: every text once in a table of shared strings, cells with its number.
std::string shared_strings_workbook() {
    std::string sheet, strings;
    int count = 0;
    for (int i = 0; i < rows; ++i) {
        sheet += fmt::format("<row r=\"{}\">", i + 1);
        for (char column = 'A'; column < 'M'; ++column) {
            bool const own = column == 'D' || column == 'E' || column == 'J';
            if (own || i == 0) strings += fmt::format("<si><t>陕西省延安市{}{}</t></si>", column, i), ++count;
            sheet += fmt::format(R"(<c r="{}{}" s="0" t="s"><v>{}</v></c>)", column, i + 1, own ? count - 1 : column - 'A');
        }
        sheet += "</row>";
    }
    return zip_of(workbook_parts(sheet, "", R"(<xf numFmtId="0"/>)", strings));
}

void read_shared_strings(benchmark::State& state) {
    auto const bytes = shared_strings_workbook();
    for (auto _ : state) {
        auto const reader = open_table(bytes).value();
        Row row;
        std::size_t cells = 0;
        while (reader->next(row).value()) cells += row.size();
        if (cells != std::size_t(rows) * 12) state.SkipWithError("not the cells that were written");
    }
    state.SetItemsProcessed(state.iterations() * rows);
}

/// A superior's form with a line for each of 1,500 villages and twelve marks in each, in shared strings.
void fill_form(benchmark::State& state) {
    constexpr int lines = 1'500, columns = 12;
    std::string sheet, strings;
    for (int line = 0; line < lines; ++line) {
        sheet += fmt::format("<row r=\"{}\">", line + 1);
        for (int column = 0; column < columns; ++column) {
            sheet += fmt::format("<c r=\"{}{}\" s=\"0\" t=\"s\"><v>{}</v></c>", char('A' + column), line + 1,
                                 line * columns + column);
            strings += fmt::format("<si><t>[[figure{}@{}]]</t></si>", column, line + 1);
        }
        sheet += "</row>";
    }
    auto const form = zip_of(workbook_parts(sheet, "", R"(<xf numFmtId="0"/>)", strings));
    for (auto _ : state) {
        auto const filled = fill_template(form, [](std::string_view, std::string const&) -> fx::Result<Filling> {
            return Filling{"1234", true};
        });
        if (filled.has_error() || filled->marks != lines * columns) state.SkipWithError("not every mark was filled");
    }
    state.SetItemsProcessed(state.iterations() * lines * columns);
}

BENCHMARK(fill_form)->Unit(benchmark::kMillisecond)->Repetitions(9)->ReportAggregatesOnly();
BENCHMARK_CAPTURE(write, csv, Format::csv)->Unit(benchmark::kMillisecond)->Repetitions(3)->ReportAggregatesOnly();
BENCHMARK_CAPTURE(write, xlsx, Format::xlsx)->Unit(benchmark::kMillisecond)->Repetitions(3)->ReportAggregatesOnly();
BENCHMARK_CAPTURE(read, csv_utf8, Format::csv, "")->Unit(benchmark::kMillisecond)->Repetitions(3)->ReportAggregatesOnly();
BENCHMARK_CAPTURE(read, csv_gb18030, Format::csv, "GB18030")
    ->Unit(benchmark::kMillisecond)
    ->Repetitions(3)
    ->ReportAggregatesOnly();
BENCHMARK_CAPTURE(read, xlsx, Format::xlsx, "")->Unit(benchmark::kMillisecond)->Repetitions(3)->ReportAggregatesOnly();
BENCHMARK(read_shared_strings)->Unit(benchmark::kMillisecond)->Repetitions(3)->ReportAggregatesOnly();

}  // namespace

BENCHMARK_MAIN();
