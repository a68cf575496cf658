#pragma once
/// A run and its outcome as they are answered and kept.

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

/// The columns of bulk_run, in its order.
struct RunColumn {
    enum : std::size_t { county, id, user, post, started, finished, action, digest, undoes, undone_by, outcome };
};
/// A run for who made it: id, state, at, action, undoes, undone_by and the outcome's members.
std::string whole_json(Row const& run);
/// The same without the outcome's rows and problems.
std::string counted_json(Row const& run);

}  // namespace fx::app
