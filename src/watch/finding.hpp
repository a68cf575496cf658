#pragma once
/// What was found about one person, and the observation that follows from it.

#include "records/effects.hpp"

#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace fx::watch {

/// Codes of key_reason.
namespace reason {
inline constexpr std::string_view fever = "1", symptom = "2", key_area = "3", contact = "4";
}

struct Finding {
    std::set<std::string> reasons;      ///< codes of key_reason; empty = nothing found
    std::optional<Date> last_exposure;  ///< left the key area, last contact: the observation counts from it

    bool ill() const {
        return reasons.contains(std::string(reason::fever)) || reasons.contains(std::string(reason::symptom));
    }
    /// Code of key_class: 3 fever, 4 close contact, 5 returned from key area.
    std::string key_class() const;
    /// Code of measure: facility observation for contacts, home observation for the others, until a doctor decides.
    std::string measure() const;
};

/// Fever at `fever_c` tenths or more; any symptom but "none" and "cannot assess".
void judge_health(Finding& finding, std::optional<std::int64_t> temperature, std::string_view symptoms_json,
                  std::int64_t fever_c);

/// Where a finding came from: exactly one is set.
struct FoundBy {
    Id screening, registration;
};

/// Puts `person` under observation, or adds the finding to the observation under way.
Result<void> observe(records::Effects& effects, records::Lookup& lookup, records::Change const& change, Id const& person,
                     Finding const& finding, FoundBy const& by, std::size_t n);

}  // namespace fx::watch
