#include "app/cli/chains_export.hpp"

#include "base/json_writer.hpp"
#include "base/markup.hpp"
#include "tables/guard.hpp"

#include <fmt/format.h>

#include <cmath>

namespace fx::app::cli {
namespace {

using namespace transmission;

std::string day_text(std::int32_t day) { return day == no_day ? std::string() : format(Date{day}); }

std::string csv_cell(std::string_view text) {
    bool const number = !text.empty() && text.front() == '-' && text.size() < 6;  // a negative interval
    std::string cell = !number && tables::needs_guard(text, false) ? "'" : "";
    cell += text;
    if (cell.find_first_of(",\"\r\n") == std::string::npos) return cell;
    std::string quoted = "\"";
    for (char const c : cell) quoted += c == '"' ? "\"\"" : std::string(1, c);
    return quoted + "\"";
}

void add_row(std::string& out, std::vector<std::string> const& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) out += (i == 0 ? "" : ",") + csv_cell(cells[i]);
    out += '\n';
}

std::string flags_text(std::uint16_t flags, std::span<FlagWords const> words) {
    std::string text;
    for (auto const& word : words)
        if ((flags & word.flag) != 0) text += (text.empty() ? "" : ";") + std::string(word.name);
    return text;
}

struct View {
    LineList const& list;
    Graph const& graph;

