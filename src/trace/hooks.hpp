#pragma once
/// 追踪: what a case, a contact, a visit or a sample brings about. A case and its contacts are under observation as key
/// persons (watch); how a contact's follow-up ended is read from there. Every hook is pure.

#include "catalog/diseases.hpp"
#include "records/engine.hpp"

namespace fx::trace {

inline constexpr std::string_view verification_duty = "case_verification", investigation_duty = "case_investigation";

/// `diseases` must outlive the engine.
void add_hooks(records::Engine& engine, catalog::LoadedDiseases const& diseases);

using Diseases = catalog::LoadedDiseases;
Result<records::Effects> on_case(records::Change const& change, records::Lookup& lookup, Diseases const& diseases);
Result<records::Effects> on_contact(records::Change const& change, records::Lookup& lookup, Diseases const& diseases);
Result<records::Effects> on_visit(records::Change const& change, records::Lookup& lookup);
Result<records::Effects> on_sample(records::Change const& change, records::Lookup& lookup);
/// What befell a contact's observation befell the contact.
Result<records::Effects> on_observation(records::Change const& change, records::Lookup& lookup);
/// Who is measured is not lost.
Result<records::Effects> on_reading(records::Change const& change, records::Lookup& lookup);

}  // namespace fx::trace
