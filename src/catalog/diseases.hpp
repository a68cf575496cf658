#pragma once
/// What holds of each disease: deadlines, days of observation and case definitions, each with the day from which it holds.
/// catalog/diseases/<code of the list `disease`>.jsonc; a site's own file takes the place of the product's.

#include "base/json_writer.hpp"
#include "catalog/catalogue.hpp"

namespace fx::catalog {

struct CaseDefinition {
    std::string classification;  ///< code of case_classification
    Predicate when;              ///< over the fields of `case_report`
    Label when_text;             ///< the same in words
};

struct DiseaseRules {
    Date valid_from;
    Label source;
    std::int64_t report_hours = 0;       ///< from the diagnosis until the case is reported, and from then until verified
    std::int64_t investigate_hours = 0;  ///< from the report until the case is investigated
    std::int64_t observation_days = 0;   ///< of a contact, from the last contact
    std::int64_t lost_after_days = 0;    ///< a contact nobody has measured for so long is lost to follow-up
    std::int64_t infectious_days_before = 0;  ///< how long before the onset a case may have infected others
    std::int64_t days_until_infectious = 1;   ///< from an exposure until who was exposed may have exposed others
    std::vector<CaseDefinition> definitions;  ///< gravest first

    /// Classification of the first definition that holds for the values of a `case_report`; empty when none does.
    std::string_view judge(std::span<Value const> case_report) const;
};

struct Disease {
    std::string name;  ///< code of the list `disease`
    Label source;
    std::vector<DiseaseRules> versions;  ///< at least one, earliest first

    /// Those in force on `day`; the earliest for a day before all.
    DiseaseRules const& on(Date day) const;
};

struct LoadedDiseases {
    std::vector<Disease> diseases;  ///< by name; one for each code of the list
    std::vector<Mistake> mistakes;
    Disease const* find(std::string_view name) const;  ///< nullptr when there is none
};

LoadedDiseases load_diseases(std::vector<Source> const& sources, std::vector<Source> const& overlay,
                             Catalogue const& catalogue);

/// A disease as GET /api/diseases tells it.
void write_disease(JsonWriter& json, Disease const& disease);

}  // namespace fx::catalog
