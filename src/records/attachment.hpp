#pragma once
/// Photos that records name: stored before the record, used by one field of one record, journalled by their hash.
/// A photo keeps its row apart from its bytes, which are sealed like identity values.

#include "records/engine.hpp"

#include <string>
#include <vector>

namespace fx::records {

struct Attachment {
    std::int64_t county = 0;
    Id id;
    std::string type, field;  ///< what it was taken for
    std::string media_type;
    std::int64_t size = 0;  ///< bytes, unsealed
    std::int64_t width = 0, height = 0;
    Bytes sha256;  ///< of the unsealed bytes
    Instant made_at;
    Id user, post;  ///< who sent it
    Place place;    ///< of the post
    Id record;      ///< that names it; nil = none yet
};

/// In the journal an attachment's entries bear this type; no record type does.
inline constexpr std::string_view attachment_entries = "attachment";
/// How many photos one person may have sent that no record names.
inline constexpr std::int64_t unused_attachments_max = 500;

store::Table const& attachment_table();
store::Table const& attachment_content_table();
Row to_row(Attachment const& attachment);
Attachment attachment_from(Row const& row);
Bytes seal_attachment(Sealer const& sealer, Id const& id, std::string_view content);

/// The body of the entry that tells of its arrival: all that must not change afterwards.
std::string journal_body(Attachment const& attachment);

/// Whether this is what is stored under its id already. 409.225 when the id has other content, another sender or another
/// use.
Result<bool> is_repeat(store::Tx& tx, Attachment const& attachment);
/// 429.228 when this sender has too many that nothing uses.
Result<void> may_send_another(store::Tx& tx, std::int64_t county, Id const& user);

/// What is wrong with the attachments among `which` fields (all when empty) of a record about to be stored: 422.226 not
/// here, 422.227 of another record, field, or of somebody whom the actor does not cover.
std::vector<Problem> unusable_attachments(Engine const& engine, store::Tx& tx, Actor const& actor, Record const& record,
                                          RecordTable const& table, std::span<int const> which);
/// From now on they are the record's.
Result<void> use_attachments(store::Tx& tx, Record const& record, RecordTable const& table, std::span<int const> which);

/// The stored bytes. 404.55 when they are gone, 500.68 when altered.
Result<std::string> attachment_content(store::Reader& reader, Sealer const& sealer, std::int64_t county, Id const& id);

/// Ids of those sent before `before` that no record names and no open quarantine entry either, at most `limit`.
Result<std::vector<Id>> unused_attachments(store::Tx& tx, Sealer const& sealer, std::int64_t county, Instant before,
                                           int limit);
/// Row and bytes; the caller journals it.
void erase_attachment(store::Tx& tx, std::int64_t county, Id const& id);

/// Compares every attachment with its entry in the journal: "attachment_missing", "attachment_differs" (row or bytes),
/// "attachment_unknown" (none that the journal knows). `checked` counts them.
Result<std::vector<store::Finding>> verify_attachments(Engine const& engine, store::Reader& reader, std::int64_t county,
                                                       std::int64_t& checked);

}  // namespace fx::records
