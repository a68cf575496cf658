#include "command/duty_staff.hpp"

#include "base/json_member.hpp"
#include "catalog/handle.hpp"
#include "catalog/handles.hpp"

#include <boost/json.hpp>

namespace fx::command {

namespace turn = handles::duty_turn;
namespace shift = handles::duty_shift;

std::vector<StaffRow> staff_rows(std::string_view text) {
    std::vector<StaffRow> rows;
    boost::system::error_code error;
    auto const json = boost::json::parse(text, error);
    if (error || !json.is_array()) return rows;
    for (auto const& item : json.get_array()) {
        if (!item.is_object()) continue;
        auto const post = parse_id(text_member(item.get_object(), "post"));
        if (post.has_value()) rows.push_back({*post, text_member(item.get_object(), "duty_role")});
    }
    return rows;
}

Stretch when(records::Record const& of) {
    return {get(of.values, shift::starts_at).value_or(Instant{}), get(of.values, shift::ends_at).value_or(Instant{})};
}

Result<std::vector<records::Record>> turns_of(records::Lookup& lookup, records::Record const& of) {
    return lookup.where(turn::record_type, of.county, turn::of_shift.name, of.id, of_one_shift_max);
}

std::optional<std::size_t> relief_of(Instant ends_at, std::vector<Relief> const& later) {
    if (later.empty() || later.front().starts_at > ends_at + 2 * ms_per_hour) return std::nullopt;
    std::optional<std::size_t> next;
    for (std::size_t i = 0; i < later.size(); ++i) {
        if (later[i].over) continue;
        if (later[i].manned) return i;
        if (!next) next = i;
    }
    return next;
}

Instant relieved_from(Instant ends_at, bool by_itself, std::int64_t early_minutes) {
    return by_itself ? ends_at : ends_at + -early_minutes * ms_per_minute;
}

Result<network::Post> fit_post(network::Network::View const& view, catalog::RecordType const& turn_type, Id const& post,
                               Place area, Date on) {
    auto const* found = view.posts().find(post);
    bool const fit =
        found != nullptr && found->held(on) && found->place == area && turn_type.allows("move:sign_in", found->role);
    if (!fit) return Problem(ProblemKind::duty_post_unfit, {found == nullptr ? format(post) : found->name});
    return *found;
}

Result<void> rested(records::Change const& change, records::Lookup& lookup, network::Post const& post, Stretch when,
                    bool is_on_site, Id const& except) {
    constexpr int turns_max = 200;
    auto const rest_hours = change.setting(turn::settings::rest_hours);
    auto const rest = rest_hours * ms_per_hour;
    auto const reach = change.setting(shift::settings::hours_max) * ms_per_hour + rest;
    FX_TRY(auto const near,
           lookup.where(turn::record_type, change.after->county, turn::post.name, post.id, turns_max,
                        records::Lookup::Range{turn::starts_at.name, when.starts_at.ms - reach, when.ends_at.ms + rest}));
    for (auto const& other : near) {
        if (other.state == turn::states::cancelled || get(other.values, turn::of_shift) == except) continue;
        Stretch const theirs{get(other.values, turn::starts_at).value_or(Instant{}),
                             get(other.values, turn::ends_at).value_or(Instant{})};
        bool const both = is_on_site && on_site(get(other.values, turn::duty_role).value_or(""));
        if (!when.too_near(theirs, both ? rest : 0)) continue;
        return Problem(ProblemKind::duty_no_rest, {post.name, format(theirs.starts_at), std::to_string(rest_hours)});
    }
    return {};
}

}  // namespace fx::command
