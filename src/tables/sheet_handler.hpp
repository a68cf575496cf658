#pragma once
/// The rows of one sheet part as its XML comes in.

#include "tables/row.hpp"
#include "tables/workbook.hpp"
#include "tables/xml_parser.hpp"

#include <string>
#include <vector>

namespace fx::tables {

class SheetHandler final : public XmlHandler {
public:
    SheetHandler(Workbook const& workbook, Limits const& limits) : book_(workbook), limits_(limits) {}
    void start(std::string_view name, char const** attributes) override;
    void end(std::string_view name) override;
    void text(std::string_view piece) override;

    /// Swaps the next finished row that is not blank into `row`.
    bool take(Row& row);

private:
    enum class Type : unsigned char { number, shared, text, boolean, error, date };
    void start_row(char const** attributes);
    void start_cell(char const** attributes);
    void end_cell();
    void end_row();
    void add_value();
    void add_number();
    void cell_problem(ProblemKind kind, std::string shown = {});
    std::string here() const { return cell_name(row_, column_); }

    Workbook const& book_;
    Limits const& limits_;
    std::vector<Row> rows_;  ///< [taken_, ready_) are finished; the one at ready_ is being built
    std::size_t taken_ = 0, ready_ = 0;
    std::uint32_t row_ = 0, filled_rows_ = 0;
    std::uint32_t column_ = 0;
    std::string value_;
    Type type_ = Type::number;
    std::size_t style_ = 0;
    bool in_row_ = false, in_cell_ = false, in_value_ = false, phonetic_ = false;
};

}  // namespace fx::tables
