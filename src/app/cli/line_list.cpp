#include "app/cli/line_list.hpp"

#include "base/text.hpp"
#include "tables/reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace fx::app::cli {
namespace {

using transmission::no_day;
using transmission::none;

constexpr std::uint64_t list_bytes_max = 256u << 20;
constexpr std::uint32_t list_rows_max = 2'000'000;
constexpr std::size_t infectors_max = 50;  // named in one cell

/// A table with the columns it was found to have.
class ListReader {
public:
    static Result<ListReader> open(std::string bytes, std::string const& file, std::span<ListField const> fields,
                                   boost::json::object const& mapping) {
        tables::ReadOptions options;
        options.limits.file_bytes_max = list_bytes_max;
        options.limits.rows_max = list_rows_max;
        ListReader reader(file, fields);
        auto opened = tables::open_table(std::move(bytes), options);
        if (opened.has_error()) return std::move(opened).error().at(file);
        reader.table_ = std::move(*opened);
        FX_TRY(bool const any, reader.advance());
        if (!any) return Problem(ProblemKind::table_empty).at(file);
        std::vector<std::string> header;
        for (std::size_t i = 0; i < reader.row_.size(); ++i) header.emplace_back(trim(reader.row_[i]));
        FX_TRY(reader.columns_, find_columns(file, std::move(header), fields, mapping));
        return reader;
    }

    ListColumns const& columns() const { return columns_; }
    bool has(std::size_t field) const { return columns_.at[field] != no_column; }
    std::string_view cell(std::size_t field) const { return has(field) ? trim(row_[columns_.at[field]]) : ""; }
    std::size_t line() const { return row_.number; }

    Result<bool> next() {
        FX_TRY(bool const more, advance());
        if (!more) return false;
        for (auto i = columns_.names.size(); i < row_.size(); ++i)
            if (!trim(row_[i]).empty())
                return Problem(
                    ProblemKind::line_list_cell_invalid,
                    {file_, std::to_string(line()), std::to_string(i + 1),
                     Words("表头没有这一列，请检查逗号和引号", "the header has no such column; check commas and quotes")});
        return true;
    }

    Problem wrong(std::size_t field, std::string_view text, Words const& why) const {
        auto const shown = is_utf8(text) && text.size() <= 40 ? std::string(text) : std::string("…");
        return Problem(ProblemKind::line_list_cell_invalid,
                       {file_, std::to_string(line()), columns_.name(field),
                        Words("“" + shown + "”" + why.zh, "\"" + shown + "\" " + why.en)});
    }

    /// A number of a case.
    Result<std::string> id(std::size_t field) const {
        auto const text = cell(field);
        if (says_unknown(text)) return wrong(field, text, {"不是病例编号，请填写", "is no number of a case; fill it in"});
        if (text.size() > id_bytes_max) return wrong(field, text, {"太长，请缩短", "is too long; shorten it"});
        return std::string(text);
    }

private:
    ListReader(std::string file, std::span<ListField const> fields) : file_(std::move(file)), fields_(fields) {}

    Result<bool> advance() {
        auto more = table_->next(row_);
        if (more.has_error()) return std::move(more).error().at(file_);
        if (*more && !row_.problems.empty()) return row_.problems.front();
        return more;
    }

    std::string file_;
    std::span<ListField const> fields_;
    std::unique_ptr<tables::TableReader> table_;
    tables::Row row_;
    ListColumns columns_;
};

bool says_dead(std::string_view text) {
    std::string small(text);
    for (auto& c : small)
        if (c >= 'A' && c <= 'Z') c = char(c - 'A' + 'a');
    for (std::string_view const word : {"dead", "death", "died", "deceased", "fatal", "死亡", "病亡"})
        if (small == word) return true;
    return false;
}

class CaseReader {
public:
    CaseReader(ListReader table, std::string const& file, Date today) : table_(std::move(table)) {
        list_.file = file;
        list_.columns = table_.columns();
        list_.orders.assign(case_field_count, DateOrder::clear);
        for (std::size_t field = 0; field < case_field_count; ++field) dates_.emplace_back(list_.columns.name(field), today);
    }

