#include "app/cli/line_list_columns.hpp"

#include "base/text.hpp"

#include <fmt/format.h>
#include <boost/json.hpp>

#include <algorithm>

namespace fx::app::cli {
namespace {

constexpr std::size_t names_shown_max = 30;

/// "Date of onset" and "date.of-onset" as "date_of_onset".
std::string canonical(std::string_view name) {
    std::string out;
    for (char const c : trim(name)) {
        bool const gap = c == ' ' || c == '.' || c == '-';
        out += gap ? '_' : c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c;
    }
    return out;
}

std::string listed(std::vector<std::string> const& names) {
    std::string text;
    for (std::size_t i = 0; i < std::min(names.size(), names_shown_max); ++i) text += (i == 0 ? "" : ", ") + names[i];
    return names.size() > names_shown_max ? text + ", …" : text;
}

Problem mapping_wrong(std::string_view field, Words why) {
    return Problem(ProblemKind::line_list_mapping_invalid, {std::string(field), std::move(why)});
}

class ColumnFinder {
public:
    ColumnFinder(std::vector<std::string> header, std::span<ListField const> fields) : fields_(fields) {
        found_.names = std::move(header);
        found_.at.assign(fields.size(), no_column);
        found_.orders.assign(fields.size(), DateOrder::clear);
        found_.guessed.assign(fields.size(), false);
        for (auto const& name : found_.names) canonical_.push_back(canonical(name));
    }

    Result<ListColumns> find(std::string const& file, boost::json::object const& mapping) {
        for (std::size_t i = 0; i < canonical_.size(); ++i)
            for (std::size_t j = 0; j < i; ++j)
                if (!canonical_[i].empty() && canonical_[i] == canonical_[j])
                    return Problem(ProblemKind::header_column_repeated,
                                   {found_.names[i], fmt::format("{}, {}", j + 1, i + 1)})
                        .at(file);
        for (auto const& member : mapping) FX_CHECK(take(member.key(), member.value()));
        for (std::size_t field = 0; field < fields_.size(); ++field)
            if (!mapping.contains(fields_[field].name)) guess(field);
        return std::move(found_);
    }

private:
    std::size_t column_named(std::string_view name) const {
        auto const at = std::ranges::find(canonical_, canonical(name));
        return at == canonical_.end() ? no_column : std::size_t(at - canonical_.begin());
    }

    Result<void> take(std::string_view name, boost::json::value const& value) {
        auto const known = std::ranges::find(fields_, name, &ListField::name);
        if (known == fields_.end()) {
            std::vector<std::string> names;
            for (auto const& field : fields_) names.emplace_back(field.name);
            auto const all = listed(names);
            return mapping_wrong(name, {"没有这一项，可用：" + all, "there is no such field; there are " + all});
        }
        auto const field = std::size_t(known - fields_.begin());
        if (value.is_null()) return {};
        auto const* column = &value;
        if (value.is_object()) {
            column = value.get_object().if_contains("column");
            FX_CHECK(take_format(*known, field, value.get_object()));
        }
        if (column == nullptr || !column->is_string())
            return mapping_wrong(name, {"请填列名、{\"column\": …, \"format\": …} 或 null",
                                        "give the name of a column, {\"column\": ..., \"format\": ...} or null"});
        std::string const wanted(column->get_string());
        found_.at[field] = column_named(wanted);
        if (found_.at[field] == no_column) {
            auto const all = listed(found_.names);
            return mapping_wrong(name, {fmt::format("文件没有“{}”列，现有列：{}", wanted, all),
                                        fmt::format("the file has no column {}; it has {}", wanted, all)});
        }
        return {};
    }

    Result<void> take_format(ListField const& known, std::size_t field, boost::json::object const& value) {
        auto const* format = value.if_contains("format");
        if (format == nullptr) return {};
        for (auto const order : {DateOrder::clear, DateOrder::day_first, DateOrder::month_first})
            if (known.holds == Holds::date && format->is_string() && format->get_string() == name_of(order)) {
                found_.orders[field] = order;
                return {};
            }
        return mapping_wrong(known.name,
                             {"日期格式请填 \"Y-m-d\"、\"d/m/Y\" 或 \"m/d/Y\"，且只用于日期",
                              "the format of a date is \"Y-m-d\", \"d/m/Y\" or \"m/d/Y\"; other fields have none"});
    }

    void guess(std::size_t field) {
        for (auto const& name : split(fields_[field].guesses, ' ')) {
            auto const at = column_named(name);
            if (at == no_column || std::ranges::find(found_.at, at) != found_.at.end()) continue;
            found_.at[field] = at;
            found_.guessed[field] = true;
            return;
        }
    }

