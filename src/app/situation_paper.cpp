#include "app/situation_paper.hpp"

#include "app/situation_json.hpp"
#include "paper/page.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace fx::app {
namespace {

using paper::Align;
using paper::Color;
using paper::Style;

constexpr double margin = 36, inner = paper::a4_width - 2 * margin, gap = 16;
constexpr Color ink{0.10, 0.14, 0.17}, faint{0.42, 0.47, 0.50}, rule{0.80, 0.83, 0.85}, teal{0.06, 0.43, 0.47},
    pale{0.90, 0.93, 0.94}, red{0.70, 0.13, 0.13};
constexpr std::size_t coverage_lines = 24, listed_lines = 7;

/// What a page shows of places, looked up before it is drawn: no lock is held while drawing.
struct Names {
    std::string area, above, issuer;
    std::map<Place, std::string> of;
};

Names names_of(Program const& program, Situation const& report) {
    Names names;
    auto const upper = place_above(program, report.area);
    auto const view = program.network->view();
    auto const& places = view.divisions();
    names.area = places.full_name(report.area);
    if (upper) names.above = places.name(*upper);
    if (auto const* post = view.posts().find(report.issued_by)) names.issuer = post->name;
    for (auto const& row : report.rows)
        if (!row.at.is_nil()) names.of.try_emplace(row.at, places.name(row.at));
    return names;
}

class Sheet {
public:
    Sheet(paper::Page& page, Situation const& report, Names const& names, bool zh)
        : page_(page), report_(report), names_(names), zh_(zh) {}

    void draw() {
        head();
        figures();
        trend();
        coverage();
        overdue();
        judgement();
        foot();
    }

private:
    std::string say(Words const& words) const { return zh_ ? words.zh : words.en; }
    std::string name(Place place) const {
        auto const found = names_.of.find(place);
        return found == names_.of.end() ? std::string() : found->second;
    }
    static std::string or_dash(std::string const& text) { return text.empty() ? "—" : text; }
    static std::string minutes(Instant at) {
        auto text = format(at).substr(0, 16);
        text[10] = ' ';
        return text;
    }

    void heading(Words const& words) {
        y_ += 7;
        page_.box(margin, y_ + 2.5, 3, 10, teal);
        page_.text(margin + 8, y_, inner - 8, say(words), {.size = 10.5, .bold = true, .color = ink});
        y_ += 17;
    }

    void head() {
        y_ = 30;
        y_ += page_.text(margin, y_, inner, say({"疫情防控情况报告", "Epidemic situation report"}),
                         {.size = 19, .bold = true, .color = ink, .align = Align::center});
        auto const number = report_.number == 0 ? std::string()
                            : zh_               ? "　第 " + std::to_string(report_.number) + " 期"
                                                : "   No. " + std::to_string(report_.number);
        y_ += 3 + page_.text(margin, y_ + 3, inner, names_.area + (zh_ ? "　" : "   ") + format(report_.day) + number,
                             {.size = 11, .color = ink, .align = Align::center});
        page_.text(margin, y_ + 4, inner,
                   say({"数据截至 ", "Figures as of "}) + minutes(report_.as_of) +
                       (report_.by_clock ? say({"（定时生成）", " (made by the clock)"}) : ""),
                   {.size = 8.5, .color = faint});
        page_.text(margin, y_ + 4, inner, standing(),
                   {.size = 8.5, .bold = true, .color = report_.state == "issued" ? teal : red, .align = Align::right});
        y_ += 18;
        page_.line(margin, y_, margin + inner, y_, teal, 1.2);
    }

    std::string standing() const {
        if (report_.state == "issued" && report_.issued_at)
            return say({"签发：", "Issued by "}) + names_.issuer + "  " + minutes(*report_.issued_at);
        if (report_.state == "withdrawn") return say({"已撤回：", "Withdrawn: "}) + report_.withdraw_reason;
        if (report_.state.empty()) return say({"现时统计，未存档", "Counted now, not kept"});
        return say({"待签发", "Not issued"});
    }

    /// Two columns of figures, each with yesterday's and the level above's.
    void figures() {
        heading({"主要数字", "Figures"});
        auto const items = command::items(command::part::figure);
        auto const half = (items.size() + 1) / 2;
        auto const width = (inner - gap) / 2, top = y_;
        std::size_t at = 0;
        for (double const x : {margin, margin + width + gap}) {
            y_ = top;
            figure_line(x, width, "", say({"当日", "The day"}), say({"前一日", "Day before"}),
                        names_.above.empty() ? say({"上一级", "Level above"}) : names_.above, true);
            for (auto const end = std::min(items.size(), at + half); at < end; ++at) {
                auto const row = std::ranges::find_if(report_.rows, [&](auto const& one) {
                    return one.part == command::part::figure && one.item == items[at].name;
                });
                if (row == report_.rows.end()) continue;
                auto const whole = row->of.empty() ? "" : " / " + row->of;
                figure_line(x, width, say(items[at].label), or_dash(row->value) + whole, or_dash(row->yesterday),
                            or_dash(row->above), false);
            }
        }
        y_ = top + 15 * double(half + 1);
    }

