#pragma once
/// Who acts: an account in one of its posts.

#include "base/id.hpp"
#include "base/place.hpp"

#include <string>

namespace fx::records {

struct Actor {
    Id user;
    Id post;
    std::string role;  ///< code of post_role
    Place place;       ///< the node the post answers for
};

}  // namespace fx::records
