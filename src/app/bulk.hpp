#pragma once
/// Bulk actions: one action on many records, tried first, run once, taken back where nothing has happened since.

#include "app/program.hpp"
#include "records/bulk.hpp"
#include "records/query.hpp"

#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace fx::app {

/// Thread-safe; for the threads of the reader pool. Goes a hundred records a commit, so that nobody waits for it, and one
/// run at a time: a second one is asked to come back (503.15).
class Bulk {
public:
    explicit Bulk(Program& program) : program_(program) {}

    /// What a filter matches, as it stands now. 413.232 beyond the site's bulk_records_max.
    Result<std::vector<records::BulkItem>> matching(records::Actor const& actor, records::RecordTable const& table,
                                                    records::ListQuery query) const;
    /// 413.232 too many, 400.7 none or one named twice.
    Result<void> check(std::vector<records::BulkItem> const& items) const;
    /// Exactly what run() would answer now, without a trace: {"total","changed","refused","undoable","problems","rows"}.
    Result<std::string> preview(records::Actor const& actor, records::BulkAction const& action,
                                std::vector<records::BulkItem> const& items);
    /// Every record under the command id `id`. A repeat gives the answer that was given, 409.235 with other content; what a
    /// broken line or a power cut left half done is finished by sending it again.
    Result<std::string> run(records::Actor const& actor, Id const& id, records::BulkAction const& action,
                            std::vector<records::BulkItem> const& items);
    /// Takes run `undoes` back under the command id `id`: each record that nobody has changed since. Its own maker's only
    /// (404.234), once (409.236).
    Result<std::string> undo(records::Actor const& actor, Id const& id, Id const& undoes);
    /// The answer of a run, or how far it is. 404.234 when there is none of this person's.
    Result<std::string> describe(Id const& id, Id const& user) const;
    /// The person's last runs, newest first, without their rows.
    Result<std::string> recent(Id const& user, int limit) const;

private:
    /// One record and what is done to it; or why nothing can be.
    struct Step {
        records::BulkItem item;
        Result<records::BulkAction> action;
    };
    struct Run {
        Id id;
        std::string action;  ///< JSON
        std::optional<Id> undoes;
        std::vector<Step> steps;
    };
    struct Progress {
        Id id;
        std::size_t done = 0, total = 0;
    };
    /// The one run under way: there is a single turn.
    class Turn;

    Result<std::string> perform(records::Actor const& actor, Run const& run);
    Result<std::optional<std::string>> begin(store::Tx& tx, records::Actor const& actor, Run const& run) const;
    Result<std::string> finish(store::Tx& tx, records::Actor const& actor, Run const& run,
                               std::vector<records::BulkRow> const& rows) const;
    Result<std::vector<records::BulkRow>> change_all(records::Actor const& actor, Run const& run);
    Result<Run> reversal(store::Reader& reader, records::Actor const& actor, Id const& id, Id const& undoes) const;

    Program& program_;
    mutable std::mutex mutex_;
    std::optional<Progress> running_;
};

}  // namespace fx::app
