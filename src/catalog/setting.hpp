#pragma once
/// Numbers of the rules. The catalogue gives each a value and bounds; a site may set another value within them.

#include "base/words.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fx {

/// One setting of one record type: handles::TYPE::settings::NAME, made by catalogc. It names the number and does not hold
/// it: what a site has set is read where the rule is applied.
struct SettingHandle {
    std::string_view type;
    std::size_t index = 0;  ///< among the type's settings
};

}  // namespace fx

namespace fx::catalog {

struct Setting {
    std::string name;
    Words label;             ///< says the unit too
    std::int64_t value = 0;  ///< what holds here
    std::int64_t usual = 0;  ///< the catalogue's own
    std::int64_t min = 0, max = 0;
};

/// nullptr when there is none.
Setting const* find_setting(std::vector<Setting> const& settings, std::string_view name);

}  // namespace fx::catalog
