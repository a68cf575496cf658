#include "catalog/kind.hpp"
#include "catalog/kinds/list.hpp"
#include "catalog/load_parts.hpp"
#include "catalog/rows.hpp"

#include <algorithm>

namespace fx::catalog {
namespace {

constexpr std::pair<std::string_view, Privacy> classes[] = {{"open", Privacy::open},
                                                            {"internal", Privacy::internal},
                                                            {"personal", Privacy::personal},
                                                            {"identity", Privacy::identity},
                                                            {"health", Privacy::health}};
/// Members some kinds take and others do not (Kind::attributes).
constexpr std::string_view attributes[] = {"codes",      "unit",      "digits",    "min",     "max",
                                           "length_max", "items_max", "refers_to", "columns", "documents"};
constexpr std::int64_t items_max_default = 50;
/// Words neither SQLite nor PostgreSQL takes as a column's name.
constexpr std::string_view sql_words[] = {
    "all",     "alter",      "analyze",    "and",         "any",       "array",    "as",        "asc",       "asymmetric",
    "between", "both",       "case",       "cast",        "check",     "collate",  "column",    "commit",    "constraint",
    "create",  "default",    "deferrable", "delete",      "desc",      "distinct", "do",        "drop",      "else",
    "end",     "except",     "exists",     "false",       "fetch",     "for",      "foreign",   "from",      "grant",
    "group",   "having",     "in",         "index",       "initially", "insert",   "intersect", "into",      "is",
    "isnull",  "join",       "lateral",    "leading",     "left",      "like",     "limit",     "localtime", "not",
    "nothing", "notnull",    "null",       "offset",      "on",        "only",     "or",        "order",     "placing",
    "primary", "references", "returning",  "right",       "select",    "set",      "some",      "symmetric", "table",
    "then",    "to",         "trailing",   "transaction", "true",      "union",    "unique",    "update",    "user",
    "using",   "values",     "variadic",   "when",        "where",     "window",   "with"};

class FieldReader {
public:
    FieldReader(Reading& reading, Node const& node, Names const& names, bool in_table)
        : reading_(reading), node_(node), names_(names), in_table_(in_table) {}

    Field read() {
        reading_.only(node_, {"name",       "label",           "hint",    "kind",       "privacy",    "codes",
                              "unit",       "digits",          "min",     "max",        "length_max", "items_max",
                              "refers_to",  "columns",         "derived", "searchable", "relevant",   "required",
                              "constraint", "constraint_text", "read",    "found_by",   "bulk",       "documents"});
        out_.name = reading_.string(node_, "name", true);
        if (reading_.name_is_good(out_.name, node_.line) && !in_table_ && reserved())
            reading_.mistake(MistakeKind::name_reserved, node_.line, {out_.name});
        out_.label = reading_.label(node_, "label", out_.name, true);
        out_.hint = reading_.label(node_, "hint", "hint", false);
        out_.derived = reading_.boolean(node_, "derived", false);
        out_.searchable = reading_.boolean(node_, "searchable", false);
        out_.documents = reading_.boolean(node_, "documents", false);
        out_.read_roles = reading_.strings(node_, "read");
        out_.required = Predicate::never();
        privacy();
        kind();
        found_by();
        bulk();
        return std::move(out_);
    }

private:
    bool reserved() const {
        return std::ranges::find(common_columns, out_.name) != std::end(common_columns) ||
               std::ranges::binary_search(sql_words, std::string_view(out_.name));
    }

    void privacy() {
        auto const* node = node_.find("privacy");
        if (node == nullptr) return reading_.mistake(MistakeKind::missing_privacy, node_.line, {out_.name});
        auto const found = std::ranges::find(classes, node->text, &std::pair<std::string_view, Privacy>::first);
        if (found == std::end(classes)) return reading_.mistake(MistakeKind::unknown_privacy, node->line, {node->text});
        out_.privacy = found->second;
    }

