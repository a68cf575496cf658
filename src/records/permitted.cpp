#include "records/permitted.hpp"

namespace fx::records {

Problem not_permitted(catalog::Catalogue const& catalogue, std::string const& role, Words what) {
    auto const* roles = catalogue.code_list("post_role");
    auto const* found = roles == nullptr ? nullptr : roles->find(role);
    return Problem(ProblemKind::not_permitted, {found == nullptr ? Words(role) : found->label, std::move(what)});
}

}  // namespace fx::records
