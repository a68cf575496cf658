#include "network/roster_template.hpp"

#include "catalog/handles.hpp"
#include "catalog/kind.hpp"
#include "network/roster_columns.hpp"

#include <algorithm>

namespace fx::network {
namespace {

/// The first name of the column in the language: English ones begin with an ASCII letter.
std::string const& title(tables::WantedColumn const& column, bool zh) {
    auto const english = [](std::string const& alias) { return static_cast<unsigned char>(alias.front()) < 0x80; };
    auto const found = std::ranges::find_if(column.aliases, [&](auto const& alias) { return english(alias) != zh; });
    return found == column.aliases.end() ? column.aliases.front() : *found;
}

catalog::Field const* field_of(catalog::Catalogue const& catalogue, std::string const& name) {
    for (auto const type : {handles::person::record_type, handles::household::record_type}) {
        auto const& shape = *catalogue.type(type);
        if (int const index = shape.field_index(name); index >= 0) return &shape.fields[std::size_t(index)];
    }
    return nullptr;
}

Words what_to_write(catalog::Catalogue const& catalogue, std::size_t column) {
    if (column == village_column)
        return {"村（社区）全称或 12 位区划代码", "Full name of the village, or its 12-digit code"};
    if (column == group_column)
        return {"组号，如 1；没有分组的留空", "Number of the group, such as 1; empty where there is none"};
    auto const* field = field_of(catalogue, roster_columns()[column].field);
    if (field == nullptr) return {};
    if (field->codes != nullptr) {
        Words words;
        for (auto const& code : field->codes->codes) {
            words.zh += (words.zh.empty() ? "填：" : "、") + code.label.zh;
            words.en += (words.en.empty() ? "One of: " : ", ") + code.label.en;
        }
        return words;
    }
    if (field->kind->name() == "date") return {"如 1980-02-03", "Such as 1980-02-03"};
    return field->hint.zh.empty() ? field->label : field->hint;
}

}  // namespace

tables::WriteOptions roster_template(catalog::Catalogue const& catalogue, bool zh) {
    tables::WriteOptions options;
    options.sheet = zh ? "名册" : "Roster";
    for (std::size_t i = 0; i < roster_column_count; ++i) {
        auto const& column = roster_columns()[i];
        auto const words = what_to_write(catalogue, i);
        auto text = zh ? words.zh : words.en;
        if (column.required) text = (zh ? "必填。" : "Required. ") + text;
        if (i == 0) text = (zh ? "说明（导入时略过此行）：" : "Note (this row is not imported): ") + text;
        options.columns.push_back({title(column, zh), std::move(text), tables::ColumnKind::text, 0});
    }
    return options;
}

}  // namespace fx::network
