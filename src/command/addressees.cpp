#include "command/addressees.hpp"

#include "base/json_member.hpp"

#include <boost/json.hpp>

#include <map>

namespace fx::command {
namespace {

struct AddresseeRow {
    std::string role;
    std::optional<Place> area;
    std::optional<Id> post;
};

/// What is no such table is no row.
std::vector<AddresseeRow> rows_of(std::string_view text) {
    std::vector<AddresseeRow> rows;
    boost::system::error_code error;
    auto const json = boost::json::parse(text, error);
    if (error || !json.is_array()) return rows;
    for (auto const& item : json.get_array()) {
        auto const& object = item.as_object();
        AddresseeRow row{text_member(object, "role"), {}, {}};
        if (auto const area = parse_place(text_member(object, "area")); area.has_value()) row.area = *area;
        if (auto const post = parse_id(text_member(object, "post")); post.has_value()) row.post = *post;
        rows.push_back(std::move(row));
    }
    return rows;
}

}  // namespace

Result<std::vector<network::Post>> addressees(network::Network::View const& view, catalog::RecordType const& receipt_type,
                                              records::Actor const& issuer, std::string_view rows, Date on,
                                              std::int64_t addressed_max) {
    std::map<std::pair<Place, Id>, network::Post> found;
    std::size_t number = 0;
    for (auto const& row : rows_of(rows)) {
        auto const at = [&](std::string_view column) {
            return "addressees[" + std::to_string(number) + "]" + (column.empty() ? "" : ".") + std::string(column);
        };
        auto const shown = std::to_string(number + 1);
        if (row.role.empty() && !row.post) return Problem(ProblemKind::order_row_empty, {shown}).at(at(""));
        auto const area = row.area.value_or(issuer.place);
        if (!view.divisions().is_within(area, issuer.place))
            return Problem(ProblemKind::not_responsible, {format(area)}).at(at("area"));
        bool any = false;
        for (auto const* post : view.posts_within(area, on)) {
            if (post->id == issuer.post || (row.post && post->id != *row.post)) continue;
            if (!row.role.empty() && post->role != row.role) continue;
            if (!receipt_type.allows("move:acknowledge", post->role)) continue;
            if (post->place == issuer.place && network::commands(post->role)) continue;  // one's equals and superiors
            found.insert({{post->place, post->id}, *post});
            any = true;
        }
        if (!any)
            return Problem(ProblemKind::order_to_nobody, {shown, Words(view.divisions().full_name(area), format(area))})
                .at(at(""));
        ++number;
    }
    if (number == 0) return Problem(ProblemKind::order_row_empty, {"1"}).at("addressees");
    if (std::int64_t(found.size()) > addressed_max)
        return Problem(ProblemKind::order_too_many, {std::to_string(found.size()), std::to_string(addressed_max)})
            .at("addressees");
    std::vector<network::Post> posts;
    for (auto& [key, post] : found) posts.push_back(std::move(post));
    return posts;
}

}  // namespace fx::command
