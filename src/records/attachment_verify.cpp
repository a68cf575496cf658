#include "records/attachment.hpp"
#include "records/place.hpp"
#include "store/sha256.hpp"

#include <map>

namespace fx::records {
namespace {

/// What the journal last says of an attachment.
struct Told {
    store::Sequence sequence;
    std::string body;  ///< empty when it was erased from the journal: nothing to compare with
};

Result<std::map<Id, Told>> told_by_journal(store::Reader& reader, std::int64_t county) {
    std::map<Id, Told> out;
    FX_CHECK(
        reader.each("SELECT record, action, sequence, body FROM journal WHERE county = $1 AND type = $2 ORDER BY sequence",
                    std::vector<Value>{county, std::string(attachment_entries)}, [&](Row& row) {
                        auto const& id = std::get<Id>(row[0]);
                        auto const* body = text_in(row[3]);
                        if (std::get<std::string>(row[1]) == "create")
                            out[id] = {{*integer_in(row[2])}, body == nullptr ? "" : *body};
                        else
                            out.erase(id);
                    }));
    return out;
}

bool holds(store::Reader& reader, Sealer const& sealer, Attachment const& of) {
    auto const content = attachment_content(reader, sealer, of.county, of.id);
    if (content.has_error()) return false;
    auto const hash = store::sha256({store::bytes_of(*content)});
    return of.sha256 == Bytes(hash.begin(), hash.end());
}

}  // namespace

Result<std::vector<store::Finding>> verify_attachments(Engine const& engine, store::Reader& reader, std::int64_t county,
                                                       std::int64_t& checked) {
    std::vector<store::Finding> findings;
    auto const found = [&](store::Sequence at, std::string kind, Id const& id) {
        findings.push_back({county, at, std::move(kind), "attachment " + format(id)});
    };
    FX_TRY(auto told, told_by_journal(reader, county));
    std::vector<Attachment> all;
    FX_CHECK(reader.each(select_all(attachment_table()) + " WHERE county = $1 ORDER BY id", std::vector<Value>{county},
                         [&](Row& row) { all.push_back(attachment_from(row)); }));
    for (auto const& of : all) {
        ++checked;
        auto const entry = told.find(of.id);
        if (entry == told.end()) {
            found({}, "attachment_unknown", of.id);
            continue;
        }
        bool const agrees = entry->second.body.empty() || entry->second.body == journal_body(of);
        if (!agrees || !holds(reader, engine.sealer(), of)) found(entry->second.sequence, "attachment_differs", of.id);
        told.erase(entry);
    }
    for (auto const& [id, entry] : told) found(entry.sequence, "attachment_missing", id);
    return findings;
}

}  // namespace fx::records
