#include "network/posts.hpp"

#include <algorithm>

namespace fx::network {

void PostBook::put(Post post) {
    if (auto const known = posts_.find(post.id); known != posts_.end()) {
        auto const [first, last] = by_place_.equal_range(known->second.place);
        for (auto it = first; it != last; ++it)
            if (it->second == post.id) {
                by_place_.erase(it);
                break;
            }
    }
    by_place_.emplace(post.place, post.id);
    posts_.insert_or_assign(post.id, std::move(post));
    ++version_;
}

Post const* PostBook::find(Id const& post) const {
    auto const found = posts_.find(post);
    return found == posts_.end() ? nullptr : &found->second;
}

std::vector<Post const*> PostBook::at(Place place) const {
    std::vector<Post const*> out;
    auto const [first, last] = by_place_.equal_range(place);
    for (auto it = first; it != last; ++it) out.push_back(find(it->second));
    std::sort(out.begin(), out.end(), [](auto const* a, auto const* b) { return a->id < b->id; });
    return out;
}

std::vector<Post const*> PostBook::between(Place first, Place last, Date on) const {
    std::vector<Post const*> out;
    for (auto const& [id, post] : posts_)
        if (first <= post.place && post.place <= last && post.in_force(on)) out.push_back(&post);
    return out;
}

std::vector<Post const*> PostBook::of(Id const& account, Date on) const {
    std::vector<Post const*> out;
    for (auto const& [id, post] : posts_)
        if (post.in_force(on) && (post.holder == account || post.deputy == account)) out.push_back(&post);
    std::sort(out.begin(), out.end(),
              [](auto const* a, auto const* b) { return std::pair(a->place, a->id) < std::pair(b->place, b->id); });
    return out;
}

bool answers_for_households(std::string const& role) { return role == "grid_worker" || role == "village_officer"; }

bool commands(std::string const& role) {
    return role.ends_with("_officer") && role != "cdc_officer" && role != "duty_officer";
}

}  // namespace fx::network
