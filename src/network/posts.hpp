#pragma once
/// Posts: who answers for which node of the tree, from when to when.

#include "base/id.hpp"
#include "base/place.hpp"
#include "base/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace fx::network {

struct Post {
    Id id;
    std::string name;
    std::string role;  ///< code of post_role
    Place place;       ///< the node it answers for, with everything below
    Id unit;           ///< reporting unit it answers for; nil = none
    Id holder;         ///< account; nil = vacant
    Id deputy;         ///< account; nil = none
    std::string holder_name;
    std::string phone_masked;
    std::optional<Date> valid_from, valid_to;  ///< inclusive
    bool active = true;                        ///< false once the post is closed

    bool in_force(Date on) const { return active && (!valid_from || *valid_from <= on) && (!valid_to || on <= *valid_to); }
    bool held(Date on) const { return in_force(on) && (!holder.is_nil() || !deputy.is_nil()); }
};

/// All posts by node. Not thread-safe; Network guards it.
class PostBook {
public:
    /// Adds or replaces the post with this id.
    void put(Post post);
    Post const* find(Id const& post) const;
    std::vector<Post const*> at(Place place) const;
    /// Posts in force on `on` from `first` to `last`, any order.
    std::vector<Post const*> between(Place first, Place last, Date on) const;
    /// Posts in force on `on` that `account` holds or deputises for, highest place first.
    std::vector<Post const*> of(Id const& account, Date on) const;
    std::size_t size() const { return posts_.size(); }
    /// Another after every put.
    std::uint64_t version() const { return version_; }

private:
    std::uint64_t version_ = 0;
    std::unordered_map<Id, Post> posts_;
    std::unordered_multimap<Place, Id> by_place_;
};

/// Whether a post of this role answers for the households of its node (others command, inspect or administer).
bool answers_for_households(std::string const& role);

/// Whether a post of this role commands those below its node: it is told what they have left undone.
bool commands(std::string const& role);

}  // namespace fx::network
