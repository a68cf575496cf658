#include "records/record.hpp"

#include "base/assert.hpp"
#include "base/json_writer.hpp"
#include "base/text.hpp"
#include "catalog/kind.hpp"
#include "names/pinyin.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace fx::records {
namespace {

enum Common : std::size_t {
    county,
    id,
    place,
    state,
    version,
    made_at,
    changed_at,
    made_by,
    made_by_user,
    last_sequence,
    common_count
};

store::ColumnType column_type(catalog::Storage storage) {
    switch (storage) {
        case catalog::Storage::integer: return store::ColumnType::integer;
        case catalog::Storage::text: return store::ColumnType::text;
        case catalog::Storage::id: return store::ColumnType::id;
    }
    FX_ASSERT(false);
    return store::ColumnType::text;
}

std::int64_t number(Value const& value) { return std::get<std::int64_t>(value); }

Problem damaged(std::string why) { return Problem(ProblemKind::internal_error, {"row"}).because(std::move(why)); }

}  // namespace

std::string RecordTable::index_path(int field) const {
    auto const& name = type_->fields[std::size_t(field)].name;
    for (auto const& index : type_->indexes) {
        if (index.size() != 2 || index[1] != name) continue;
        auto const& first = type_->fields[std::size_t(type_->field_index(index[0]))];
        if (first.refers_to.empty()) continue;
        return first.name + " IN (SELECT id FROM r_" + first.refers_to + " WHERE county = $1)";
    }
    return {};
}

std::string seal_context(Id const& record, std::string_view field) { return format(record) + "." + std::string(field); }

std::string plain_text(Value const& value) {
    if (auto const* text = text_in(value)) return *text;
    if (auto const* integer = integer_in(value)) return std::to_string(*integer);
    if (auto const* reference = id_in(value)) return format(*reference);
    return {};
}

std::string NameKey::of(Value const& name) const {
    auto const* text = text_in(name);
    if (text == nullptr) return {};
    auto pinyin = names::pinyin(*text);
    return std::move(initials ? pinyin.initials : pinyin.full);
}

bool RecordTable::sealed(catalog::Field const& field) {
    return field.privacy == catalog::Privacy::identity || std::any_of(field.columns.begin(), field.columns.end(), sealed);
}

RecordTable::RecordTable(catalog::RecordType const& type) : type_(&type) {
    using enum store::ColumnType;
    table_.name = "r_" + type.name;
    table_.columns = {{"county", integer},
                      {"id", store::ColumnType::id},
                      {"place", integer},
                      {"state", text},
                      {"version", integer},
                      {"made_at", integer},
                      {"changed_at", integer},
                      {"made_by", store::ColumnType::id},
                      {"made_by_user", store::ColumnType::id},
                      {"last_sequence", integer}};
    for (auto const& field : type.fields) {
        bool const is_sealed = sealed(field);
        columns_.push_back(field.extension ? -1 : int(table_.columns.size()));
        hash_columns_.push_back(-1);
        has_extension_ |= field.extension;
        if (field.extension) continue;
        table_.columns.push_back({field.name, is_sealed ? bytes : column_type(field.kind->storage())});
        if (is_sealed && field.searchable) {
            hash_columns_.back() = int(table_.columns.size());
            table_.columns.push_back({field.name + "_hash", bytes});
        }
        for (bool const initials : {false, true}) {
            if (!(initials ? field.found_by_initials : field.found_by_pinyin)) continue;
            name_keys_.push_back({int(columns_.size()) - 1, int(table_.columns.size()), initials});
            table_.columns.push_back({field.name + (initials ? "_initials" : "_pinyin"), text});
        }
    }
    table_.columns.push_back({"ext", text});
}