    Result<LineList> read() {
        if (!table_.has(case_id)) return column_missing(list_.file, case_fields()[case_id], list_.columns.names);
        for (;;) {
            FX_TRY(bool const more, table_.next());
            if (!more) break;
            FX_CHECK(read_row());
        }
        if (list_.ids.empty()) return Problem(ProblemKind::table_empty).at(list_.file);
        list_.listed = list_.ids.size();
        FX_CHECK(settle_dates());
        for (auto const& [at, text] : infectors_) link(at, text);
        return std::move(list_);
    }

private:
    Result<void> read_row() {
        FX_TRY(auto id, table_.id(case_id));
        auto const at = std::uint32_t(list_.ids.size());
        auto const [before, fresh] = list_.by_id.emplace(id, at);
        if (!fresh)
            return table_.wrong(case_id, id,
                                {fmt::format("与第 {} 个病例编号相同，请保留一个", before->second + 1),
                                 fmt::format("is the number of case {} of the list too; leave one", before->second + 1)});
        list_.ids.push_back(std::move(id));
        for (std::size_t field = 1; field < case_field_count; ++field) {
            if (!table_.has(field)) continue;
            if (case_fields()[field].holds == Holds::date)
                dates_[field].add(table_.cell(field), table_.line());
            else if (field == case_infector) {
                if (!says_unknown(table_.cell(field))) infectors_.emplace_back(at, table_.cell(field));
            } else
                list_.texts[field].add(table_.cell(field));
        }
        return {};
    }

    /// Days of a field, all unknown when there is no column.
    Result<std::vector<std::int32_t>> days(std::size_t field) {
        if (!table_.has(field)) return std::vector<std::int32_t>(list_.ids.size(), no_day);
        auto const name = std::string(case_fields()[field].name);
        FX_TRY(auto found, dates_[field].days(list_.file, name, list_.columns.orders[field]));
        list_.orders[field] = dates_[field].order();
        return found;
    }

    Result<void> settle_dates() {
        FX_TRY(auto const onset, days(case_onset));
        FX_TRY(auto const report, days(case_report));
        FX_TRY(auto const death, days(case_death));
        FX_TRY(auto const outcome, days(case_outcome_date));
        FX_TRY(auto const exposure, days(case_exposure_start));
        FX_TRY(list_.diagnosis, days(case_diagnosis));
        FX_TRY(list_.exposure_end, days(case_exposure_end));
        for (std::size_t i = 0; i < list_.ids.size(); ++i) {
            bool const dead = death[i] == no_day && says_dead(list_.texts[case_outcome].text(i));
            list_.cases.push_back({onset[i], report[i], dead ? outcome[i] : death[i], exposure[i]});
        }
        return {};
    }

    /// One infector, or several with ; , | or 、 between.
    void link(std::uint32_t at, std::string const& text) {
        if (add_link(at, text)) return;
        std::string parts = text;
        for (std::string_view const mark : {"、", "；", "，", ",", "|"})
            for (auto found = parts.find(mark); found != std::string::npos; found = parts.find(mark))
                parts.replace(found, mark.size(), ";");
        std::size_t named = 0;
        for (auto const& part : split(parts, ';')) {
            auto const one = trim(part);
            if (says_unknown(one)) continue;
            if (++named > infectors_max) break;
            if (!add_link(at, std::string(one))) list_.infectors_unknown.emplace_back(one.substr(0, id_bytes_max));
        }
    }

    bool add_link(std::uint32_t at, std::string const& id) {
        auto const known = list_.by_id.find(id);
        if (known == list_.by_id.end()) return false;
        list_.links.push_back({known->second, at});
        list_.settings.push_back(none);
        return true;
    }

