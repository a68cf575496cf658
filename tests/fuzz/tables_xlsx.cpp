#include "base/assert.hpp"
#include "base/text.hpp"
#include "tables/sheet_handler.hpp"
#include "tables/table_files.hpp"

namespace {

using namespace fx::tables;

void drain(TableReader& reader) {
    Row row;
    for (auto more = reader.next(row); more.has_value() && *more; more = reader.next(row))
        for (std::size_t i = 0; i < row.size(); ++i) FX_ASSERT(fx::is_utf8(row[i]));
}

/// Every row of a sheet's XML read in pieces of `piece` bytes, as one text.
std::string rows_read_in(std::string_view xml, std::size_t piece) {
    Limits const limits;
    Workbook const book;
    SheetHandler handler(book, limits);
    XmlParser parser(handler, limits);
    std::string out;
    Row row;
    for (std::size_t at = 0; at < xml.size(); at += piece) {
        // An error ends the reading; which rows came before it may depend on the pieces.
        if (parser.feed(xml.substr(at, piece), at + piece >= xml.size()).has_error()) return "error";
        while (handler.take(row)) {
            FX_ASSERT(!row.blank());
            out += std::to_string(row.number) + ":";
            for (std::size_t i = 0; i < row.size(); ++i) out.append(row[i]).append("|");
        }
    }
    return out;
}

/// The bytes of a good workbook with some of them changed: triples of place (2 bytes) and value.
std::string damaged(std::string workbook, std::string_view changes) {
    for (; changes.size() >= 3; changes.remove_prefix(3))
        workbook[(std::uint8_t(changes[0]) * 256u + std::uint8_t(changes[1])) % workbook.size()] = changes[2];
    return workbook;
}

}  // namespace

/// The first byte chooses: zip bytes as they are, a damaged workbook, or the XML of a sheet.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    static std::string const good =
        zip_of(workbook_parts(R"(<row r="1"><c r="A1" t="s"><v>0</v></c><c s="1"><v>43864.5</v></c></row>)",
                              R"(<numFmt numFmtId="200" formatCode="yyyy-mm-dd"/>)",
                              R"(<xf numFmtId="0"/><xf numFmtId="200"/>)", "<si><t>x</t></si>"));
    if (size == 0) return 0;
    std::string_view const rest(reinterpret_cast<char const*>(data) + 1, size - 1);
    if (data[0] % 3 == 2) {
        auto const xml = "<worksheet><sheetData>" + std::string(rest) + "</sheetData></worksheet>";
        FX_ASSERT(rows_read_in(xml, xml.size()) == rows_read_in(xml, 1 + data[0] % 50));
        return 0;
    }
    auto reader = open_table(data[0] % 3 == 0 ? std::string(rest) : damaged(good, rest));
    if (reader.has_value()) drain(**reader);
    return 0;
}
