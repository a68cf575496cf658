#pragma once
/// Responses as the interface tells them: what is in force where, what a declaration would do, one response with its
/// measures.

#include "app/program.hpp"
#include "base/json_writer.hpp"
#include "command/response.hpp"

#include <boost/json/object.hpp>

namespace fx::app {

/// Every response in force in the county, in tree order.
Result<std::vector<records::Record>> responses_in_force(Program const& program, store::Reader& reader);

/// "here": of each scheme the nearest at `place` or above; "below": each child's own, and what is in force below it.
/// What stands above the reader shows the level, whose decision it is and until when, not the assessment.
void write_levels(JsonWriter& json, Program const& program, std::vector<records::Record> const& in_force, Place place);

/// What declaring `fields` (of a `response`, as far as they are filled in) would do: what opens, goes on and ends. A plan,
/// level, area or end that does not stand is a Problem; what else would refuse the declaration is told in "problems".
Result<std::string> preview_response(Program const& program, store::Reader& reader, records::Actor const& actor,
                                     boost::json::object const& fields);

/// The response with its measures, their orders' progress, what ended with its declaration and what was left out of the
/// plan. 404.55 for one the actor may not see.
Result<std::string> one_response(Program const& program, store::Reader& reader, records::Actor const& actor, Id const& id);

}  // namespace fx::app
