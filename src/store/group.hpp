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

    Result<Rows> query(std::string_view sql, std::span<Value const> parameters) override;
    Result<std::vector<std::optional<Row>>> get_many(Table const& table, std::span<Row const> keys) override;
    void put(Table const& table, Row row) override { overlay_.put(table, std::move(row)); }
    void erase(Table const& table, Row key) override { overlay_.erase(table, key); }
    Sequence append(Entry entry) override;
    Hash leaf(std::int64_t county, Sequence sequence) const override;
    void on_commit(std::function<void()> action) override { actions_.push_back(std::move(action)); }
    Instant now() const override { return now_; }

private:
    Result<void> ensure_begun();
    Result<void> part_from_earlier_jobs();
    Result<void> flush();
    Result<void> attempt(Job const& job);
    void drop_job();

    Session& session_;
    LogBook& book_;
    Overlay overlay_;
    Instant now_;
    std::vector<std::function<void()>> actions_;
    std::size_t entry_mark_ = 0;
    std::size_t action_mark_ = 0;
    bool begun_ = false;      ///< the database transaction
    bool savepoint_ = false;  ///< parts the current job from the earlier ones
    bool poisoned_ = false;   ///< a dropped job's rows may be in the transaction
    std::optional<Problem> failed_;
};

}  // namespace fx::store
