#include "records/attachment.hpp"

#include "base/json_writer.hpp"
#include "base/text.hpp"
#include "catalog/kind.hpp"
#include "records/place.hpp"
#include "records/quarantine.hpp"

#include <algorithm>

namespace fx::records {
namespace {

std::string context_of(Id const& id) { return seal_context(id, attachment_entries); }

Result<std::optional<Attachment>> stored(store::Tx& tx, std::int64_t county, Id const& id) {
    FX_TRY(auto const* row, tx.peek(attachment_table(), {county, id}));
    return row == nullptr ? std::nullopt : std::optional(attachment_from(*row));
}

/// Fields of kind attachment among `which` (all when empty) that hold one.
std::vector<std::size_t> attached(Record const& record, RecordTable const& table, std::span<int const> which) {
    std::vector<std::size_t> out;
    auto const look = [&](std::size_t i) {
        if (id_in(record.values[i]) != nullptr && table.type().fields[i].kind->name() == "attachment") out.push_back(i);
    };
    if (which.empty())
        for (std::size_t i = 0; i < record.values.size(); ++i) look(i);
    else
        for (int const i : which) look(std::size_t(i));
    return out;
}

}  // namespace

store::Table const& attachment_table() {
    using enum store::ColumnType;
    static store::Table const table{"attachment",
                                    {{"county", integer},
                                     {"id", id},
                                     {"type", text},
                                     {"field", text},
                                     {"media_type", text},
                                     {"size", integer},
                                     {"width", integer},
                                     {"height", integer},
                                     {"sha256", bytes},
                                     {"made_at", integer},
                                     {"user_id", id},
                                     {"post_id", id},
                                     {"place", integer},
                                     {"record", id}},
                                    2};
    return table;
}

store::Table const& attachment_content_table() {
    using enum store::ColumnType;
    static store::Table const table{"attachment_content", {{"county", integer}, {"id", id}, {"content", bytes}}, 2};
    return table;
}

Row to_row(Attachment const& of) {
    return {of.county,      of.id,
            of.type,        of.field,
            of.media_type,  of.size,
            of.width,       of.height,
            of.sha256,      of.made_at.ms,
            of.user,        of.post,
            of.place.value, of.record.is_nil() ? Value() : Value(of.record)};
}

Attachment attachment_from(Row const& row) {
    Attachment out;
    auto const* record = id_in(row[13]);
    out.county = *integer_in(row[0]);
    out.id = std::get<Id>(row[1]);
    out.type = std::get<std::string>(row[2]);
    out.field = std::get<std::string>(row[3]);
    out.media_type = std::get<std::string>(row[4]);
    out.size = *integer_in(row[5]);
    out.width = *integer_in(row[6]);
    out.height = *integer_in(row[7]);
    out.sha256 = std::get<Bytes>(row[8]);
    out.made_at = {*integer_in(row[9])};
    out.user = std::get<Id>(row[10]);
    out.post = std::get<Id>(row[11]);
    out.place = Place{*integer_in(row[12])};
    out.record = record == nullptr ? Id{} : *record;
    return out;
}

Bytes seal_attachment(Sealer const& sealer, Id const& id, std::string_view content) {
    return sealer.seal(content, context_of(id));
}

std::string journal_body(Attachment const& of) {
    JsonWriter json;
    json.begin_object().key("field").string(of.field).key("height").integer(of.height);
    json.key("media_type").string(of.media_type).key("sha256").string(to_hex(of.sha256)).key("size").integer(of.size);
    return json.key("type").string(of.type).key("width").integer(of.width).end_object().take();
}

Result<bool> is_repeat(store::Tx& tx, Attachment const& sent) {
    FX_TRY(auto const present, stored(tx, sent.county, sent.id));
    if (!present) return false;
    if (present->sha256 == sent.sha256 && present->user == sent.user && present->type == sent.type &&
        present->field == sent.field)
        return true;
    return Problem(ProblemKind::attachment_conflict, {format(sent.id)}).at("id");
}

Result<void> may_send_another(store::Tx& tx, std::int64_t county, Id const& user) {
    FX_TRY(auto const rows, tx.query("SELECT COUNT(*) FROM attachment WHERE county = $1 AND user_id = $2 AND record IS NULL",
                                     {county, user}));
    auto const count = *integer_in(rows.at(0).at(0));
    if (count >= unused_attachments_max) return Problem(ProblemKind::attachments_unused_too_many, {std::to_string(count)});
    return {};
}

std::vector<Problem> unusable_attachments(Engine const& engine, store::Tx& tx, Actor const& actor, Record const& record,
                                          RecordTable const& table, std::span<int const> which) {
    std::vector<Problem> problems;
    for (auto const i : attached(record, table, which)) {
        auto const& field = table.type().fields[i];
        auto const& id = *id_in(record.values[i]);
        auto const present = stored(tx, record.county, id);
        auto const refuse = [&](Problem problem) { problems.push_back(std::move(problem).at(field.name)); };
        if (present.has_error())
            refuse(present.error());
        else if (!*present)
            refuse(Problem(ProblemKind::attachment_not_found, {field.label}));
        else if (auto const& of = **present;
                 of.type != table.type().name || of.field != field.name || (!of.record.is_nil() && of.record != record.id) ||
                 (of.user != actor.user && !engine.responsibility().covers(actor.place, of.place)))
            refuse(Problem(ProblemKind::attachment_taken, {field.label}));
    }
    return problems;
}

Result<void> use_attachments(store::Tx& tx, Record const& record, RecordTable const& table, std::span<int const> which) {
    for (auto const i : attached(record, table, which)) {
        FX_TRY(auto of, stored(tx, record.county, *id_in(record.values[i])));
        if (!of || of->record == record.id) continue;
        of->record = record.id;
        tx.put(attachment_table(), to_row(*of));
    }
    return {};
}

Result<std::string> attachment_content(store::Reader& reader, Sealer const& sealer, std::int64_t county, Id const& id) {
    FX_TRY(auto const row, reader.get(attachment_content_table(), {county, id}));
    if (!row) return Problem(ProblemKind::record_not_found, {format(id)});
    return sealer.open(std::get<Bytes>((*row)[2]), context_of(id));
}

Result<std::vector<Id>> unused_attachments(store::Tx& tx, Sealer const& sealer, std::int64_t county, Instant before,
                                           int limit) {
    std::vector<Id> unused;
    FX_TRY(auto const rows, tx.query("SELECT id FROM attachment WHERE county = $1 AND record IS NULL AND made_at < $2 "
                                     "ORDER BY made_at LIMIT " +
                                         std::to_string(limit),
                                     {county, before.ms}));
    for (auto const& row : rows) {
        auto const id = std::get<Id>(row[0]);
        FX_TRY(auto const now, stored(tx, county, id));  // a record of this very commit may have taken it
        if (now && now->record.is_nil()) unused.push_back(id);
    }
    if (unused.empty()) return unused;
    // A refused record waits to be mended, and its photo with it.
    FX_TRY(auto const waiting,
           tx.query(select_all(quarantine_table()) + " WHERE county = $1 AND state = $2", {county, std::string("open")}));
    for (auto const& row : waiting) {
        FX_TRY(auto const item, item_of(quarantined_from(row), sealer));
        std::erase_if(unused, [&](Id const& id) { return item.find(format(id)) != item.npos; });
    }
    return unused;
}

void erase_attachment(store::Tx& tx, std::int64_t county, Id const& id) {
    tx.erase(attachment_table(), {county, id});
    tx.erase(attachment_content_table(), {county, id});
}

}  // namespace fx::records
