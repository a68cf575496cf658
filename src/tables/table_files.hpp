#pragma once
/// For the tests of this folder: files made on the spot.

#include "tables/reader.hpp"
#include "tables/writer.hpp"

#include <iconv.h>
#include <minizip/zip.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

namespace fx::tables {

/// A folder of its own that goes when the test ends.
class TemporaryFolder {
public:
    TemporaryFolder() {
        std::string name = std::filesystem::temp_directory_path() / "fx-tables-XXXXXX";
        if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp");
        path = name;
    }
    ~TemporaryFolder() { std::filesystem::remove_all(path); }
    std::filesystem::path path;
};

inline std::string bytes_of(std::filesystem::path const& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

inline std::string encoded(std::string utf8, char const* encoding) {
    auto const handle = iconv_open(encoding, "UTF-8");
    std::string out(utf8.size() * 4 + 4, '\0');
    char *in = utf8.data(), *to = out.data();
    auto in_left = utf8.size(), to_left = out.size();
    iconv(handle, &in, &in_left, &to, &to_left);
    iconv_close(handle);
    out.resize(out.size() - to_left);
    return out;
}

using Parts = std::map<std::string, std::string>;

/// A zip of these parts.
inline std::string zip_of(Parts const& parts, char const* password = nullptr) {
    TemporaryFolder folder;
    auto const path = folder.path / "made.zip";
    auto const zip = zipOpen64(path.c_str(), APPEND_STATUS_CREATE);
    for (auto const& [name, text] : parts) {
        zipOpenNewFileInZip3(zip, name.c_str(), nullptr, nullptr, 0, nullptr, 0, nullptr, Z_DEFLATED, 9, 0, -MAX_WBITS, 8, 0,
                             password, 0);
        zipWriteInFileInZip(zip, text.data(), unsigned(text.size()));
        zipCloseFileInZip(zip);
    }
    zipClose(zip, nullptr);
    return bytes_of(path);
}

/// The parts of the least workbook there can be; `sheet_data` goes into its <sheetData>.
inline Parts workbook_parts(std::string const& sheet_data, std::string const& number_formats = "",
                            std::string const& styles = R"(<xf numFmtId="0"/>)", std::string const& strings = "") {
    std::string const type = R"( Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/)";
    return {
        {"_rels/.rels",
         R"(<Relationships><Relationship Id="r1")" + type + R"(officeDocument" Target="xl/workbook.xml"/></Relationships>)"},
        {"xl/workbook.xml", R"(<workbook xmlns:r="r"><sheets><sheet name="旧" state="hidden" sheetId="1" r:id="r9"/>)"
                            R"(<sheet name="人员" sheetId="2" r:id="r1"/></sheets></workbook>)"},
        {"xl/_rels/workbook.xml.rels", R"(<Relationships><Relationship Id="r1")" + type +
                                           R"(worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2")" + type +
                                           R"(styles" Target="/xl/styles.xml"/><Relationship Id="r3")" + type +
                                           R"(sharedStrings" Target="sharedStrings.xml"/><Relationship Id="r9")" + type +
                                           R"(worksheet" Target="worksheets/old.xml"/></Relationships>)"},
        {"xl/styles.xml",
         "<styleSheet><numFmts>" + number_formats + "</numFmts><cellXfs>" + styles + "</cellXfs></styleSheet>"},
        {"xl/sharedStrings.xml", "<sst>" + strings + "</sst>"},
        {"xl/worksheets/old.xml",
         "<worksheet><sheetData><row r=\"1\"><c t=\"str\"><v>old</v></c></row></sheetData></worksheet>"},
        {"xl/worksheets/sheet1.xml", "<worksheet><sheetData>" + sheet_data + "</sheetData></worksheet>"},
    };
}

inline std::string workbook(std::string const& sheet_data) { return zip_of(workbook_parts(sheet_data)); }

using Cells = std::vector<std::vector<std::string>>;

/// Everything a reader gives, or the number of the problem that ended it.
struct ReadBack {
    Cells rows;
    std::vector<std::uint32_t> numbers;
    std::vector<Problem> cell_problems;
    std::string problem;  ///< "413.112"; empty when the file was read to its end
    std::string field;
};

inline ReadBack read_all(std::string bytes, ReadOptions const& options = {}) {
    ReadBack back;
    auto reader = open_table(std::move(bytes), options);
    Row row;
    while (reader.has_value()) {
        auto const more = (*reader)->next(row);
        if (more.has_error()) return back.problem = more.error().number(), back.field = more.error().field(), back;
        if (!*more) return back;
        auto& cells = back.rows.emplace_back();
        for (std::size_t i = 0; i < row.size(); ++i) cells.emplace_back(row[i]);
        back.numbers.push_back(row.number);
        back.cell_problems.insert(back.cell_problems.end(), row.problems.begin(), row.problems.end());
    }
    return back.problem = reader.error().number(), back.field = reader.error().field(), back;
}

inline Row row_of(std::vector<std::string> const& cells, std::uint32_t number = 1) {
    Row row;
    row.clear(number);
    for (auto const& cell : cells) row.add(cell);
    return row;
}

}  // namespace fx::tables
