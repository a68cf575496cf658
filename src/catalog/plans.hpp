#pragma once
/// Plans (预案): what is done at each level of a response, by whom and on what basis. catalog/plans/<name>.jsonc; a site
/// adds its own.

#include "base/json_writer.hpp"
#include "catalog/catalogue.hpp"

namespace fx::catalog {

/// What a plan does at some of its levels; opened, it is a `response_measure` and an `order` to its owners.
struct Measure {
    std::string name;
    Label label;
    std::vector<std::string> levels;  ///< codes of response_level; of the plan
    std::string topic, urgency;       ///< codes of order_topic and urgency
    Label body;
    std::vector<std::string> owners;  ///< roles of the posts that carry it out, everywhere in the area
    Label resources, legal_basis;     ///< may be empty
    std::int64_t acknowledge_hours = 0;
    std::int64_t report_hours = 0;  ///< 0: only to be acknowledged
    Label report_asks;              ///< may be empty
    std::int64_t days = 0;          ///< how long it holds; 0: as long as its response

    bool at(std::string_view level) const;
};

struct PlanLevel {
    std::string level;               ///< code of response_level
    std::int64_t days = 0;           ///< how long it holds when nobody says otherwise
    std::optional<Predicate> when;   ///< the published rule, over the fields of `response`; none where an authority decides
    Label when_text;                 ///< the same in words
    Label decided_by, legal_basis;   ///< whose decision it is; may be empty
    std::vector<std::string> roles;  ///< of posts that may declare it; empty: all that may declare a response
    bool allows(std::string_view role) const;
};

struct Plan {
    std::string name;
    Label label, disease, source;
    std::string scheme;              ///< code of response_scheme
    std::vector<std::string> areas;  ///< for which levels of the tree it may be declared: county, township, village
    std::vector<PlanLevel> levels;   ///< lowest first
    std::vector<Measure> measures;

    PlanLevel const* level(std::string_view code) const;  ///< nullptr when it has none
    /// The highest level whose rule holds for the values of a `response`; nullptr when no level has a rule that does.
    PlanLevel const* judge(std::span<Value const> response) const;
};

struct LoadedPlans {
    std::vector<Plan> plans;  ///< by name
    std::vector<Mistake> mistakes;
    Plan const* find(std::string_view name) const;  ///< nullptr when there is none
};

/// The plans among `sources` (folder "plans"), a site's own after the product's: a site may add plans, not replace them.
LoadedPlans load_plans(std::vector<Source> const& sources, std::vector<Source> const& overlay, Catalogue const& catalogue);

/// A plan as GET /api/plans tells it.
void write_plan(JsonWriter& json, Plan const& plan);

}  // namespace fx::catalog
