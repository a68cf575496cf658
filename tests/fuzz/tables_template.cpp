#include "base/assert.hpp"
#include "tables/table_files.hpp"
#include "tables/template.hpp"

namespace {

using namespace fx::tables;

fx::Result<Filling> mark_itself(std::string_view mark, std::string const& cell) {
    if (mark == "no") return fx::Problem(fx::ProblemKind::template_mark_unknown, {std::string(mark), cell, ""});
    return Filling{mark == "n" ? "-1.5" : "<" + std::string(mark) + ">", mark == "n"};
}

/// Filled once more there is nothing left to fill, and it is still a workbook.
void try_to_fill(std::string const& form) {
    auto const once = fill_template(form, mark_itself);
    if (once.has_error()) return;
    auto const again = fill_template(once->bytes, mark_itself);
    FX_ASSERT(again.has_value());
    FX_ASSERT(again->marks == 0 || again->marks <= once->marks);
    FX_ASSERT(fill_template(form, mark_itself)->bytes == once->bytes);
}

}  // namespace

/// The first byte chooses: the rows of a sheet, its shared strings, the workbook part, or a workbook with bytes changed.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size == 0) return 0;
    std::string const rest(reinterpret_cast<char const*>(data) + 1, size - 1);
    auto const cells = R"(<row r="1"><c r="A1" s="0" t="s"><v>0</v></c><c r="B1"><f>A1</f><v>3</v></c></row>)";
    switch (data[0] % 4) {
        case 0: try_to_fill(workbook(rest)); break;
        case 1: try_to_fill(zip_of(workbook_parts(cells, "", R"(<xf numFmtId="0"/>)", rest))); break;
        case 2: {
            auto parts = workbook_parts(cells, "", R"(<xf numFmtId="0"/>)", "<si><t>[[n]]</t></si>");
            auto& book = parts["xl/workbook.xml"];
            book.insert(book.find("</workbook>"), rest);
            try_to_fill(zip_of(parts));
            break;
        }
        default: {
            auto form = zip_of(workbook_parts(cells, "", R"(<xf numFmtId="0"/>)", "<si><t>[[n]] [[x]]</t></si>"));
            for (std::size_t i = 0; i + 3 <= rest.size(); i += 3)
                form[(std::uint8_t(rest[i]) * 256u + std::uint8_t(rest[i + 1])) % form.size()] = rest[i + 2];
            try_to_fill(form);
        }
    }
    return 0;
}
