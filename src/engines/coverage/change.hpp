#pragma once
/// What became of a change. Every operation of the engine may be repeated: the second time it says `already`.

#include <cstdint>

namespace fx::coverage {

enum class [[nodiscard]] Change : std::uint8_t{
    applied,
    already,          ///< it was so before
    not_expected,     ///< nothing is expected of this subject here, so nothing can be fulfilled or reopened
    unknown_subject,  ///< not in the index, or a nil id
    unknown_place,    ///< not in the tree
    known_elsewhere,  ///< to be added, but already at another place: move it
};

}  // namespace fx::coverage
