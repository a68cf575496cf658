#include "tables/xlsx_reader.hpp"

#include "tables/sheet_handler.hpp"

#include <algorithm>
#include <array>

namespace fx::tables {
namespace {

class XlsxReader final : public TableReader {
public:
    XlsxReader(std::string bytes, ReadOptions const& options)
        : TableReader(Format::xlsx, "UTF-8"), bytes_(std::move(bytes)), options_(options) {}

    Result<void> open() {
        FX_TRY(zip_, ZipParts::open(bytes_, options_.limits));
        FX_TRY(book_, read_workbook(*zip_, options_.limits));
        for (auto const& sheet : book_.sheets) sheets_.push_back(sheet.name);
        auto const chosen = std::ranges::find_if(book_.sheets, [&](SheetPart const& sheet) {
            return options_.sheet.empty() ? !sheet.hidden : sheet.name == options_.sheet;
        });
        if (chosen == book_.sheets.end()) return Problem(ProblemKind::table_no_sheet, {options_.sheet, sheet_list()});
        sheet_ = chosen->name;
        return zip_->open_part(chosen->part);
    }

    Result<bool> next(Row& row) override {
        while (!handler_.take(row)) {
            if (finished_) return false;
            if (auto fed = feed(); fed.has_error()) {
                finished_ = true;
                return std::move(fed).error();
            }
        }
        return true;
    }

private:
    Result<void> feed() {
        FX_TRY(auto const count, zip_->read(buffer_));
        finished_ = count == 0;
        return parser_.feed({buffer_.data(), count}, finished_);
    }

    std::string sheet_list() const {
        std::string list;
        for (auto const& name : sheets_) list += (list.empty() ? "" : ", ") + name;
        return list.substr(0, 200);
    }

    std::string bytes_;
    ReadOptions options_;
    std::unique_ptr<ZipParts> zip_;
    Workbook book_;
    SheetHandler handler_{book_, options_.limits};
    XmlParser parser_{handler_, options_.limits};
    std::array<char, 32 << 10> buffer_;
    bool finished_ = false;
};

}  // namespace

Result<std::unique_ptr<TableReader>> open_xlsx(std::string bytes, ReadOptions const& options) {
    auto reader = std::make_unique<XlsxReader>(std::move(bytes), options);
    FX_CHECK(reader->open());
    return std::unique_ptr<TableReader>(std::move(reader));
}

}  // namespace fx::tables