    void kind() {
        auto const name = reading_.string(node_, "kind", true);
        if (name.empty()) return;
        out_.kind = find_kind(name);
        if (out_.kind == nullptr) {
            std::vector<std::string> known;
            for (auto const* each : all_kinds()) known.emplace_back(each->name());
            return reading_.mistake(MistakeKind::unknown_kind, node_.find("kind")->line, {name, listed(known)});
        }
        // Only a record's own field keeps its photo from being taken for one that nothing uses.
        if (in_table_ && out_.kind == &attachment_kind())
            reading_.mistake(MistakeKind::attachment_in_table, node_.line, {out_.name});
        auto const taken = out_.kind->attributes();
        for (auto const attribute : attributes)
            if (auto const* node = node_.find(attribute);
                node != nullptr && std::ranges::find(taken, attribute) == taken.end())
                reading_.mistake(MistakeKind::attribute_not_for_kind, node->line, {std::string(attribute), name});
        if (out_.searchable && out_.kind->storage() != Storage::text)
            reading_.mistake(MistakeKind::searchable_not_for_kind, node_.line, {out_.name});
        out_.unit = reading_.string(node_, "unit");
        out_.digits = int(reading_.integer(node_, "digits", 0, 0, 9));
        codes();
        reference();
        columns();
        if (out_.kind == &table_kind() || out_.kind == &codes_kind()) out_.length_max = items_max_default;
        if (out_.kind == &long_text_kind()) out_.length_max = 2000;
        out_.kind->prepare(out_);
        read_limits(reading_, node_, out_);
    }

    /// The keys are a name in clear beside it: never of what is sealed, and only of text.
    void found_by() {
        auto const wanted = reading_.strings(node_, "found_by");
        for (auto const& key : wanted) {
            if (key == "pinyin")
                out_.found_by_pinyin = true;
            else if (key == "initials")
                out_.found_by_initials = true;
            else
                reading_.mistake(MistakeKind::unknown_name_key, reading_.line_of(node_, "found_by"), {key});
        }
        if (wanted.empty()) return;
        if (out_.kind == nullptr || out_.kind->name() != "text" || out_.privacy == Privacy::identity || in_table_)
            reading_.mistake(MistakeKind::found_by_not_for_field, reading_.line_of(node_, "found_by"), {out_.name});
    }

    /// One value for many records is never somebody's identity, and nothing that the server fills in.
    void bulk() {
        out_.bulk = reading_.boolean(node_, "bulk", false);
        if (!out_.bulk) return;
        bool const single = out_.kind != &table_kind() && (out_.kind == nullptr || out_.kind->name() != "attachment");
        if (out_.derived || out_.privacy == Privacy::identity || in_table_ || !single)
            reading_.mistake(MistakeKind::bulk_not_for_field, reading_.line_of(node_, "bulk"), {out_.name});
    }

    void codes() {
        if (out_.kind != &code_kind() && out_.kind != &codes_kind()) return;
        auto const name = reading_.string(node_, "codes");
        if (name.empty()) return reading_.mistake(MistakeKind::missing_code_list, node_.line, {out_.name});
        out_.codes = names_.code_list(name);
        if (out_.codes == nullptr) reading_.mistake(MistakeKind::unknown_code_list, node_.find("codes")->line, {name});
    }

    void reference() {
        if (out_.kind != &reference_kind()) return;
        out_.refers_to = reading_.string(node_, "refers_to");
        if (out_.refers_to.empty()) return reading_.mistake(MistakeKind::missing_refers_to, node_.line, {out_.name});
        if (out_.refers_to != "account" && !names_.has_type(out_.refers_to))
            reading_.mistake(MistakeKind::unknown_type, node_.find("refers_to")->line, {out_.refers_to});
    }

