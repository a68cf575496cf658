#include "network/network.hpp"

#include <algorithm>

namespace fx::network {

std::optional<coverage::Figures> Network::View::figures(Id const& period, Place place) const {
    auto const known = network_.periods_.find(period);
    return known == network_.periods_.end() ? std::nullopt : known->second.series->figures(place);
}

std::vector<coverage::PlaceFigures> Network::View::children(Id const& period, Place place) const {
    auto const known = network_.periods_.find(period);
    return known == network_.periods_.end() ? std::vector<coverage::PlaceFigures>() : known->second.series->children(place);
}

void Network::View::all(Id const& period, std::vector<coverage::PlaceFigures>& out) const {
    out.clear();
    if (auto const known = network_.periods_.find(period); known != network_.periods_.end()) known->second.series->all(out);
}

std::optional<std::vector<std::pair<Place, std::uint32_t>>> Network::View::missing_by_place(Id const& period) const {
    auto const known = network_.periods_.find(period);
    if (known == network_.periods_.end() || !known->second.complete) return std::nullopt;
    return known->second.series->missing_by_place();
}

Result<coverage::Page> Network::View::list(Id const& period, Place place, coverage::Filter filter,
                                           std::optional<coverage::Cursor> const& from, std::size_t limit) const {
    auto const known = network_.periods_.find(period);
    if (known == network_.periods_.end()) return Problem(ProblemKind::record_not_found, {format(period)}).at("period");
    return known->second.population->list(*known->second.series, place, filter, from, limit);
}

records::Period const* Network::View::period(Id const& id) const {
    auto const known = network_.periods_.find(id);
    return known == network_.periods_.end() ? nullptr : &known->second.period;
}

std::vector<records::Period const*> Network::View::periods(std::string_view type) const {
    std::vector<records::Period const*> out;
    for (auto const& [id, tracked] : network_.periods_)
        if (type.empty() || tracked.period.type == type) out.push_back(&tracked.period);
    std::sort(out.begin(), out.end(),
              [](auto const* a, auto const* b) { return std::pair(b->opens_at, b->id) < std::pair(a->opens_at, a->id); });
    return out;
}

std::vector<Post const*> Network::View::responsible(Place place, Date on) const {
    auto path = network_.divisions_.path(place);
    for (auto node = path.rbegin(); node != path.rend(); ++node) {
        std::vector<Post const*> held;
        for (auto const* post : network_.posts_.at(*node))
            if (post->held(on) && post->role != "administrator" && post->role != "auditor") held.push_back(post);
        if (held.empty()) continue;
        std::stable_partition(held.begin(), held.end(), [](auto const* post) { return answers_for_households(post->role); });
        return held;
    }
    return {};
}

std::vector<Post const*> Network::View::posts_within(Place place, Date on) const {
    auto const* node = network_.divisions_.find(place);
    return node == nullptr ? std::vector<Post const*>()
                           : network_.posts_.between(place, subtree_end(place, node->level), on);
}

std::vector<std::vector<Post const*>> Network::View::superiors(Place place, Date on) const {
    auto const commanding = [&](Place node) {
        auto posts = network_.posts_.at(node);
        std::erase_if(posts, [&](auto const* post) { return !post->held(on) || !commands(post->role); });
        return posts;
    };
    std::vector<std::vector<Post const*>> out;
    auto path = network_.divisions_.path(place);
    if (path.empty()) return out;
    for (auto node = path.rbegin() + 1; node != path.rend(); ++node)
        if (auto posts = commanding(*node); !posts.empty()) out.push_back(std::move(posts));
    if (out.empty())
        if (auto posts = commanding(place); !posts.empty()) out.push_back(std::move(posts));
    return out;
}

std::vector<Network::View::Uncovered> Network::View::uncovered(Place place, Date on) const {
    std::vector<Uncovered> out;
    auto const found = network_.populations_.find("household");
    if (found == network_.populations_.end()) return out;
    auto const& index = found->second->index();
    auto const answered = [&](Place node) {
        auto const posts = network_.posts_.at(node);
        return std::any_of(posts.begin(), posts.end(),
                           [&](auto const* post) { return post->held(on) && answers_for_households(post->role); });
    };
    for (auto const& division : network_.divisions_.subtree(place)) {
        std::size_t households = 0;
        index.each_run(network_.tree_.find(division.place), [&](coverage::Block begin, coverage::Block end) {
            for (auto slot = begin * coverage::slots_per_block; slot < end * coverage::slots_per_block; ++slot)
                households += !index.id(slot).is_nil();
            return true;
        });
        bool const group = division.level == Level::group;
        if (households > 0 && !answered(division.place) && !(group && answered(division.parent)))
            out.push_back({division.place, households});
    }
    return out;
}

std::size_t Network::View::subjects(std::string_view subject_type) const {
    auto const found = network_.populations_.find(subject_type);
    return found == network_.populations_.end() ? 0 : found->second->index().size();
}

}  // namespace fx::network
