#pragma once
/// One group commit: jobs run one after another over the rows that the earlier ones have put. Internal to store.

#include "store/log_book.hpp"
#include "store/overlay.hpp"

namespace fx::store {

class Group final : public Tx {
public:
    Group(Session& session, LogBook& book) : session_(session), book_(book) {}

    void begin(Instant now);
    /// Runs one job; when it fails, nothing of it stays. An exception is 500.11 for this job alone.
    Result<void> run(Job const& job);
    /// Rows and entries so far: the measure of when a group is full.
    std::size_t size() const { return overlay_.waiting() + book_.entries().size(); }
    /// Writes and commits all that the jobs left. On failure nothing of the group is stored.
    Result<void> commit();
    /// After commit: the jobs' actions, in order.
    std::vector<std::function<void()>> const& actions() const { return actions_; }

    using Reader::query;
    Result<Rows> query(std::string_view sql, std::span<Value const> parameters) override;
    Result<void> each(std::string_view sql, std::span<Value const> parameters,
                      std::function<void(Row&)> const& visit) override;
    Result<std::vector<std::optional<Row>>> get_many(Table const& table, std::span<Row const> keys) override;
    void put(Table const& table, Row row) override { overlay_.put(table, std::move(row)); }
    void erase(Table const& table, Row key) override { overlay_.erase(table, key); }
    Result<void> prefetch(Table const& table, std::span<Row const> keys) override;
    Result<Row const*> peek(Table const& table, Row const& key) override;
    bool touched(Table const& table, Row const& key) override {
        return overlay_.find(table, key).state != Overlay::State::unknown;
    }
    Result<void> attempt(std::function<Result<void>()> const& part) override;
    Sequence append(Entry entry) override;
    Hash leaf(std::int64_t county, Sequence sequence) const override;
    void on_commit(std::function<void()> action) override { actions_.push_back(std::move(action)); }
    Instant now() const override { return now_; }

private:
    /// Where a job, or a part of one, began.
    struct Mark {
        char const* savepoint;
        std::size_t undo = 0;
        std::size_t entries = 0;
        std::size_t actions = 0;
        bool parted = false;  ///< a savepoint parts it in the database from what came before
    };

    Mark mark(char const* savepoint);
    Result<void> guarded(std::function<Result<void>()> const& work);
    void drop(Mark& mark);
    Result<void> keep(Mark& mark);
    Result<void> part(Mark& mark);
    Result<void> ensure_begun();
    Result<std::vector<std::optional<Row>>> stored(Table const& table, std::span<Row const> keys);
    Result<void> flush();
    Result<void> flush_for_query();

    Session& session_;
    LogBook& book_;
    Overlay overlay_;
    Instant now_;
    std::vector<std::function<void()>> actions_;
    Mark job_{"job"};
    Mark part_{"part"};
    bool in_part_ = false;
    bool begun_ = false;     ///< the database transaction
    bool poisoned_ = false;  ///< a dropped job's rows may be in the transaction
    std::optional<Problem> failed_;
};

}  // namespace fx::store
