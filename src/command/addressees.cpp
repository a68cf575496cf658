#include "command/addressees.hpp"

#include "base/json_member.hpp"
#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "command/saved_query.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <functional>
#include <map>

namespace fx::command {
namespace {

using Posts = std::vector<network::Post const*>;

/// Those of `posts` that answer for households where there are any: who stands nearest to a unit's door.
Posts nearest(Posts posts) {
    auto const rest =
        std::ranges::find_if_not(posts, [](auto const* post) { return network::answers_for_households(post->role); });
    if (rest != posts.begin()) posts.erase(rest, posts.end());
    return posts;
}

/// Whom one row means, of those whom `told` lets it reach.
class RowPosts {
public:
    using MayBeTold = std::function<bool(network::Post const&)>;
    RowPosts(network::Network::View const& view, AddresseeRow const& row, Place area, Date on, MayBeTold may_be_told)
        : view_(view),
          row_(row),
          on_(on),
          within_(view.posts_within(area, on)),
          area_(area),
          may_be_told_(std::move(may_be_told)) {
        keep_told(within_);
    }

    Posts find() const {
        if (!row_.unit_kind.empty()) return of_units();
        if (row_.query) return row_.role.empty() ? responsible(row_.places) : holding_a_match();
        return within_;
    }

private:
    void keep_told(Posts& posts) const {
        std::erase_if(posts, [&](auto const* post) { return !may_be_told_(*post); });
    }

    Posts of_units() const {
        Posts out;
        std::vector<Place> without;
        for (auto const& one : row_.units) {
            if (!view_.divisions().is_within(one.place, area_)) continue;
            auto const before = out.size();
            for (auto const* post : within_)
                if (post->unit == one.id) out.push_back(post);
            if (out.size() == before) without.push_back(one.place);
        }
        auto const others = responsible(without);
        out.insert(out.end(), others.begin(), others.end());
        return out;
    }

    Posts responsible(std::vector<Place> const& places) const {
        Posts out;
        for (auto const place : places) {
            if (!view_.divisions().is_within(place, area_)) continue;
            auto posts = view_.responsible(place, on_);
            keep_told(posts);
            posts = nearest(std::move(posts));
            out.insert(out.end(), posts.begin(), posts.end());
        }
        return out;
    }

    Posts holding_a_match() const {
        auto out = within_;
        std::erase_if(out, [&](auto const* post) {
            auto const* node = view_.divisions().find(post->place);
            auto const first = std::ranges::lower_bound(row_.places, post->place);
            return node == nullptr || first == row_.places.end() || subtree_end(post->place, node->level) < *first;
        });
        return out;
    }

    network::Network::View const& view_;
    AddresseeRow const& row_;
    Date on_;
    Posts within_;
    Place area_;
    MayBeTold may_be_told_;
};

}  // namespace

std::vector<AddresseeRow> addressee_rows(std::string_view text) {
    std::vector<AddresseeRow> rows;
    boost::system::error_code error;
    auto const json = boost::json::parse(text, error);
    if (error || !json.is_array()) return rows;
    for (auto const& item : json.get_array()) {
        if (!item.is_object()) continue;
        auto const& object = item.get_object();
        AddresseeRow row;
        row.role = text_member(object, "role");
        row.unit_kind = text_member(object, "unit_kind");
        if (auto const area = parse_place(text_member(object, "area")); area.has_value()) row.area = *area;
        if (auto const post = parse_id(text_member(object, "post")); post.has_value()) row.post = *post;
        if (auto const query = parse_id(text_member(object, "query")); query.has_value()) row.query = *query;
        rows.push_back(std::move(row));
    }
    return rows;
}

Result<void> look_up(records::Engine const& engine, store::Reader& reader, records::Actor const& issuer,
                     std::vector<AddresseeRow>& rows) {
    std::size_t number = 0;
    for (auto& row : rows) {
        auto const at = "addressees[" + std::to_string(number++) + "].";
        if (row.query) {
            auto places = places_of_query(engine, reader, issuer, *row.query);
            if (places.has_error()) return Problem(places.error()).at(at + "query");
            row.places = std::move(*places);
        }
        if (row.unit_kind.empty()) continue;
        auto const area = row.area.value_or(issuer.place);
        auto const county = engine.responsibility().county_of(area);
        if (!county) return Problem(ProblemKind::unknown_place, {format(area)}).at(at + "area");
        auto const [first, last] = engine.responsibility().range(area);
        FX_CHECK(
            reader.each("SELECT id, place FROM r_reporting_unit WHERE county = $1 AND place BETWEEN $2 AND $3 AND "
                        "unit_kind = $4 ORDER BY place, id",
                        std::vector<Value>{*county, first.value, last.value, row.unit_kind}, [&](Row& found) {
                            row.units.push_back({std::get<Id>(found[0]), {*integer_in(found[1])}});
                        }));
    }
    return {};
}

Result<std::vector<network::Post>> addressees(network::Network::View const& view, catalog::RecordType const& receipt_type,
                                              records::Actor const& issuer, std::vector<AddresseeRow> const& rows, Date on,
                                              std::int64_t addressed_max) {
    std::map<std::pair<Place, Id>, network::Post> found;
    std::size_t number = 0;
    for (auto const& row : rows) {
        auto const at = [&](std::string_view column) {
            return "addressees[" + std::to_string(number) + "]" + (column.empty() ? "" : ".") + std::string(column);
        };
        auto const shown = std::to_string(number + 1);
        if (row.role.empty() && !row.post && row.unit_kind.empty() && !row.query)
            return Problem(ProblemKind::order_row_empty, {shown}).at(at(""));
        auto const area = row.area.value_or(issuer.place);
        if (!view.divisions().is_within(area, issuer.place))
            return Problem(ProblemKind::not_responsible, {format(area)}).at(at("area"));
        bool any = false;
        auto const may_be_told = [&](network::Post const& post) {
            bool const above = post.place == issuer.place && network::commands(post.role);  // one's equals and superiors
            return post.id != issuer.post && (!row.post || post.id == *row.post) &&
                   (row.role.empty() || post.role == row.role) && receipt_type.allows("move:acknowledge", post.role) &&
                   view.divisions().is_within(post.place, issuer.place) && !above;
        };
        for (auto const* post : RowPosts(view, row, area, on, may_be_told).find()) {
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
