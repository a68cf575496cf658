#pragma once
/// Two mappings of one return side by side: which cells came, went or mean something else.

#include "catalog/returns.hpp"

#include <optional>
#include <string>
#include <vector>

namespace fx::returns {

struct CellChange {
    std::optional<std::size_t> a, b;   ///< where the cell stands in each; nothing = not in it
    std::vector<std::string> members;  ///< in both: what of its definition differs, as the file calls it

    bool same() const { return a && b && members.empty(); }
    /// "same", "added" (only in b), "removed" (only in a), "changed".
    std::string_view kind() const { return !a ? "added" : !b ? "removed" : members.empty() ? "same" : "changed"; }
};

/// What of the return itself differs, as the file calls it: label, source, roles, events.
std::vector<std::string> compare(catalog::Return const& a, catalog::Return const& b);
/// Cells by name, in the order of `b`, each removed one after what stood before it in `a`.
std::vector<CellChange> compare(catalog::ReturnVersion const& a, catalog::ReturnVersion const& b);

}  // namespace fx::returns
