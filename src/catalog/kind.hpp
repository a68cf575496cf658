#pragma once
/// A field kind: everything one kind of value is. One file per kind in catalog/kinds; adding one touches that file
/// and the list in kinds.cpp.

#include "base/json_writer.hpp"
#include "base/result.hpp"
#include "base/value.hpp"
#include "catalog/catalogue.hpp"

#include <boost/json/value.hpp>

#include <span>
#include <string_view>

namespace fx::catalog {

/// SQL storage of a kind; both engines' types follow from it.
enum class Storage { integer, text, id };

/// What a predicate may ask of a value of the kind: present only; equality too; ranges too.
enum class Compare { none, equal, ordered };

class Kind {
public:
    virtual ~Kind() = default;
    virtual std::string_view name() const = 0;
    virtual Label label() const = 0;
    virtual Storage storage() const = 0;
    virtual Compare compare() const { return Compare::equal; }
    /// Members of a field's description that only some kinds take: codes, unit, digits, min, max, length_max, items_max,
    /// refers_to, columns.
    virtual std::span<std::string_view const> attributes() const { return {}; }
    /// Fills what the description left out (digits and range of a temperature). Called once by the loader.
    virtual void prepare(Field&) const {}
    /// JSON to a valid Value, or a problem with the reason; the caller adds the field's path. Never called with null.
    /// Text that is empty once trimmed gives an absent value.
    virtual Result<Value> parse(boost::json::value const& json, Field const& field) const = 0;
    /// Text from a table cell (CSV, XLSX, form input) to a valid Value: "36.7", "是", "2020/2/3" as people write them.
    virtual Result<Value> parse_text(std::string_view text, Field const& field) const = 0;
    /// The canonical JSON of a value this kind made: equal values give equal bytes.
    virtual void write(JsonWriter& json, Value const& value, Field const& field) const = 0;
    /// JSON Schema 2020-12 of the wire form, as an object.
    virtual void write_schema(JsonWriter& json, Field const& field) const = 0;
    /// What the client sees when the field is masked: "138****1234". Default: "***".
    virtual std::string mask(Value const& value) const;
};

/// nullptr when there is no such kind.
Kind const* find_kind(std::string_view name);
std::vector<Kind const*> all_kinds();

}  // namespace fx::catalog
