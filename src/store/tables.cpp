#include "store/tables.hpp"

#include "store/merkle.hpp"

#include <algorithm>

namespace fx::store {
namespace {

using enum ColumnType;

std::int64_t number(Value const& value) {
    auto const* found = integer_in(value);
    return found ? *found : 0;
}

std::string text_of(Value const& value) {
    auto const* found = text_in(value);
    return found ? *found : std::string();
}

/// Copies an id or bytes cell of exactly the array's size; anything else leaves zeros, which no honest hash is.
template <std::size_t N>
void copy(Value const& value, std::array<std::uint8_t, N>& out) {
    if (auto const* id = id_in(value); id && N == 16) std::copy_n(id->bytes.begin(), 16, out.begin());
    if (auto const* bytes = bytes_in(value); bytes && bytes->size() == N) std::copy_n(bytes->begin(), N, out.begin());
}

void add(std::string& out, std::int64_t value) {
    for (int shift = 56; shift >= 0; shift -= 8) out += char(std::uint64_t(value) >> shift);
}

void add(std::string& out, Id const& id) { out.append(reinterpret_cast<char const*>(id.bytes.data()), id.bytes.size()); }

void add(std::string& out, std::string_view text) {
    out += char(text.size() >> 8);
    out += char(text.size());
    out += text;
}

}  // namespace

Table const journal_table{"journal",
                          {{"county", integer},
                           {"sequence", integer},
                           {"at", integer},
                           {"type", text},
                           {"record", id},
                           {"version", integer},
                           {"action", text},
                           {"place", integer},
                           {"command", id},
                           {"post", id},
                           {"account", id},
                           {"stated_at", integer},
                           {"previous", integer},
                           {"body", text},
                           {"salt", bytes},
                           {"commitment", bytes},
                           {"leaf", bytes}},
                          2};
Table const tile_table{
    "journal_tile", {{"county", integer}, {"year", integer}, {"level", integer}, {"tile", integer}, {"hashes", bytes}}, 4};
Table const head_table{"journal_head",
                       {{"county", integer},
                        {"year", integer},
                        {"size", integer},
                        {"from_size", integer},
                        {"root", bytes},
                        {"at", integer},
                        {"signature", bytes}},
                       3};

std::string entry_columns() {
    std::string list;
    for (auto const& column : journal_table.columns) list += (list.empty() ? "" : ", ") + column.name;
    return list;
}

void add_cells(Entry const& e, std::vector<Cell>& cells) {
    cells.insert(cells.end(),
                 {Cell::of(e.county), Cell::of(e.sequence.value), Cell::of(e.at.ms), Cell::text(e.type), Cell::of(e.record),
                  Cell::of(e.version), Cell::text(e.action), Cell::of(e.place.value), Cell::of(e.command), Cell::of(e.post),
                  Cell::of(e.user), Cell::of(e.stated_at.ms), Cell::of(e.previous.value), Cell::text(e.body),
                  Cell::blob(e.salt), Cell::blob(e.commitment), Cell::blob(e.leaf)});
}

void add_cells(Head const& head, std::vector<Cell>& cells) {
    cells.insert(cells.end(),
                 {Cell::of(head.county), Cell::of(std::int64_t(head.year)), Cell::of(head.size), Cell::of(head.from_size),
                  Cell::blob(head.root), Cell::of(head.at.ms), Cell::blob(head.signature)});
}

Row row_of(Entry const& e) {
    return {e.county,
            e.sequence.value,
            e.at.ms,
            e.type,
            e.record,
            e.version,
            e.action,
            e.place.value,
            e.command,
            e.post,
            e.user,
            e.stated_at.ms,
            e.previous.value,
            e.body,
            Bytes(e.salt.begin(), e.salt.end()),
            Bytes(e.commitment.begin(), e.commitment.end()),
            Bytes(e.leaf.begin(), e.leaf.end())};
}

Entry entry_of(Row const& row, bool* erased) {
    Entry e;
    e.county = number(row[0]);
    e.sequence = {number(row[1])};
    e.at = {number(row[2])};
    e.type = text_of(row[3]);
    copy(row[4], e.record.bytes);
    e.version = number(row[5]);
    e.action = text_of(row[6]);
    e.place = {number(row[7])};
    copy(row[8], e.command.bytes);
    copy(row[9], e.post.bytes);
    copy(row[10], e.user.bytes);
    e.stated_at = {number(row[11])};
    e.previous = {number(row[12])};
    e.body = text_of(row[13]);
    copy(row[14], e.salt);
    copy(row[15], e.commitment);
    copy(row[16], e.leaf);
    if (erased) *erased = is_null(row[13]) && is_null(row[14]);
    return e;
}

Head head_of(Row const& row) {
    Head head;
    head.county = number(row[0]);
    head.year = int(number(row[1]));
    head.size = number(row[2]);
    head.from_size = number(row[3]);
    copy(row[4], head.root);
    head.at = {number(row[5])};
    copy(row[6], head.signature);
    return head;
}

void header_bytes(Entry const& e, std::string& out) {
    out += "fxj1";
    for (auto const value :
         {e.county, e.sequence.value, e.at.ms, e.version, e.place.value, e.stated_at.ms, e.previous.value})
        add(out, value);
    for (auto const* id : {&e.record, &e.command, &e.post, &e.user}) add(out, *id);
    add(out, std::string_view(e.type));
    add(out, std::string_view(e.action));
}

Hash commitment_of(Entry const& e) { return sha256({e.salt, bytes_of(e.body)}); }

Hash leaf_of(Entry const& e, std::string& scratch) {
    scratch.clear();
    header_bytes(e, scratch);
    scratch.append(reinterpret_cast<char const*>(e.commitment.data()), e.commitment.size());
    return leaf_hash(bytes_of(scratch));
}

}  // namespace fx::store
