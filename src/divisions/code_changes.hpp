#pragma once
/// Codes move: counties are renamed, raised, merged. Old documents keep the old code.

#include "divisions/division_tree.hpp"

#include <string>
#include <vector>

namespace fx {

enum class ChangeKind : std::uint8_t {
    renamed,  ///< same code, new name
    recoded,  ///< same area, new code (and perhaps name)
    merged,   ///< the area became part of `after`
    split,    ///< most of the area became part of `after`, the rest of others
};

struct CodeChange {
    Place before;
    Place after;
    Date effective;  ///< first day of the new code
    ChangeKind kind;
    std::string old_name;
    std::string new_name;
};

class CodeChanges {
public:
    /// Columns old_code, old_name, new_code, new_name, change, effective. 422.77 / 422.78.
    static Result<CodeChanges> load(std::string const& path);

    /// The code in force on `on` for a code that was in force at some day before; follows chains. A place below a
    /// changed county keeps its last digits when the county was recoded, and becomes the county itself when it was
    /// merged or split, because townships are renumbered then. Unchanged places come back as they are.
    Place current_code(Place old, Date on) const;
    /// The code that `current` had before its last change; nil if it did not change its code.
    Place former_code(Place current) const;
    std::vector<CodeChange> const& all() const { return changes_; }

private:
    std::vector<CodeChange> changes_;  // by effective date
};

}  // namespace fx