Row RecordTable::to_row(Record const& record, Sealer const& sealer) const {
    FX_ASSERT(record.values.size() == type_->fields.size());
    Row row(table_.columns.size());
    row[county] = record.county;
    row[id] = record.id;
    row[place] = record.place.value;
    if (!record.state.empty()) row[state] = record.state;
    row[version] = record.version;
    row[made_at] = record.made_at.ms;
    row[changed_at] = record.changed_at.ms;
    row[made_by] = record.made_by;
    row[made_by_user] = record.made_by_user;
    row[last_sequence] = record.last_sequence.value;
    JsonWriter ext;
    if (has_extension_) ext.begin_object();
    for (std::size_t i = 0; i < type_->fields.size(); ++i) {
        auto const& field = type_->fields[i];
        auto const& value = record.values[i];
        if (is_null(value)) continue;
        bool const is_sealed = sealed(field);
        if (field.extension && is_sealed)
            ext.key(field.name).string(to_hex(sealer.seal(plain_text(value), seal_context(record.id, field.name))));
        else if (field.extension)
            field.kind->write(ext.key(field.name), value, field);
        else if (is_sealed)
            row[std::size_t(columns_[i])] = sealer.seal(plain_text(value), seal_context(record.id, field.name));
        else
            row[std::size_t(columns_[i])] = value;
        if (hash_columns_[i] >= 0) row[std::size_t(hash_columns_[i])] = sealer.hash(plain_text(value), field.name);
    }
    for (auto const& key : name_keys_) row[std::size_t(key.column)] = key.of(record.values[std::size_t(key.field)]);
    if (has_extension_) row.back() = ext.end_object().take();
    return row;
}

Result<Record> RecordTable::from_row(Row const& row, Sealer const& sealer) const {
    if (row.size() != table_.columns.size()) return damaged(table_.name + ": row of another shape");
    Record record;
    record.county = number(row[county]);
    record.id = std::get<Id>(row[id]);
    record.place = {number(row[place])};
    if (auto const* text = text_in(row[state])) record.state = *text;
    record.version = number(row[version]);
    record.made_at = {number(row[made_at])};
    record.changed_at = {number(row[changed_at])};
    record.made_by = std::get<Id>(row[made_by]);
    record.made_by_user = std::get<Id>(row[made_by_user]);
    record.last_sequence = {number(row[last_sequence])};
    record.values.resize(type_->fields.size());
    for (std::size_t i = 0; i < type_->fields.size(); ++i) {
        if (columns_[i] < 0) continue;
        auto const& cell = row[std::size_t(columns_[i])];
        auto const* cipher = bytes_in(cell);
        if (cipher == nullptr) {
            record.values[i] = cell;
            continue;
        }
        FX_TRY(record.values[i], sealer.open(*cipher, seal_context(record.id, type_->fields[i].name)));
    }
    if (auto const* ext = text_in(row.back())) FX_CHECK(apply_body(record.id, *ext, record.values, sealer));
    return record;
}

std::string RecordTable::body(Id const& record, std::span<Value const> values, std::span<int const> which,
                              Sealer const& sealer) const {
    JsonWriter json;
    json.reserve(256);
    json.begin_object();
    auto const write = [&](std::size_t i) {
        auto const& field = type_->fields[i];
        if (is_null(values[i])) {
            if (!which.empty()) json.key(field.name).null();
            return;
        }
        json.key(field.name);
        if (sealed(field))
            json.string(to_hex(sealer.seal(plain_text(values[i]), seal_context(record, field.name))));
        else
            field.kind->write(json, values[i], field);
    };
    if (which.empty())
        for (std::size_t i = 0; i < values.size(); ++i) write(i);
    else
        for (int const i : which) write(std::size_t(i));
    return json.end_object().take();
}

Result<void> RecordTable::apply_body(Id const& record, std::string_view text, std::vector<Value>& values,
                                     Sealer const& sealer) const {
    boost::system::error_code error;
    auto const json = boost::json::parse(text, error);
    if (error || !json.is_object()) return damaged(table_.name + ": body is not an object");
    for (auto const& [name, value] : json.get_object()) {
        int const i = type_->field_index(name);
        if (i < 0) continue;  // a field of a later catalogue or of another site's overlay
        auto const& field = type_->fields[std::size_t(i)];
        auto& target = values[std::size_t(i)];
        if (value.is_null())
            target = {};
        else if (sealed(field) && value.is_string()) {
            auto const cipher = from_hex(std::string_view(value.get_string()));
            FX_TRY(target, sealer.open(cipher, seal_context(record, field.name)));
        } else {
            FX_TRY(target, field.kind->parse(value, field));
        }
    }
    return {};
}

}  // namespace fx::records
