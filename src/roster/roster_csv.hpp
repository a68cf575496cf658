#pragma once
/// The roster as a flat CSV, one person a row, with the headers village staff use: input for the import.

#include "roster/roster.hpp"

#include <map>
#include <ostream>

namespace fx::roster {

/// 户编号,村,组,地址,姓名,性别,出生日期,证件号码,电话,与户主关系,居住类型. UTF-8, LF. 户编号 is the house code after
/// the village's 12 digits; 村 the village's name, or its 12 digits where the county
/// has another village of that name; 居住类型 the code of the list `resid`.
class CsvWriter {
public:
    CsvWriter(std::ostream& out, DivisionTree const& tree);
    void write(Household const&, std::span<Person const>);

private:
    std::ostream& out_;
    DivisionTree const& tree_;
    std::map<std::string_view, int> villages_named_;
    std::string row_;
};

}  // namespace fx::roster
