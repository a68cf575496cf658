#pragma once
/// Doing from the command line what a post does from the page.

#include "app/program.hpp"

#include <boost/json/object.hpp>

namespace fx::app::cli {

/// Who holds a post today. 404.55 for no such post, 403.253 for a vacant one, both at "--post".
Result<records::Actor> acting_as(Program const& program, Id const& post);
/// A file that holds one JSON object: the fields of a record, as the interface takes them. Problems at "file".
Result<boost::json::object> fields_in(std::string const& file);
/// Its id.
Result<Id> create_record(Program& program, records::Actor const& by, std::string_view type,
                         boost::json::object const& fields);

}  // namespace fx::app::cli
