#include "command/measures.hpp"

#include "base/json_member.hpp"
#include "base/json_writer.hpp"
#include "catalog/handle.hpp"
#include "catalog/handles.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <map>

namespace fx::command {
namespace {

namespace measure = handles::response_measure;

boost::json::array table_rows(std::string_view text) {
    boost::system::error_code error;
    auto json = boost::json::parse(text, error);
    return error || !json.is_array() ? boost::json::array() : std::move(json.get_array());
}

std::string path(std::size_t row, std::string_view column) {
    return "adjustments[" + std::to_string(row) + "]." + std::string(column);
}

/// Whether the plan still says what stands in the record: what has been rewritten is ordered anew.
bool says_the_same(records::Record const& standing, catalog::Measure const& plan) {
    auto const is = [&](auto handle, std::string const& text) { return get(standing.values, handle).value_or("") == text; };
    return is(measure::subject, plan.label.zh) && is(measure::body, plan.body.zh) &&
           is(measure::resources, plan.resources.zh) && is(measure::legal_basis, plan.legal_basis.zh) &&
           roles_in(get(standing.values, measure::owners).value_or("[]")) == plan.owners;
}

/// The rows by measure, each judged.
Result<std::map<std::string_view, Adjustment const*>> by_name(Declared const& declared,
                                                              std::vector<Adjustment> const& changed) {
    std::map<std::string_view, Adjustment const*> out;
    for (std::size_t i = 0; i < changed.size(); ++i) {
        auto const& one = changed[i];
        auto const found = std::ranges::find(declared.plan->measures, one.measure, &catalog::Measure::name);
        bool const of_level = found != declared.plan->measures.end() && found->at(declared.level->level);
        if (!of_level || !out.emplace(one.measure, &one).second)
            return Problem(ProblemKind::measure_not_of_level, {one.measure}).at(path(i, "measure"));
        if (one.ends_at && *one.ends_at > declared.ends_at)
            return Problem(ProblemKind::measure_outlives, {format(declared.ends_at)}).at(path(i, "ends_at"));
        if (one.ends_at && *one.ends_at <= declared.now)
            return Problem(ProblemKind::response_end_wrong, {std::to_string(declared.days_max)}).at(path(i, "ends_at"));
    }
    return out;
}

}  // namespace

std::vector<Adjustment> adjustments(std::string_view rows) {
    std::vector<Adjustment> out;
    for (auto const& item : table_rows(rows)) {
        if (!item.is_object()) continue;
        auto const& object = item.get_object();
        Adjustment one{text_member(object, "measure"), text_member(object, "left_out"), {}};
        if (auto const at = parse_instant(text_member(object, "ends_at")); at.has_value()) one.ends_at = *at;
        out.push_back(std::move(one));
    }
    return out;
}

Result<LevelChange> level_change(Declared const& declared, std::vector<Adjustment> const& changed,
                                 std::vector<records::Record> const& in_force) {
    FX_TRY(auto const rows, by_name(declared, changed));
    std::map<std::string_view, records::Record const*> standing;
    LevelChange out;
    for (auto const& record : in_force) {
        bool const same = get(record.values, measure::plan) == declared.plan->name;
        if (same) standing.emplace(get(record.values, measure::measure).value_or(""), &record);
    }
    for (auto const& one : declared.plan->measures) {
        if (!one.at(declared.level->level)) continue;
        auto const row = rows.find(one.name);
        auto const* adjusted = row == rows.end() ? nullptr : row->second;
        auto ends_at = one.days > 0 ? std::min(declared.ends_at, declared.now + one.days * ms_per_day) : declared.ends_at;
        if (adjusted != nullptr && adjusted->ends_at) ends_at = *adjusted->ends_at;
        bool const out_of_it = adjusted != nullptr && !adjusted->left_out.empty();
        auto const stands = standing.find(one.name);
        if (stands == standing.end() || out_of_it || !says_the_same(*stands->second, one)) {
            out.opens.push_back({&one, ends_at, out_of_it ? adjusted->left_out : ""});
            continue;
        }
        out.continues.push_back({*stands->second, ends_at});
    }
    for (auto const& record : in_force)
        if (std::ranges::none_of(out.continues, [&](auto const& goes_on) { return goes_on.record.id == record.id; }))
            out.ends.push_back(record);
    std::ranges::sort(out.ends, {}, [](auto const& one) {
        auto const name = get(one.values, measure::measure).value_or("");
        return std::pair(get(one.values, measure::starts_at).value_or(Instant{}), std::string(name));
    });
    return out;
}

Result<Reach> reach(network::Network::View const& view, catalog::RecordType const& receipt_type,
                    records::Actor const& issuer, std::vector<std::string> const& roles, Place area, Date on,
                    std::int64_t addressed_max) {
    auto const rows = [&](std::vector<std::string> const& of) { return addressee_rows(role_rows(of, area)); };
    Reach out;
    for (auto const& role : roles) {
        auto const posts = addressees(view, receipt_type, issuer, rows({role}), on, addressed_max);
        if (posts.has_value() || posts.error().kind() != ProblemKind::order_to_nobody) out.roles.push_back(role);
    }
    if (out.roles.empty()) return out;
    FX_TRY(out.posts, addressees(view, receipt_type, issuer, rows(out.roles), on, addressed_max));
    return out;
}

std::string role_rows(std::vector<std::string> const& roles, std::optional<Place> area) {
    JsonWriter json;
    json.begin_array();
    for (auto const& role : roles) {
        json.begin_object().key("role").string(role);
        if (area) json.key("area").string(format(*area));
        json.end_object();
    }
    return json.end_array().take();
}

std::vector<std::string> roles_in(std::string_view rows) {
    std::vector<std::string> out;
    for (auto const& item : table_rows(rows))
        if (item.is_object()) out.push_back(text_member(item.get_object(), "role"));
    return out;
}

}  // namespace fx::command
