#pragma once
/// Imports between their dry run and the person's yes.

#include "app/program.hpp"
#include "network/roster_import.hpp"

#include <map>
#include <mutex>
#include <string>

namespace fx::app {

/// An empty roster to fill in, as CSV or XLSX by the file's ending.
Result<void> write_template(catalog::Catalogue const& catalogue, std::filesystem::path const& file, bool zh);

/// Thread-safe. A plan waits an hour; at most eight wait at once (the oldest gives way).
class Imports {
public:
    /// Removes files of bad rows left from before.
    explicit Imports(Program& program);

    struct Waiting {
        Id id;
        Instant made_at;
        Id user;
        network::ImportPlan plan;
        std::string extension;  ///< of the file of bad rows
    };
    /// The dry run: judges the file and keeps the plan under a new id.
    Result<Id> plan(std::string bytes, records::Actor const& actor);
    /// Reads the waiting plan under the lock. 404.86 when it is gone or another's.
    Result<std::string> describe(Id const& id, Id const& user);
    Result<std::string> bad_rows_file(Id const& id, Id const& user);
    /// Stores it, all at once; a second commit of the same import is 404.86. A plan with bad rows is refused (409.95, and
    /// goes on waiting) unless `without_bad_rows`: then the good rows are stored and the bad ones are left out.
    Result<std::string> commit(Id const& id, records::Actor const& actor, bool without_bad_rows);

private:
    Result<Waiting*> find(Id const& id, Id const& user);
    Program& program_;
    std::mutex mutex_;
    std::map<Id, Waiting> waiting_;
};

}  // namespace fx::app
