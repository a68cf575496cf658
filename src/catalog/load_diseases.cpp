#include "catalog/describe.hpp"
#include "catalog/diseases.hpp"
#include "catalog/load_parts.hpp"

#include <algorithm>

namespace fx::catalog {
namespace {

constexpr std::string_view case_type = "case_report", disease_list = "disease";
constexpr std::size_t definitions_max = 20, versions_max = 50;

class DiseaseReader {
public:
    DiseaseReader(Parsed& file, Catalogue const& catalogue) : file_(file), reading_(file.reading), catalogue_(catalogue) {}

    Disease read() {
        auto const& root = file_.root;
        reading_.only(root, {"disease", "source", "versions"});
        Disease out;
        out.name = code(root, "disease", disease_list);
        if (out.name != file_.name)
            reading_.mistake(MistakeKind::name_differs_from_file, reading_.line_of(root, "disease"), {out.name});
        out.source = reading_.label(root, "source", "source", true);
        for (auto const& item : objects(root, "versions", 1, versions_max)) version(item, out);
        return out;
    }

private:
    std::string code(Node const& node, std::string_view key, std::string_view list) {
        auto const text = reading_.string(node, key, true);
        auto const* codes = catalogue_.code_list(list);
        if (!text.empty() && (codes == nullptr || codes->find(text) == nullptr))
            reading_.mistake(MistakeKind::unknown_code, reading_.line_of(node, key), {std::string(key), text});
        return text;
    }

    std::vector<Node> objects(Node const& node, std::string_view key, std::size_t least, std::size_t most) {
        auto const* list = reading_.member(node, key, Node::Shape::array, true);
        if (list == nullptr) return {};
        bool const whole = std::ranges::all_of(list->items, [](auto const& item) { return item.is(Node::Shape::object); });
        if (whole && list->items.size() >= least && list->items.size() <= most) return list->items;
        auto const many = std::to_string(least) + "…" + std::to_string(most);
        reading_.mistake(MistakeKind::wrong_shape, list->line,
                         {std::string(key), many + " 个对象的列表", "a list of " + many + " objects"});
        return {};
    }

    void version(Node const& node, Disease& out) {
        reading_.only(node, {"valid_from", "source", "report_hours", "investigate_hours", "observation_days",
                             "lost_after_days", "infectious_days_before", "days_until_infectious", "definitions"});
        DiseaseRules rules;
        auto const from = reading_.string(node, "valid_from", true);
        auto const date = parse_date(from);
        if (date.has_error())
            reading_.mistake(MistakeKind::date_not_valid, reading_.line_of(node, "valid_from"), {from});
        else
            rules.valid_from = *date;
        if (!out.versions.empty() && rules.valid_from <= out.versions.back().valid_from)
            reading_.mistake(MistakeKind::versions_out_of_order, node.line, {from});
        rules.source = reading_.label(node, "source", "source", true);
        rules.report_hours = reading_.integer(node, "report_hours", 24, 1, 24 * 7);
        rules.investigate_hours = reading_.integer(node, "investigate_hours", 24, 1, 24 * 31);
        rules.observation_days = reading_.integer(node, "observation_days", 14, 1, 60);
        rules.lost_after_days = reading_.integer(node, "lost_after_days", 3, 1, 60);
        rules.infectious_days_before = reading_.integer(node, "infectious_days_before", 0, 0, 30);
        rules.days_until_infectious = reading_.integer(node, "days_until_infectious", 1, 0, 30);
        for (auto const& item : objects(node, "definitions", 0, definitions_max))
            rules.definitions.push_back(definition(item));
        out.versions.push_back(std::move(rules));
    }

    CaseDefinition definition(Node const& node) {
        reading_.only(node, {"classification", "when", "when_text"});
        CaseDefinition out;
        out.classification = code(node, "classification", "case_classification");
        auto const* type = catalogue_.type(case_type);
        auto const* when = node.find("when");
        if (when == nullptr) reading_.mistake(MistakeKind::missing_member, node.line, {"when"});
        if (when != nullptr && type != nullptr) out.when = read_predicate(reading_, *when, type->fields, type->settings);
        out.when_text = reading_.label(node, "when_text", out.classification, true);
        return out;
    }

    Parsed& file_;
    Reading& reading_;
    Catalogue const& catalogue_;
};

void write_rules(JsonWriter& json, DiseaseRules const& rules) {
    json.begin_object().key("valid_from").string(format(rules.valid_from));
    write_label(json, "source", rules.source);
    json.key("report_hours").integer(rules.report_hours).key("investigate_hours").integer(rules.investigate_hours);
    json.key("observation_days").integer(rules.observation_days).key("lost_after_days").integer(rules.lost_after_days);
    json.key("infectious_days_before").integer(rules.infectious_days_before);
    json.key("days_until_infectious").integer(rules.days_until_infectious);
    json.key("definitions").begin_array();
    for (auto const& definition : rules.definitions) {
        json.begin_object().key("classification").string(definition.classification);
        write_label(json, "when_text", definition.when_text);
        json.end_object();
    }
    json.end_array().end_object();
}

}  // namespace

std::string_view DiseaseRules::judge(std::span<Value const> case_report) const {
    auto const met = std::ranges::find_if(definitions, [&](auto const& one) { return holds(one.when, case_report); });
    return met == definitions.end() ? std::string_view() : std::string_view(met->classification);
}

DiseaseRules const& Disease::on(Date day) const {
    auto const* found = &versions.front();
    for (auto const& version : versions)
        if (version.valid_from <= day) found = &version;
    return *found;
}

Disease const* LoadedDiseases::find(std::string_view name) const {
    auto const found = std::ranges::find(diseases, name, &Disease::name);
    return found == diseases.end() ? nullptr : &*found;
}

LoadedDiseases load_diseases(std::vector<Source> const& sources, std::vector<Source> const& overlay,
                             Catalogue const& catalogue) {
    LoadedDiseases out;
    for (auto const* from : {&sources, &overlay}) {
        for (auto& file : parse_sources(*from, Part::diseases, out.mistakes)) {
            auto made = DiseaseReader(file, catalogue).read();
            std::erase_if(out.diseases, [&](auto const& other) { return other.name == made.name; });
            out.diseases.push_back(std::move(made));
        }
    }
    if (auto const* codes = catalogue.code_list(disease_list))
        for (auto const& one : codes->codes)
            if (out.find(one.code) == nullptr)
                Reading("diseases/" + one.code + ".jsonc", out.mistakes)
                    .mistake(MistakeKind::disease_without_rules, 0, {one.code});
    std::ranges::sort(out.diseases, {}, &Disease::name);
    return out;
}

void write_disease(JsonWriter& json, Disease const& disease) {
    json.begin_object().key("disease").string(disease.name);
    write_label(json, "source", disease.source);
    json.key("versions").begin_array();
    for (auto const& version : disease.versions) write_rules(json, version);
    json.end_array().end_object();
}

}  // namespace fx::catalog