    void columns() {
        if (out_.kind != &table_kind()) return;
        if (in_table_) return reading_.mistake(MistakeKind::nested_table, node_.line, {out_.name});
        auto const* list = reading_.member(node_, "columns", Node::Shape::array);
        if (list == nullptr || list->items.empty())
            return reading_.mistake(MistakeKind::table_without_columns, reading_.line_of(node_, "columns"), {out_.name});
        read_fields(reading_, *list, names_, true, out_.columns);
        read_field_rules(reading_, *list, out_.columns, 0);
        out_.column_index.build(out_.columns);
        for (std::size_t i = 0; i < out_.columns.size(); ++i)
            if (out_.columns[i].privacy == Privacy::identity && out_.privacy != Privacy::identity)
                reading_.mistake(MistakeKind::identity_in_table, list->items[i].line, {out_.name, out_.columns[i].name});
    }

    Reading& reading_;
    Node const& node_;
    Names const& names_;
    bool in_table_;
    Field out_;
};

std::optional<std::int64_t> bound(Reading& reading, Node const& node, std::string_view key, Field const& field) {
    auto const* written = node.find(key);
    if (written == nullptr || field.kind == nullptr) return std::nullopt;
    if (field.kind->storage() != Storage::integer)
        return reading.integer(node, key, 0, 0, 1'000'000'000);  // bytes of an attachment
    auto unbounded = field;
    unbounded.min.reset();
    unbounded.max.reset();
    auto const json = to_json(*written);
    auto const value = json.is_null() ? Result<Value>(Value()) : field.kind->parse(json, unbounded);
    if (value.has_value() && integer_in(*value) != nullptr) return *integer_in(*value);
    reading.mistake(MistakeKind::bound_not_valid, written->line, {field.name, written->text});
    return std::nullopt;
}

}  // namespace

void read_limits(Reading& reading, Node const& object, Field& field) {
    if (auto const min = bound(reading, object, "min", field)) field.min = min;
    if (auto const max = bound(reading, object, "max", field)) field.max = max;
    if (field.min && field.max && *field.min > *field.max)
        reading.mistake(MistakeKind::bounds_reversed, object.find("min") ? object.find("min")->line : object.line,
                        {field.name});
    auto const of_items = field.kind == &table_kind() || field.kind == &codes_kind();
    field.length_max = int(reading.integer(object, of_items ? "items_max" : "length_max", field.length_max, 1, 10'000));
}

void read_fields(Reading& reading, Node const& list, Names const& names, bool in_table, std::vector<Field>& out) {
    if (out.size() + list.items.size() > fields_max) return reading.mistake(MistakeKind::too_many_fields, list.line);
    for (auto const& item : list.items) {
        if (!item.is(Node::Shape::object)) {
            reading.mistake(MistakeKind::wrong_shape, item.line, {"fields", "对象的列表", "a list of objects"});
            out.emplace_back();
            continue;
        }
        auto field = FieldReader(reading, item, names, in_table).read();
        if (std::ranges::find(out, field.name, &Field::name) != out.end())
            reading.mistake(MistakeKind::duplicate_name, item.line, {field.name});
        out.push_back(std::move(field));
    }
}

void read_field_rules(Reading& reading, Node const& list, std::span<Field> fields, std::size_t first,
                      std::span<Setting const> settings) {
    for (std::size_t i = 0; i < list.items.size() && first + i < fields.size(); ++i) {
        auto const& node = list.items[i];
        auto& field = fields[first + i];
        if (!node.is(Node::Shape::object)) continue;
        if (auto const* relevant = node.find("relevant"))
            field.relevant = read_predicate(reading, *relevant, fields, settings);
        if (auto const* required = node.find("required")) {
            field.required = read_predicate(reading, *required, fields, settings);
            if (field.derived) reading.mistake(MistakeKind::derived_and_required, required->line, {field.name});
        }
        auto const* constraint = node.find("constraint");
        if (constraint == nullptr) continue;
        field.constraint = read_predicate(reading, *constraint, fields, settings);
        if (node.find("constraint_text") == nullptr)
            reading.mistake(MistakeKind::constraint_without_text, constraint->line, {field.name});
        else
            field.constraint_text = reading.label(node, "constraint_text", "constraint_text", true);
    }
}

}  // namespace fx::catalog
