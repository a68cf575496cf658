#pragma once
/// A run's outcome as it is answered and kept.

#include "base/json_writer.hpp"
#include "records/bulk.hpp"

#include <boost/json/object.hpp>

#include <string>
#include <vector>

namespace fx::app {

/// The members changed, refused, undoable (how many could be taken back now), problems (each once, with its count) and
/// rows [{"id","seen","version","problem"?,"before"?,"after"?}] of the object under way; `problem` is an index.
void write_bulk_rows(JsonWriter& json, std::vector<records::BulkRow> const& rows, std::size_t undoable);
std::size_t changed_of(std::vector<records::BulkRow> const& rows);

/// A row as it was kept: where its record stood, and at which version it was left.
struct KeptRow {
    records::BulkItem left;
    bool changed = false;
    std::optional<records::BulkStanding> before, after;
};
std::vector<KeptRow> kept_rows(std::string const& outcome);

}  // namespace fx::app