    void figure_line(double x, double width, std::string const& label, std::string const& value,
                     std::string const& yesterday, std::string const& above, bool titles) {
        Style const quiet{.size = titles ? 7.5 : 8.5, .color = faint, .align = Align::right};
        constexpr double number = 39;
        auto const edge = width - 2 * number;
        page_.text(x, y_, 92, label, {.size = 9, .color = ink});
        page_.text(x + 88, y_ + (titles ? 0.5 : -0.5), edge - 88, value,
                   titles ? quiet : Style{.size = 9.5, .bold = true, .color = ink, .align = Align::right});
        page_.text(x + edge, y_ + 0.5, number, yesterday, quiet);
        page_.text(x + edge + number, y_ + 0.5, number, above, quiet);
        y_ += 15;
        page_.line(x, y_ - 2, x + width, y_ - 2, rule);
    }

    /// Side by side, a bar for each day: where the epidemic curve stands once there are cases.
    void trend() {
        heading({"近 14 日走势", "The last fortnight"});
        auto const items = command::items(command::part::trend);
        auto const width = (inner - gap * double(items.size() - 1)) / double(items.size());
        auto x = margin;
        for (auto const& item : items) {
            bars(x, width, item);
            x += width + gap;
        }
        y_ += 34 + high_;
    }

    void bars(double x, double width, command::Item const& item) {
        std::vector<command::ReportRow const*> days;
        double most = 0;
        for (auto const& row : report_.rows)
            if (row.part == command::part::trend && row.item == item.name && row.on) {
                days.push_back(&row);
                most = std::max(most, std::strtod(row.value.c_str(), nullptr));
            }
        if (days.empty()) return;
        page_.text(x, y_, width - 34, say(item.label), {.size = 8.5, .color = ink});
        page_.text(x, y_ - 1, width, or_dash(days.back()->value),
                   {.size = 10, .bold = true, .color = ink, .align = Align::right});
        auto const step = width / double(days.size()), floor = y_ + 18 + high_;
        for (std::size_t i = 0; i < days.size(); ++i) {
            auto const tall = high_ * std::strtod(days[i]->value.c_str(), nullptr) / std::max(most, 1.0);
            page_.box(x + step * double(i), floor - tall, step - 1.2, tall,
                      i + 1 == days.size() ? teal : Color{0.55, 0.72, 0.74});
        }
        page_.line(x, floor, x + width, floor, faint);
        page_.text(x, floor + 2, width, format(*days.front()->on).substr(5), {.size = 7, .color = faint});
        page_.text(x, floor + 2, width, say({"最高 ", "most "}) + std::to_string(std::llround(most)),
                   {.size = 7, .color = faint, .align = Align::center});
        page_.text(x, floor + 2, width, format(*days.back()->on).substr(5),
                   {.size = 7, .color = faint, .align = Align::right});
    }

    void coverage() {
        if (places_.empty()) return;
        heading({"各下级完成情况", "How complete the places below are"});
        auto const half = (places_.size() + 1) / 2;
        auto const width = (inner - gap) / 2, top = y_;
        for (std::size_t i = 0; i < places_.size(); ++i) {
            y_ = top + 13.5 * double(i % half);
            place_line(margin + (i < half ? 0 : width + gap), width, places_[i]);
        }
        y_ = top + 13.5 * double(half) + 1;
        page_.text(margin, y_, inner,
                   say({"条与百分数：住户排查；其后：已查 / 应查户数，日报已报 / 应报单位",
                        "Bar and per cent: households "
                        "screened; then screened / owed, daily reports signed / owed"}),
                   {.size = 7, .color = faint});
        y_ += 11;
    }

    void place_line(double x, double width, command::ChildCoverage const& place) {
        constexpr double bar = 52;
        auto const label = place.at.is_nil() ? say({"其余合计", "The others together"}) : name(place.at);
        page_.text(x, y_, 82, label, {.size = 8.5, .color = ink});
        auto const done = place.screened.value_or(0), owed = place.owed.value_or(0);
        page_.box(x + 84, y_ + 3, bar, 6, pale);
        if (owed > 0) page_.box(x + 84, y_ + 3, bar * std::min(1.0, double(done) / double(owed)), 6, teal);
        auto const rate = place.screened && owed > 0 ? command::share(done, owed) + "%" : "—";
        page_.text(x + 84 + bar, y_, 35, rate, {.size = 8.5, .bold = true, .color = ink, .align = Align::right});
        auto const pair = [](std::optional<std::int64_t> part, std::optional<std::int64_t> whole) {
            return part && whole ? std::to_string(*part) + "/" + std::to_string(*whole) : std::string("—");
        };
        Style const quiet{.size = 8, .color = faint, .align = Align::right};
        page_.text(x + 120 + bar, y_ + 0.5, width - 148 - bar, pair(place.screened, place.owed), quiet);
        page_.text(x + width - 28, y_ + 0.5, 28, pair(place.reported, place.reports_owed), quiet);
    }

