#pragma once
/// The store's own tables (migrations/0000_store) and how entries and heads become rows and back.

#include "store/session.hpp"

namespace fx::store {

extern Table const journal_table;
extern Table const tile_table;
extern Table const head_table;

/// "county, sequence, …": the select list that entry_of expects.
std::string entry_columns();
/// Appends the entry's cells in the order of journal_table. They borrow from `entry`.
void add_cells(Entry const& entry, std::vector<Cell>& cells);
void add_cells(Head const& head, std::vector<Cell>& cells);
Row row_of(Entry const& entry);
/// The entry in a row of entry_columns(). `erased`, when given, tells whether salt and body are gone.
Entry entry_of(Row const& row, bool* erased = nullptr);
/// From "county, year, size, from_size, root, at, signature".
Head head_of(Row const& row);

/// The bytes under the leaf hash; layout in docs/journal.md.
void header_bytes(Entry const& entry, std::string& out);
Hash commitment_of(Entry const& entry);
Hash leaf_of(Entry const& entry, std::string& scratch);

}  // namespace fx::store