    std::span<ListField const> fields_;
    ListColumns found_;
    std::vector<std::string> canonical_;
};

}  // namespace

std::span<ListField const> case_fields() {
    static std::array<ListField, case_field_count> const fields{{
        {"id",
         {"病例编号", "the number of the case"},
         Holds::text,
         "case_id id caseid case_no case_number case patient_id patient_no patient visualid visual_id 病例编号 病例号 "
         "个案编号 编号"},
        {"onset",
         {"发病日期", "the day of onset"},
         Holds::date,
         "onset date_onset onset_date dt_onset date_of_onset dateofonset symptom_onset symptom_onset_date "
         "date_symptom_onset "
         "date_of_symptom_onset onset_symptom 发病日期 发病时间"},
        {"report",
         {"报告日期", "the day of the report"},
         Holds::date,
         "reported report date_report report_date dt_report date_reported date_of_report date_of_reporting dateofreporting "
         "reporting_date notification_date 报告日期 报告时间"},
        {"diagnosis",
         {"确诊日期", "the day of confirmation"},
         Holds::date,
         "confirmed dt_diag date_confirmed confirmed_date date_confirmation confirm_date date_of_confirmation "
         "diagnosis_date "
         "date_diagnosis 确诊日期 诊断日期"},
        {"death",
         {"死亡日期", "the day of death"},
         Holds::date,
         "death date_death death_date dt_death date_of_death dateofdeath 死亡日期 死亡时间"},
        {"outcome", {"转归", "the outcome"}, Holds::text, "outcome outcomeid 转归"},
        {"outcome_date",
         {"转归日期", "the day of the outcome"},
         Holds::date,
         "outcome_date date_outcome date_of_outcome dt_outcome dateofoutcome 转归日期"},
        {"exposure_start",
         {"暴露首日", "the first day of exposure"},
         Holds::date,
         "exposure_start dt_start_exp date_exposure exposure_date date_infection date_of_infection dateofinfection "
         "暴露开始日期 暴露日期"},
        {"exposure_end", {"暴露末日", "the last day of exposure"}, Holds::date, "exposure_end dt_end_exp 暴露结束日期"},
        {"infector",
         {"传染来源的病例编号", "the number of the infector"},
         Holds::text,
         "infector infector_id infected_by source_case source_case_id source_id source 传染源 传染来源 感染来源病例"},
        {"place",
         {"地点", "the place"},
         Holds::text,
         "residence place address location village township district county 现住址 居住地 地点"},
        {"unit",
         {"单位", "the unit"},
         Holds::text,
         "unit workplace school employer hospital loc_hosp institution setting 单位 工作单位 学校 医院"},
        {"family",
         {"家庭", "the family"},
         Holds::text,
         "family household family_id household_id hh_id 家庭 家庭编号 户编号 户号"},
        {"cluster",
         {"已知的聚集性疫情", "a cluster already named"},
         Holds::text,
         "cluster cluster_id 聚集性疫情 聚集性疫情编号"},
        {"age", {"年龄", "age"}, Holds::text, "age age_years 年龄"},
        {"age_class", {"年龄组", "age class"}, Holds::text, "age_class age_group agegroup 年龄组"},
        {"sex", {"性别", "sex"}, Holds::text, "sex gender 性别"},
        {"infected_in",
         {"感染地", "where it was infected"},
         Holds::text,
         "infection_source place_infect place_of_infection 感染地 感染来源"},
    }};
    return fields;
}

std::span<ListField const> link_fields() {
    static std::array<ListField, link_field_count> const fields{{
        {"from",
         {"传染者", "the infector"},
         Holds::text,
         "from from_id infector infector_id source source_id case_from source_case 传染者 传染源"},
        {"to",
         {"被传染者", "the infected"},
         Holds::text,
         "to to_id infectee infectee_id infected target target_id case_to case case_id 被传染者 病例编号"},
        {"directed", {"是否有方向", "whether the direction is known"}, Holds::text, "directed 有方向"},
        {"decided", {"是否已认定", "whether it was decided"}, Holds::text, "decided confirmed certain 已认定"},
        {"likelihood", {"可能性", "the likelihood"}, Holds::text, "likelihood weight probability 可能性 权重"},
        {"setting",
         {"场所或关系", "setting or relation"},
         Holds::text,
         "setting exposure relation relationship context 场所 关系"},
    }};
    return fields;
}

std::vector<std::string> ListColumns::passed_over() const {
    std::vector<std::string> over;
    for (std::size_t i = 0; i < names.size(); ++i)
        if (std::ranges::find(at, i) == at.end()) over.push_back(names[i]);
    return over;
}

Result<ListColumns> find_columns(std::string const& file, std::vector<std::string> header, std::span<ListField const> fields,
                                 boost::json::object const& mapping) {
    return ColumnFinder(std::move(header), fields).find(file, mapping);
}

Problem column_missing(std::string const& file, ListField const& field, std::vector<std::string> const& names) {
    return Problem(ProblemKind::line_list_column_missing, {file, field.about, listed(names)});
}

boost::json::object mapping_of(ListColumns const& columns, std::span<ListField const> fields,
                               std::span<DateOrder const> orders) {
    boost::json::object mapping;
    for (std::size_t field = 0; field < fields.size(); ++field) {
        auto const column = columns.name(field);
        if (column.empty())
            mapping[fields[field].name] = nullptr;
        else if (orders[field] == DateOrder::clear)
            mapping[fields[field].name] = column;
        else
            mapping[fields[field].name] = boost::json::object{{"column", column}, {"format", name_of(orders[field])}};
    }
    return mapping;
}

}  // namespace fx::app::cli
