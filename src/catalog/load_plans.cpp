#include "base/text.hpp"
#include "catalog/describe.hpp"
#include "catalog/load_parts.hpp"
#include "catalog/plans.hpp"

#include <algorithm>
#include <array>

namespace fx::catalog {
namespace {

constexpr std::array<std::string_view, 3> area_levels{"county", "township", "village"};
constexpr std::string_view response_type = "response";
constexpr std::size_t measures_max = 60;

class PlanReader {
public:
    PlanReader(Parsed& file, Catalogue const& catalogue) : file_(file), reading_(file.reading), catalogue_(catalogue) {}

    Plan read() {
        auto const& root = file_.root;
        reading_.only(root, {"plan", "label", "disease", "source", "scheme", "areas", "levels", "measures"});
        Plan plan;
        plan.name = reading_.string(root, "plan", true);
        reading_.name_is_good(plan.name, root.line);
        if (plan.name != file_.name)
            reading_.mistake(MistakeKind::name_differs_from_file, reading_.line_of(root, "plan"), {plan.name});
        plan.label = reading_.label(root, "label", plan.name, true);
        plan.disease = reading_.label(root, "disease", "disease", true);
        plan.source = reading_.label(root, "source", "source", true);
        plan.scheme = code(root, "scheme", "response_scheme");
        plan.areas = areas();
        for (auto const& item : objects("levels", 20)) plan.levels.push_back(level(item, plan));
        for (auto const& item : objects("measures", measures_max)) plan.measures.push_back(measure(item, plan));
        return plan;
    }

private:
    /// A code of a list of the catalogue.
    std::string code(Node const& node, std::string_view key, std::string_view list) {
        auto const text = reading_.string(node, key, true);
        auto const* codes = catalogue_.code_list(list);
        if (!text.empty() && (codes == nullptr || codes->find(text) == nullptr))
            reading_.mistake(MistakeKind::unknown_code, reading_.line_of(node, key), {std::string(key), text});
        return text;
    }

    std::vector<std::string> areas() {
        auto const out = reading_.strings(file_.root, "areas");
        auto const line = reading_.line_of(file_.root, "areas");
        if (out.empty()) reading_.mistake(MistakeKind::missing_member, line, {"areas"});
        for (auto const& area : out)
            if (std::ranges::find(area_levels, area) == area_levels.end())
                reading_.mistake(MistakeKind::area_level_unknown, line, {area});
        return out;
    }

    /// The objects of a list that must have some.
    std::vector<Node> objects(std::string_view key, std::size_t most) {
        auto const* list = reading_.member(file_.root, key, Node::Shape::array, true);
        if (list == nullptr) return {};
        auto const whole = std::ranges::all_of(list->items, [](auto const& item) { return item.is(Node::Shape::object); });
        if (whole && !list->items.empty() && list->items.size() <= most) return list->items;
        auto const many = std::to_string(most);
        reading_.mistake(MistakeKind::wrong_shape, list->line,
                         {std::string(key), "1…" + many + " 个对象的列表", "a list of 1…" + many + " objects"});
        return {};
    }

    PlanLevel level(Node const& node, Plan const& plan) {
        reading_.only(node, {"level", "days", "when", "when_text", "decided_by", "legal_basis", "roles"});
        PlanLevel out;
        out.level = code(node, "level", "response_level");
        if (plan.level(out.level) != nullptr) reading_.mistake(MistakeKind::duplicate_name, node.line, {out.level});
        out.days = reading_.integer(node, "days", 14, 1, days_max());
        auto const* type = catalogue_.type(response_type);
        if (auto const* when = node.find("when"); when != nullptr && type != nullptr)
            out.when = read_predicate(reading_, *when, type->fields);
        out.when_text = reading_.label(node, "when_text", out.level, out.when.has_value());
        out.decided_by = reading_.label(node, "decided_by", out.level, false);
        out.legal_basis = reading_.label(node, "legal_basis", out.level, false);
        out.roles = roles(node, "roles");
        return out;
    }

    std::vector<std::string> roles(Node const& node, std::string_view key) {
        auto out = reading_.strings(node, key);
        for (auto const& role : out)
            known_role(reading_, catalogue_.code_list("post_role"), role, reading_.line_of(node, key));
        return out;
    }

    Measure measure(Node const& node, Plan const& plan) {
        reading_.only(node, {"measure", "label", "levels", "topic", "urgency", "body", "owners", "resources", "legal_basis",
                             "acknowledge_hours", "report_hours", "report_asks", "days"});
        Measure out;
        out.name = reading_.string(node, "measure", true);
        reading_.name_is_good(out.name, node.line);
        if (std::ranges::find(plan.measures, out.name, &Measure::name) != plan.measures.end())
            reading_.mistake(MistakeKind::duplicate_name, node.line, {out.name});
        out.label = text(node, "label", "subject", true);
        out.levels = levels_of(node, plan);
        out.topic = code(node, "topic", "order_topic");
        out.urgency = code(node, "urgency", "urgency");
        out.body = text(node, "body", "body", true);
        out.owners = roles(node, "owners");
        if (out.owners.empty()) reading_.mistake(MistakeKind::missing_member, reading_.line_of(node, "owners"), {"owners"});
        out.resources = text(node, "resources", "resources", false);
        out.legal_basis = text(node, "legal_basis", "legal_basis", false);
        constexpr std::int64_t hours_max = 24 * 31;
        out.acknowledge_hours = reading_.integer(node, "acknowledge_hours", 4, 1, hours_max);
        out.report_hours = reading_.integer(node, "report_hours", 0, out.acknowledge_hours, hours_max);
        out.report_asks = text(node, "report_asks", "", false);
        out.days = reading_.integer(node, "days", 0, 1, days_max());
        return out;
    }

