#pragma once
/// Responses: declaring a level opens, keeps and ends measures with their orders; a level and a measure end by themselves.

#include "command/measures.hpp"
#include "records/engine.hpp"

namespace fx::command {

inline constexpr std::string_view review_duty = "response_review";

/// Which level of which plan the values of a `response` declare for `area` at `now`; without an end it holds the level's
/// days. 422.291 for no such plan, 422.292 for no such level, 422.293 for an area it is not for, 422.296 for an end out of
/// bounds.
Result<Declared> declared(catalog::LoadedPlans const& plans, catalog::RecordType const& type,
                          network::Network::View const& view, std::span<Value const> values, Place area, Instant now);

/// What has come to its end by `now`: responses and measures, at most a thousand of each, the earliest first.
Result<records::Effects> expire(store::Reader& reader, std::int64_t county, Instant now);

/// `network` and `plans` outlive the engine.
void add_response_hooks(records::Engine& engine, network::Network const& network, catalog::LoadedPlans const& plans);

}  // namespace fx::command
