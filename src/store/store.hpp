#pragma once
/// The store port: SQLite (WAL, synchronous=FULL) or PostgreSQL 15 behind one interface.
///
/// Reads are free SQL with $1 parameters that must run unchanged on both (docs/architecture.md, "SQL").
/// Writes are rows put by key and journal entries, buffered by Tx and flushed in bulk at the commit that
/// many jobs share (group commit, store/writer.hpp). Nothing is answered before that commit is durable.

#include "base/result.hpp"
#include "base/time.hpp"
#include "base/value.hpp"
#include "store/journal.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fx::store {

enum class ColumnType { integer, text, id, bytes };

struct Column {
    std::string name;
    ColumnType type = ColumnType::text;
};

/// A table as the port sees it. The first `key_columns` columns are the primary key; column 0 is always `county`
/// (BIGINT, the 6-digit county code padded to 12, e.g. 610627000000), so that a county is the unit of distribution.
struct Table {
    std::string name;
    std::vector<Column> columns;
    std::size_t key_columns = 2;
};

/// Rows of a query; cells in the order of the select list, typed as the driver reports them:
/// integers -> int64, text -> string, 16-byte blobs / uuid -> Id, other blobs / bytea -> Bytes, NULL -> nothing.
using Rows = std::vector<Row>;

/// A consistent view of committed data (in a Tx: plus what this Tx has put, for get and get_many only).
class Reader {
public:
    virtual ~Reader() = default;
    /// One statement, $1.. bound from `parameters`. 503.40 when the database cannot answer.
    virtual Result<Rows> query(std::string_view sql, std::span<Value const> parameters) = 0;
    /// The same, row by row as they come, for results too large to hold: start-up loads, exports, verification.
    virtual Result<void> each(std::string_view sql, std::span<Value const> parameters,
                              std::function<void(Row&)> const& visit) = 0;
    /// The rows with these primary keys, in the order of `keys`; one round trip on PostgreSQL.
    virtual Result<std::vector<std::optional<Row>>> get_many(Table const& table, std::span<Row const> keys) = 0;

    Result<std::optional<Row>> get(Table const& table, Row const& key);
    Result<Rows> query(std::string_view sql, std::initializer_list<Value> parameters) {
        return query(sql, std::span<Value const>(parameters.begin(), parameters.size()));
    }
};

/// One job's share of a group commit. If the job fails, all that it put is dropped; the other jobs are untouched.
class Tx : public Reader {
public:
    /// Inserts the row, or replaces the one with the same primary key. `row` has every column of `table`.
    virtual void put(Table const& table, Row row) = 0;
    virtual void erase(Table const& table, Row key) = 0;
    /// Fetches the rows with these keys in one round trip, so that the get() of each that follows in this job is free.
    /// Rows read by get() are likewise remembered until the end of the group.
    virtual Result<void> prefetch(Table const& table, std::span<Row const> keys) = 0;
    /// get() without a copy: null when there is no such row; valid until the next call of this Tx. Not for the journal.
    virtual Result<Row const*> peek(Table const& table, Row const& key) = 0;
    /// Whether this group has put, erased or read the row with this key.
    virtual bool touched(Table const& table, Row const& key) = 0;
    /// Runs one part of the job; when it fails, what that part has put, erased, appended or asked for on commit is dropped
    /// and the rest of the job stands. Gives the part's result. Not nested.
    virtual Result<void> attempt(std::function<Result<void>()> const& part) = 0;
    /// Adds an entry to the county's journal (which is also the change feed) and gives its sequence number.
    virtual Sequence append(Entry entry) = 0;
    /// The leaf hash of an entry appended in this group: half of the receipt; the other half is Journal::newest().
    virtual Hash leaf(std::int64_t county, Sequence sequence) const = 0;
    /// Runs `action` on the writer's thread after the commit is durable and before any answer of the group leaves,
    /// in the order given; dropped when the job or the commit fails. In-memory figures follow the data through this.
    virtual void on_commit(std::function<void()> action) = 0;
    /// The time of this commit, the same for every job of the group.
    virtual Instant now() const = 0;
};

/// Erases a person's data from the journal: the entry keeps its header and commitment, so that leaf, tree and receipts
/// stay provable, and loses body and salt for good. 404.5 when there is no such entry.
Result<void> erase_body(Tx& tx, std::int64_t county, Sequence sequence);

/// What a read or a job does with the database.
using Read = std::function<Result<void>(Reader&)>;
using Job = std::function<Result<void>(Tx&)>;
/// Called after the commit is durable (or the job or the commit has failed), on the writer's thread. Must be quick.
using Done = std::function<void(Result<void>)>;

struct Options {
    /// Empty: SQLite in `directory`/fangxian.db. Else a libpq connection string, "postgresql://…".
    std::string url;
    std::string directory;
    /// True for tools that only look (coverage, verify, export): takes no writer lock, never migrates.
    bool read_only = false;
};

/// One open store. Exactly one process writes a store at a time (409.41 otherwise): the in-memory indices of the
/// product are fed by its own commits.
class Store {
public:
    /// Opens or creates. 503.42 unreadable or unwritable directory, 409.41 another writer, 500.43 damaged.
    static Result<std::unique_ptr<Store>> open(Options options, Clock const& clock, Random& random);
    virtual ~Store() = default;

    /// Runs `work` on a pooled snapshot reader, on the caller's thread. Safe from many threads at once.
    virtual Result<void> read(Read const& work) = 0;

    /// Queues `job` for the writer thread. `job` runs there inside the next group commit; `done` follows the fsync.
    virtual void submit(Job job, Done done) = 0;
    /// submit and wait: for the command line and tests. Never call it on the writer's thread.
    Result<void> write(Job job);

    /// Told of every committed entry, in sequence order, on the writer's thread after the commit and before the
    /// answers leave: in-memory indices (network, coverage) and live screens follow the data through this.
    using Follower = std::function<void(std::span<Entry const>)>;
    virtual void follow(Follower follower) = 0;

    /// Statements separated by `;` on the writer's connection, in one transaction: migrations and bulk set-up only.
    virtual Result<void> execute_script(std::string_view sql) = 0;
    /// "sqlite" or "postgres".
    virtual std::string_view engine() const = 0;
    /// A consistent copy while writing goes on: SQLite's online backup; for PostgreSQL a pg_dump custom archive
    /// (500.48 when that program is missing). Key files are not in it: journal.pub beside it keeps it verifiable.
    virtual Result<void> backup(std::string const& file) = 0;
    /// Puts a backup file where `options` say. 409.47 when a database is there already, or the file is no intact backup.
    static Result<void> restore(std::string const& file, Options const& options);
    virtual Journal& journal() = 0;
};

}  // namespace fx::store
