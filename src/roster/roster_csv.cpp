#include "roster/roster_csv.hpp"

#include <fmt/format.h>

#include <iterator>

namespace fx::roster {

CsvWriter::CsvWriter(std::ostream& out, DivisionTree const& tree) : out_(out), tree_(tree) {
    out_ << "户编号,村,组,地址,姓名,性别,出生日期,证件号码,电话,与户主关系,居住类型\n";
    for (auto const& node : tree.nodes())
        if (node.level == Level::village) ++villages_named_[node.name];
}

void CsvWriter::write(Household const& household, std::span<Person const> persons) {
    auto const village = Place::division(household.place.division_code());
    auto const* node = tree_.find(village);
    auto const* group = tree_.find(household.place);
    auto const named = node && villages_named_[node->name] == 1 ? std::string(node->name) : format(village);
    row_.clear();
    for (auto const& person : persons)
        fmt::format_to(std::back_inserter(row_), "{}-{},{},{},{},{},{},{},{},{},{},{}\n", format(village),
                       household.house_code, named, group ? group->name : "", household.address, person.name,
                       person.sex == Sex::male ? "男" : "女", format(person.birth_date), person.id_number, person.phone,
                       relation_name(person.relation), int(person.residence));
    out_ << row_;
}

}  // namespace fx::roster