    /// A text that will stand in `field` of a measure, or, without one, in what a report is asked to say.
    Label text(Node const& node, std::string_view key, std::string_view field, bool required) {
        auto out = reading_.label(node, key, key, required);
        auto const* type = catalogue_.type(field.empty() ? "order" : "response_measure");
        int const at = type == nullptr ? -1 : type->field_index(field.empty() ? "report_asks" : field);
        if (at < 0) return out;
        auto const most = type->fields[std::size_t(at)].length_max;
        for (auto const* each : {&out.zh, &out.en})
            if (utf8_length(*each) > std::size_t(most))
                reading_.mistake(MistakeKind::text_too_long, reading_.line_of(node, key),
                                 {std::string(key), std::to_string(most)});
        return out;
    }

    std::vector<std::string> levels_of(Node const& node, Plan const& plan) {
        auto out = reading_.strings(node, "levels");
        if (out.empty()) reading_.mistake(MistakeKind::missing_member, reading_.line_of(node, "levels"), {"levels"});
        std::vector<std::string> known;
        for (auto const& one : plan.levels) known.push_back(one.level);
        for (auto const& one : out)
            if (plan.level(one) == nullptr)
                reading_.mistake(MistakeKind::level_not_of_plan, reading_.line_of(node, "levels"), {one, listed(known)});
        return out;
    }

    /// How long a response may hold: the type's own setting.
    std::int64_t days_max() const {
        auto const* type = catalogue_.type(response_type);
        if (type == nullptr) return 1;
        auto const* found = find_setting(type->settings, "days_max");
        return found == nullptr ? 1 : found->value;
    }

    Parsed& file_;
    Reading& reading_;
    Catalogue const& catalogue_;
};

void write_names(JsonWriter& json, std::string_view key, std::vector<std::string> const& names) {
    json.key(key).begin_array();
    for (auto const& name : names) json.string(name);
    json.end_array();
}

void write_measure(JsonWriter& json, Measure const& measure) {
    json.begin_object().key("measure").string(measure.name);
    write_label(json, "label", measure.label);
    write_names(json, "levels", measure.levels);
    json.key("topic").string(measure.topic).key("urgency").string(measure.urgency);
    write_label(json, "body", measure.body);
    write_names(json, "owners", measure.owners);
    write_label(json, "resources", measure.resources);
    write_label(json, "legal_basis", measure.legal_basis);
    json.key("acknowledge_hours").integer(measure.acknowledge_hours);
    if (measure.report_hours > 0) json.key("report_hours").integer(measure.report_hours);
    write_label(json, "report_asks", measure.report_asks);
    if (measure.days > 0) json.key("days").integer(measure.days);
    json.end_object();
}

}  // namespace

bool Measure::at(std::string_view level) const { return std::ranges::find(levels, level) != levels.end(); }

bool PlanLevel::allows(std::string_view role) const {
    return roles.empty() || std::ranges::find(roles, role) != roles.end();
}

PlanLevel const* Plan::level(std::string_view code) const {
    auto const found = std::ranges::find(levels, code, &PlanLevel::level);
    return found == levels.end() ? nullptr : &*found;
}

PlanLevel const* Plan::judge(std::span<Value const> response) const {
    for (auto at = levels.rbegin(); at != levels.rend(); ++at)
        if (at->when && holds(*at->when, response)) return &*at;
    return nullptr;
}

Plan const* LoadedPlans::find(std::string_view name) const {
    auto const found = std::ranges::find(plans, name, &Plan::name);
    return found == plans.end() ? nullptr : &*found;
}

LoadedPlans load_plans(std::vector<Source> const& sources, std::vector<Source> const& overlay, Catalogue const& catalogue) {
    LoadedPlans out;
    for (auto const* from : {&sources, &overlay}) {
        for (auto& file : parse_sources(*from, Part::plans, out.mistakes)) {
            auto made = PlanReader(file, catalogue).read();
            if (out.find(made.name) != nullptr)
                file.reading.mistake(MistakeKind::overlay_existing_name, 0, {made.name});
            else
                out.plans.push_back(std::move(made));
        }
    }
    std::ranges::sort(out.plans, {}, &Plan::name);
    return out;
}

void write_plan(JsonWriter& json, Plan const& plan) {
    json.begin_object().key("plan").string(plan.name);
    write_label(json, "label", plan.label);
    write_label(json, "disease", plan.disease);
    write_label(json, "source", plan.source);
    json.key("scheme").string(plan.scheme);
    write_names(json, "areas", plan.areas);
    json.key("levels").begin_array();
    for (auto const& level : plan.levels) {
        json.begin_object().key("level").string(level.level).key("days").integer(level.days);
        write_label(json, "when_text", level.when_text);
        write_label(json, "decided_by", level.decided_by);
        write_label(json, "legal_basis", level.legal_basis);
        write_names(json, "roles", level.roles);
        json.end_object();
    }
    json.end_array().key("measures").begin_array();
    for (auto const& measure : plan.measures) write_measure(json, measure);
    json.end_array().end_object();
}

}  // namespace fx::catalog