    ListReader table_;
    LineList list_;
    std::vector<DateColumn> dates_;  // by CaseField
    std::vector<std::pair<std::uint32_t, std::string>> infectors_;
};

class LinkReader {
public:
    LinkReader(ListReader table, LineList& list) : table_(std::move(table)), list_(list) {}

    Result<void> read(std::string const& file) {
        list_.link_columns = table_.columns();
        for (auto const field : {link_from, link_to})
            if (!table_.has(field)) return column_missing(file, link_fields()[field], table_.columns().names);
        for (;;) {
            FX_TRY(bool const more, table_.next());
            if (!more) return {};
            FX_CHECK(read_row());
        }
    }

private:
    Result<void> read_row() {
        transmission::Link link;
        FX_TRY(auto const from, table_.id(link_from));
        FX_TRY(auto const to, table_.id(link_to));
        FX_TRY(bool const directed, yes_or_no(link_directed, true));
        FX_TRY(bool const decided, yes_or_no(link_decided, false));
        FX_TRY(link.weight, weight());
        link.infector = case_of(from);
        link.infectee = case_of(to);
        using transmission::Basis;
        link.basis = !directed ? Basis::contact : decided ? Basis::decided : Basis::named;
        list_.links.push_back(link);
        auto& names = list_.setting_names;
        names.add(table_.cell(link_setting));
        list_.settings.push_back(names.key(read_++));
        return {};
    }

    std::uint32_t case_of(std::string const& id) {
        auto const [known, fresh] = list_.by_id.emplace(id, std::uint32_t(list_.ids.size()));
        if (fresh) {
            list_.ids.push_back(id);
            list_.cases.push_back({});
        }
        return known->second;
    }

    Result<bool> yes_or_no(LinkField field, bool otherwise) const {
        auto const text = table_.cell(field);
        if (says_unknown(text)) return otherwise;
        for (std::string_view const yes : {"1", "yes", "Yes", "YES", "y", "Y", "true", "True", "TRUE", "T", "是"})
            if (text == yes) return true;
        for (std::string_view const no : {"0", "no", "No", "NO", "n", "N", "false", "False", "FALSE", "F", "否"})
            if (text == no) return false;
        return table_.wrong(field, text, {"请填 1（是）或 0（否）", "must be 1 (yes) or 0 (no)"});
    }

    Result<double> weight() const {
        auto const text = table_.cell(link_likelihood);
        if (says_unknown(text)) return transmission::missing;
        double value = 0;
        auto const* const end = text.data() + text.size();
        auto const [stop, error] = std::from_chars(text.data(), end, value);
        constexpr double weight_max = 1e9;
        if (error == std::errc() && stop == end && value >= 0 && value <= weight_max) return value;
        return table_.wrong(link_likelihood, text,
                            {"不是可能性，请填不小于 0 的数，不知道时留空",
                             "is no likelihood; give a number from 0, or nothing where none is known"});
    }

    ListReader table_;
    LineList& list_;
    std::size_t read_ = 0;
};

}  // namespace

void TextColumn::add(std::string_view text) {
    if (says_unknown(text)) return keys_.push_back(none);
    auto const [known, fresh] = known_.emplace(text, std::uint32_t(texts_.size()));
    if (fresh) texts_.emplace_back(text);
    keys_.push_back(known->second);
}

Result<LineList> parse_line_list(std::string bytes, std::string const& file, boost::json::object const& mapping,
                                 Date today) {
    FX_TRY(auto table, ListReader::open(std::move(bytes), file, case_fields(), mapping));
    return CaseReader(std::move(table), file, today).read();
}

Result<void> parse_links(std::string bytes, std::string const& file, boost::json::object const& mapping, LineList& list) {
    FX_TRY(auto table, ListReader::open(std::move(bytes), file, link_fields(), mapping));
    return LinkReader(std::move(table), list).read(file);
}

}  // namespace fx::app::cli