    std::string const& id(std::uint32_t at) const { return list.ids[at]; }
    std::string text(CaseField field, std::size_t at) const { return std::string(list.texts[field].text(at)); }
    std::string setting(std::size_t i) const {
        auto const key = list.settings[i];
        return key == none ? std::string() : list.setting_names.text_of_key(key);
    }
    std::string interval(std::size_t i) const {
        auto const days = graph.links[i].interval;
        return days == no_day ? std::string() : std::to_string(days);
    }
    std::string likelihood(std::size_t i) const {
        auto const p = graph.links[i].likelihood;
        return std::isnan(p) ? std::string() : fmt::format("{:.6g}", p);
    }
    std::string_view basis(std::size_t i) const {
        constexpr std::string_view names[] = {"named", "decided", "contact"};
        return names[std::size_t(list.links[i].basis)];
    }
    std::string generation(std::size_t at) const {
        auto const known = graph.cases[at].generation;
        return known < 0 ? std::string() : std::to_string(known);
    }
    std::string chain(std::size_t at) const {
        auto const number = graph.cases[at].chain;
        return number == none ? std::string() : std::to_string(number + 1);
    }
    static std::string later(std::vector<std::int32_t> const& days, std::size_t at) {
        return at < days.size() ? day_text(days[at]) : std::string();
    }
};

std::string links_csv(View const& view) {
    std::string out;
    add_row(out, {"from", "to", "from_onset", "to_onset", "serial_interval", "basis", "likelihood", "setting", "flags"});
    for (std::size_t i = 0; i < view.list.links.size(); ++i) {
        auto const& link = view.list.links[i];
        add_row(out, {view.id(link.infector), view.id(link.infectee), day_text(view.list.cases[link.infector].onset),
                      day_text(view.list.cases[link.infectee].onset), view.interval(i), std::string(view.basis(i)),
                      view.likelihood(i), view.setting(i), flags_text(view.graph.links[i].flags, link_flag_words())});
    }
    return out;
}

/// Characters that XML 1.0 does not allow go.
std::string xml_text(std::string_view text) {
    std::string out;
    for (char const c : escaped_markup(text))
        if (static_cast<unsigned char>(c) >= 0x20 || c == '\t' || c == '\n') out += c;
    return out;
}

std::string graphml(View const& view) {
    std::string out =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n";
    auto const key = [&](std::string_view id, std::string_view of, std::string_view type) {
        out += fmt::format("<key id=\"{0}\" for=\"{1}\" attr.name=\"{0}\" attr.type=\"{2}\"/>\n", id, of, type);
    };
    for (auto const* id : {"case_id", "onset", "case_flags"}) key(id, "node", "string");
    for (auto const* id : {"generation", "chain"}) key(id, "node", "int");
    for (auto const* id : {"basis", "setting", "flags"}) key(id, "edge", "string");
    key("serial_interval", "edge", "int");
    key("likelihood", "edge", "double");
    auto const data = [&](std::string_view id, std::string_view text) {
        if (!text.empty()) out += fmt::format("<data key=\"{}\">{}</data>", id, xml_text(text));
    };
    out += "<graph id=\"chains\" edgedefault=\"directed\">\n";
    for (std::uint32_t at = 0; at < view.list.ids.size(); ++at) {
        out += fmt::format("<node id=\"n{}\">", at);
        data("case_id", view.id(at));
        data("onset", day_text(view.list.cases[at].onset));
        data("case_flags", flags_text(view.graph.cases[at].flags, case_flag_words()));
        data("generation", view.generation(at));
        data("chain", view.chain(at));
        out += "</node>\n";
    }
    for (std::size_t i = 0; i < view.list.links.size(); ++i) {
        auto const& link = view.list.links[i];
        out += fmt::format("<edge source=\"n{}\" target=\"n{}\"{}>", link.infector, link.infectee,
                           link.basis == Basis::contact ? " directed=\"false\"" : "");
        data("basis", view.basis(i));
        data("setting", view.setting(i));
        data("flags", flags_text(view.graph.links[i].flags, link_flag_words()));
        data("serial_interval", view.interval(i));
        data("likelihood", view.likelihood(i));
        out += "</edge>\n";
    }
    return out + "</graph>\n</graphml>\n";
}

std::vector<ExportedFile> epicontacts(View const& view) {
    std::string cases, links;
    add_row(cases, {"id", "date_onset", "date_report", "date_death", "age", "sex", "place", "unit", "family", "generation",
                    "chain"});
    for (std::uint32_t at = 0; at < view.list.ids.size(); ++at) {
        auto const& one = view.list.cases[at];
        add_row(cases, {view.id(at), day_text(one.onset), day_text(one.report), day_text(one.death), view.text(case_age, at),
                        view.text(case_sex, at), view.text(case_place, at), view.text(case_unit, at),
                        view.text(case_family, at), view.generation(at), view.chain(at)});
    }
    add_row(links, {"from", "to", "exposure", "basis", "likelihood", "serial_interval"});
    for (std::size_t i = 0; i < view.list.links.size(); ++i) {
        auto const& link = view.list.links[i];
        add_row(links, {view.id(link.infector), view.id(link.infectee), view.setting(i), std::string(view.basis(i)),
                        view.likelihood(i), view.interval(i)});
    }
    return {{"_linelist", std::move(cases)}, {"_contacts", std::move(links)}};
}

std::vector<ExportedFile> outbreaks(View const& view) {
    std::string cases, links;
    add_row(cases, {"id", "age", "age_class", "sex", "place_infect", "reporting_ctry", "loc_hosp", "dt_onset", "dt_report",
                    "week_report", "dt_start_exp", "dt_end_exp", "dt_diag", "outcome", "dt_death"});
    for (std::uint32_t at = 0; at < view.list.ids.size(); ++at) {
        auto const& one = view.list.cases[at];
        add_row(cases,
                {view.id(at), view.text(case_age, at), view.text(case_age_class, at), view.text(case_sex, at),
                 view.text(case_infected_in, at), view.text(case_place, at), view.text(case_unit, at), day_text(one.onset),
                 day_text(one.report), "", day_text(one.exposure), View::later(view.list.exposure_end, at),
                 View::later(view.list.diagnosis, at), view.text(case_outcome, at), day_text(one.death)});
    }
    add_row(links, {"from", "to", "exposure", "diff_dt_onset"});
    for (std::size_t i = 0; i < view.list.links.size(); ++i) {
        auto const& link = view.list.links[i];
        add_row(links, {view.id(link.infector), view.id(link.infectee), view.setting(i), view.interval(i)});
    }
    return {{"_linelist", std::move(cases)}, {"_contacts", std::move(links)}};
}

void godata_date(JsonWriter& json, std::string_view key, std::int32_t day) {
    if (day != no_day) json.key(key).string(day_text(day) + "T00:00:00.000Z");
}

std::string_view godata_certainty(Link const& link, LinkView const& view) {
    constexpr std::string_view low = "LNG_REFERENCE_DATA_CATEGORY_CERTAINTY_LEVEL_1_LOW";
    if (link.basis == Basis::contact || std::isnan(view.likelihood) || view.likelihood < 0.5) return low;
    return view.likelihood == 1 ? "LNG_REFERENCE_DATA_CATEGORY_CERTAINTY_LEVEL_3_HIGH"
                                : "LNG_REFERENCE_DATA_CATEGORY_CERTAINTY_LEVEL_2_MEDIUM";
}

std::string godata(View const& view) {
    JsonWriter json;
    json.begin_object().key("cases").begin_array();
    for (std::uint32_t at = 0; at < view.list.ids.size(); ++at) {
        auto const& one = view.list.cases[at];
        json.begin_object().key("visualId").string(view.id(at)).key("firstName").string(view.id(at));
        godata_date(json, "dateOfOnset", one.onset);
        godata_date(json, "dateOfReporting", one.report);
        if (one.death != no_day) {
            json.key("outcomeId").string("LNG_REFERENCE_DATA_CATEGORY_OUTCOME_DECEASED");
            godata_date(json, "dateOfOutcome", one.death);
        }
        json.end_object();
    }
    json.end_array().key("relationships").begin_array();
    constexpr std::string_view type = "LNG_REFERENCE_DATA_CATEGORY_PERSON_TYPE_CASE";
    for (std::size_t i = 0; i < view.list.links.size(); ++i) {
        auto const& link = view.list.links[i];
        auto const flags = view.graph.links[i].flags;
        if ((flags & (link_to_itself | link_repeated)) != 0) continue;  // Go.Data takes a pair once
        json.begin_object().key("persons").begin_array();
        json.begin_object().key("id").string(view.id(link.infector)).key("type").string(type).key("source").boolean(true);
        json.end_object();
        json.begin_object().key("id").string(view.id(link.infectee)).key("type").string(type).key("target").boolean(true);
        json.end_object().end_array();
        godata_date(json, "contactDate", view.list.cases[link.infector].onset);
        json.key("contactDateEstimated").boolean(true);
        json.key("certaintyLevelId").string(godata_certainty(link, view.graph.links[i]));
        if (auto const setting = view.setting(i); !setting.empty()) json.key("comment").string(setting);
        json.end_object();
    }
    return json.end_array().end_object().take() + "\n";
}

}  // namespace

std::vector<ExportedFile> export_chains(std::string_view format, LineList const& list, Outbreak const& outbreak) {
    View const view{list, outbreak.graph};
    if (format == "graphml") return {{"", graphml(view)}};
    if (format == "epicontacts") return epicontacts(view);
    if (format == "outbreaks") return outbreaks(view);
    if (format == "godata") return {{"", godata(view)}};
    return {{"", links_csv(view)}};
}

}  // namespace fx::app::cli
