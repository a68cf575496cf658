#pragma once
/// A record in memory, and its row in the store.

#include "base/place.hpp"
#include "base/result.hpp"
#include "base/value.hpp"
#include "catalog/catalogue.hpp"
#include "records/seal.hpp"
#include "store/store.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace fx::records {

/// `values[i]` is field i of the type, in clear.
struct Record {
    std::int64_t county = 0;
    Id id;
    Place place;
    std::string state;
    std::int64_t version = 0;
    Instant made_at, changed_at;
    Id made_by;       ///< post
    Id made_by_user;  ///< account
    store::Sequence last_sequence;
    std::vector<Value> values;
};

/// In the body of a journal entry: the device clock's offset in ms, where it was wrong. No field begins with `_`.
inline constexpr std::string_view clock_offset_member = "_clock_offset_ms";

/// A key by which a name is found: `<field>_pinyin` or `<field>_initials`. Made from the name whenever its row is written;
/// no part of the record, so neither in the journal nor on the wire. Empty for a name without a reading, and for none.
struct NameKey {
    int field = 0;
    int column = 0;
    bool initials = false;
    std::string of(Value const& name) const;
};

/// The table `r_<type>` of a record type: common columns, one column per field (identity fields sealed, with
/// `<field>_hash` after it when searchable; names with their keys), and `ext` with the fields a site overlay added.
class RecordTable {
public:
    explicit RecordTable(catalog::RecordType const& type);

    catalog::RecordType const& type() const { return *type_; }
    store::Table const& table() const { return table_; }
    /// Whether the field's value is ciphertext at rest: identity itself, or a table with an identity column.
    static bool sealed(catalog::Field const& field);

    Row key(std::int64_t county, Id const& id) const { return {county, id}; }
    Row to_row(Record const& record, Sealer const& sealer) const;
    /// 500.68 when a sealed value does not open.
    Result<Record> from_row(Row const& row, Sealer const& sealer) const;
    /// Canonical JSON of the fields in `which` (all when empty); identity values as the hex of their ciphertext.
    std::string body(Id const& id, std::span<Value const> values, std::span<int const> which, Sealer const& sealer) const;
    /// The inverse of body: sets the fields it holds, leaves the others.
    Result<void> apply_body(Id const& id, std::string_view body, std::vector<Value>& values, Sealer const& sealer) const;

    /// Column of a field, -1 for extension fields.
    int column(int field) const { return columns_[std::size_t(field)]; }
    int hash_column(int field) const { return hash_columns_[std::size_t(field)]; }
    std::vector<NameKey> const& name_keys() const { return name_keys_; }
    /// A condition that lets a search by `field` use an index in which it comes second, behind a reference to records that
    /// are few: a look for each of them. Empty when there is no such index. $1 is the county.
    std::string index_path(int field) const;

private:
    catalog::RecordType const* type_;
    store::Table table_;
    std::vector<int> columns_, hash_columns_;
    std::vector<NameKey> name_keys_;
    bool has_extension_ = false;
};

/// "<id>.<field>": what a sealed value is bound to.
std::string seal_context(Id const& id, std::string_view field);
/// A value's text as it is sealed and hashed: digits for numbers, the text itself for text.
std::string plain_text(Value const& value);

}  // namespace fx::records
