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
inline constexpr std::string_view fever = "1", symptom = "2", key_area = "3", contact = "4", reported_case = "7",
                                  casual_contact = "8";
}

struct Finding {
    std::set<std::string> reasons;               ///< codes of key_reason; empty = nothing found
    std::optional<Date> last_exposure;           ///< left the key area, last contact: the observation counts from it
    std::optional<Date> until;                   ///< the day it ends, where a disease says; else by the settings
    std::string class_decided, measure_decided;  ///< codes, where somebody has decided; else by the reasons

    /// Fever, symptoms or a case: to be transferred in time.
    bool ill() const;
    /// Code of key_class: 3 fever, 4 close contact, 5 returned from key area.
    std::string key_class() const;
    /// Code of measure: facility observation for contacts, home observation for the others, until a doctor decides.
    std::string measure() const;
};

/// Fever at `fever_c` tenths or more; any symptom but "none" and "cannot assess".
void judge_health(Finding& finding, std::optional<std::int64_t> temperature, std::string_view symptoms_json,
                  std::int64_t fever_c);

/// Where a finding came from: at most one is set.
struct FoundBy {
    Id screening = {}, registration = {}, contact = {}, case_report = {};
};

/// Puts `person` under observation, or adds the finding to the observation under way.
Result<void> observe(records::Effects& effects, records::Lookup& lookup, records::Change const& change, Id const& person,
                     Finding const& finding, FoundBy const& by, std::size_t n);

}  // namespace fx::watch