    void overdue() {
        heading({"逾期未办", "Overdue"});
        auto const width = (inner - 2 * gap) / 3, top = y_;
        auto bottom = top;
        auto const column = [&](int at, Words const& title, std::string_view part, std::optional<std::int64_t> total) {
            y_ = top;
            list(margin + at * (width + gap), width, say(title), part, total);
            bottom = std::max(bottom, y_);
        };
        column(0, {"日报未报", "Daily reports not signed"}, command::part::missing, {});
        column(1, {"指令逾期（逾期 / 全部岗位）", "Orders (overdue / all posts)"}, command::part::order, {});
        column(2, {"逾期上报未处理", "Escalations not settled"}, command::part::escalation, figure("escalations"));
        y_ = bottom;
    }

    std::optional<std::int64_t> figure(std::string_view item) const {
        for (auto const& row : report_.rows)
            if (row.part == command::part::figure && row.item == item && !row.value.empty())
                return std::strtoll(row.value.c_str(), nullptr, 10);
        return std::nullopt;
    }

    void list(double x, double width, std::string const& title, std::string_view part, std::optional<std::int64_t> total) {
        y_ += 1 + page_.text(x, y_, width, title, {.size = 8.5, .bold = true, .color = ink});
        std::size_t shown = 0, all = 0;
        for (auto const& row : report_.rows) {
            if (row.part != part || ++all > listed_lines) continue;
            ++shown;
            auto const amount = row.value.empty() ? std::string() : row.value + (row.of.empty() ? "" : "/" + row.of);
            auto const text =
                part == command::part::escalation ? named(row.item).second + " · " + name(row.at) : named(row.item).second;
            page_.text(x, y_, width - (amount.empty() ? 0 : 40), text, {.size = 8.5, .color = ink});
            page_.text(x, y_, width, amount, {.size = 8.5, .color = red, .align = Align::right});
            y_ += 12.5;
        }
        auto const rest = std::max(std::int64_t(all), total.value_or(0)) - std::int64_t(shown);
        if (all == 0) y_ += page_.text(x, y_, width, say({"无", "None"}), {.size = 8.5, .color = faint});
        if (rest > 0)
            y_ += page_.text(x, y_, width,
                             say({"另有 ", "and "}) + std::to_string(rest) + say({" 项以上，见系统", " or more"}),
                             {.size = 7.5, .color = faint});
    }

    void judgement() {
        heading({"研判与下一步", "Assessment and next steps"});
        constexpr double line = 15.5;
        auto const room = paper::a4_height - 62 - y_;
        auto const text =
            report_.judgement.empty() ? say({"（签发时填写）", "(written when it is issued)"}) : report_.judgement;
        page_.text(margin + 8, y_, inner - 8, text,
                   {.size = 10.5, .color = report_.judgement.empty() ? faint : ink, .lines = std::max(1, int(room / line))});
    }

    void foot() {
        auto const at = paper::a4_height - 52;
        page_.line(margin, at, margin + inner, at, rule);
        Style const small{.size = 6.5, .color = faint};
        page_.text(margin, at + 4, inner,
                   say({"日志校验值（年 条数 根）：", "Journal head (year, entries, root): "}) + report_.journal_head,
                   small);
        page_.text(margin, at + 14, inner,
                   report_.id.is_nil() ? say({"未存档的现时统计", "Counted now, not kept"})
                                       : say({"报告编号：", "Report: "}) + format(report_.id),
                   small);
        page_.text(margin, at + 14, inner, say({"第 1 页 共 1 页", "Page 1 of 1"}),
                   {.size = 6.5, .color = faint, .align = Align::right});
    }

    paper::Page& page_;
    Situation const& report_;
    Names const& names_;
    bool const zh_;
    std::vector<command::ChildCoverage> const places_ = command::coverage_of(report_.rows, coverage_lines);
    double const high_ = places_.size() > coverage_lines / 2 ? 38 : 72;  ///< of a bar: where there is room
    double y_ = 0;
};

}  // namespace

Result<std::string> situation_paper(Program const& program, Situation const& report, bool zh) {
    auto const names = names_of(program, report);
    auto const title = (zh ? "疫情防控情况报告 " : "Epidemic situation report ") + names.area + " " + format(report.day);
    FX_TRY(auto page, paper::Page::make({title, report.id.is_nil() ? "" : format(report.id), report.as_of}));
    Sheet(page, report, names, zh).draw();
    return page.finish();
}

std::string situation_file_name(Situation const& report) {
    auto name = "situation_" + format(report.area) + "_" + format(report.day);
    return report.number == 0 ? name : name + "_" + std::to_string(report.number);
}

}  // namespace fx::app
