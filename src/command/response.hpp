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

/// What has come to its end by `now`, the earliest first, at most 200 of each type. Measures that end with their response
/// are not listed: they do so with it.
struct Due {
    std::string type;
    Id id;
    Id post;  ///< answers for the response; in its name the clock tells those concerned
};
Result<std::vector<Due>> due_to_end(store::Reader& reader, std::int64_t county, Instant now);

/// What a declaration is made from: a number that grows with every change of the response or of one of its measures, ended
/// ones among them.
std::int64_t version_of(records::Record const& response, std::vector<records::Record> const& measures);

/// Of the measures of a response those in force.
std::vector<records::Record> in_force(std::vector<records::Record> measures);

/// `network` and `plans` outlive the engine.
void add_response_hooks(records::Engine& engine, network::Network const& network, catalog::LoadedPlans const& plans);

}  // namespace fx::command
