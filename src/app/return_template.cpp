#include "app/return_template.hpp"

#include <algorithm>
#include <charconv>

namespace fx::app {
namespace {

using catalog::Cell;

/// Nothing unless `text` is a number; 0 is the place itself, without its parts.
std::optional<std::size_t> line_of(std::string_view text) {
    std::size_t line = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), line);
    if (error != std::errc{} || end != text.data() + text.size() || line > 100'000) return std::nullopt;
    return line;
}

std::string in_chinese(Date day) {
    auto const text = format(day);
    auto const number = [&](std::size_t at) { return text[at] == '0' ? text.substr(at + 1, 1) : text.substr(at, 2); };
    return text.substr(0, 4) + "年" + number(5) + "月" + number(8) + "日";
}

class Marks {
public:
    explicit Marks(ReturnPrint const& print) : print_(print), sheet_(print.sheet) {}

    std::size_t lines() const { return lines_; }

    Result<tables::Filling> fill(std::string_view mark, std::string const& at) {
        auto const split = mark.rfind('@');
        auto const line = split == mark.npos ? std::nullopt : line_of(mark.substr(split + 1));
        auto const name = mark.substr(0, split);
        if (split != mark.npos && !line) return unknown(mark, at);
        if (line) lines_ = std::max(lines_, *line);
        if (name.starts_with('#')) return of_sheet(name, line, mark, at);
        auto const found = cell(name);
        if (!found) return unknown(mark, at);
        if (line && *line > sheet_.children.size()) return tables::Filling{};
        auto const& declared = sheet_.version->cells[*found];
        auto text = figure_words(declared, figure(*found, line), print_.zh);
        if (text.empty()) return tables::Filling{"—"};
        bool const number = declared.how != Cell::How::latest && declared.how != Cell::How::highest;
        return tables::Filling{std::move(text), number};
    }

private:
    returns::Figure figure(std::size_t cell, std::optional<std::size_t> line) const {
        if (!line) return sheet_.node.figures[cell];
        if (*line > 0) return sheet_.children[*line - 1].figures[cell];
        if (own_) return own_->figures[cell];
        // Nothing stands there: 0 of what can be added up.
        return sheet_.version->cells[cell].adds_up() && sheet_.node.figures[cell] ? returns::Figure(0) : returns::Figure();
    }

    Problem unknown(std::string_view mark, std::string const& at) const {
        return Problem(ProblemKind::template_mark_unknown, {"[[" + std::string(mark) + "]]", at, sheet_.form->label})
            .at("template");
    }

    std::optional<std::size_t> cell(std::string_view name) const {
        auto const& cells = sheet_.version->cells;
        std::optional<std::size_t> found;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            if (cells[i].name == name) return i;
            if (cells[i].label.zh != name && cells[i].label.en != name) continue;
            if (found) return std::nullopt;  // two cells are called so
            found = i;
        }
        return found;
    }

    Result<tables::Filling> of_sheet(std::string_view name, std::optional<std::size_t> line, std::string_view mark,
                                     std::string const& at) const {
        auto const view = print_.program.network->view();
        if (name == "#place" && line && *line > 0)
            return tables::Filling{*line > sheet_.children.size()
                                       ? std::string()
                                       : std::string(view.divisions().name(sheet_.children[*line - 1].place))};
        if (line) return unknown(mark, at);
        if (name == "#place") return tables::Filling{view.divisions().full_name(sheet_.node.place)};
        if (name == "#date") return tables::Filling{format(sheet_.day)};
        if (name == "#date_zh") return tables::Filling{in_chinese(sheet_.day)};
        if (name == "#since") return tables::Filling{format(sheet_.since)};
        return unknown(mark, at);
    }

    ReturnPrint const& print_;
    returns::Sheet const& sheet_;
    std::optional<returns::Line> own_ = returns::at_itself(sheet_);
    std::size_t lines_ = 0;
};

}  // namespace

Result<std::string> fill_return(std::string_view xlsx, ReturnPrint const& print) {
    Marks marks(print);
    FX_TRY(auto filled,
           tables::fill_template(xlsx, [&](std::string_view mark, std::string const& at) { return marks.fill(mark, at); }));
    if (filled.marks == 0)
        return Problem(ProblemKind::template_without_marks, {print.sheet.version->cells.front().name}).at("template");
    auto const parts = print.sheet.children.size();
    if (marks.lines() > 0 && marks.lines() < parts)
        return Problem(ProblemKind::invalid_parameter,
                       {"template", "@1 … @" + std::to_string(parts) + " (" + std::to_string(marks.lines()) + ")"})
            .at("template");
    return std::move(filled.bytes);
}

}  // namespace fx::app
