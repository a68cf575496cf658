#include "store/group.hpp"

#include "base/log.hpp"

#include <algorithm>
#include <exception>
#include <stdexcept>

namespace fx::store {
namespace {

/// Reads that a job makes of the stored data alone.
class Stored final : public Reader {
public:
    explicit Stored(Session& session) : session_(session) {}
    Result<Rows> query(std::string_view sql, std::span<Value const> parameters) override {
        return session_.query(sql, parameters);
    }
    Result<std::vector<std::optional<Row>>> get_many(Table const& table, std::span<Row const> keys) override {
        return session_.get_many(table, keys);
    }

private:
    Session& session_;
};

}  // namespace

void Group::begin(Instant now) {
    now_ = std::max(now_, now);
    overlay_.clear();
    book_.begin(now_);
    actions_.clear();
    begun_ = false;
}

Result<void> Group::ensure_begun() {
    if (begun_) return {};
    FX_CHECK(session_.begin_write());
    begun_ = true;
    return {};
}

Result<void> Group::run(Job const& job) {
    overlay_.begin_job();
    entry_mark_ = book_.entries().size();
    action_mark_ = actions_.size();
    savepoint_ = false;
    failed_.reset();
    auto outcome = attempt(job);
    if (outcome.has_value() && failed_) outcome = *failed_;
    if (outcome.has_error()) drop_job();
    return outcome;
}

Result<void> Group::attempt(Job const& job) {
    std::string what = "unknown exception";
    try {
        return job(*this);
    } catch (std::exception const& error) {
        what = error.what();
    } catch (...) {
    }
    log::error("a job failed with an exception: " + what);
    return Problem(ProblemKind::internal_error, {"job"}).because(what);
}

void Group::drop_job() {
    overlay_.drop_job();
    book_.drop_from(entry_mark_);
    actions_.resize(action_mark_);
    if (!savepoint_) return;
    // A savepoint that cannot be undone leaves the job's rows in the transaction: the group must not commit.
    if (session_.script("ROLLBACK TO job").has_error()) poisoned_ = true;
}

Result<void> Group::flush() {
    FX_CHECK(overlay_.flush(session_));
    return book_.write_entries(session_, book_.entries().size());
}

/// Before the job's own rows go to the database, those of the earlier jobs do, and a savepoint follows them.
Result<void> Group::part_from_earlier_jobs() {
    if (savepoint_) return {};
    FX_CHECK(ensure_begun());
    overlay_.swap_job();
    auto flushed = overlay_.flush(session_);
    overlay_.swap_job();
    FX_CHECK(flushed);
    FX_CHECK(book_.write_entries(session_, entry_mark_));
    FX_CHECK(session_.script("SAVEPOINT job"));
    savepoint_ = true;
    return {};
}

Result<Rows> Group::query(std::string_view sql, std::span<Value const> parameters) {
    if (overlay_.waiting() > 0 || !book_.entries().empty()) {
        FX_CHECK(part_from_earlier_jobs());
        FX_CHECK(flush());
    }
    return session_.query(sql, parameters);
}

Result<std::vector<std::optional<Row>>> Group::get_many(Table const& table, std::span<Row const> keys) {
    std::vector<std::optional<Row>> rows(keys.size());
    std::vector<Row> missing;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        auto const found = overlay_.find(table, keys[i]);
        if (found.state == Overlay::State::row) rows[i] = *found.row;
        if (found.state != Overlay::State::unknown) continue;
        places.push_back(i);
        missing.push_back(keys[i]);
    }
    if (missing.empty()) return rows;
    if (missing.size() == keys.size()) return session_.get_many(table, keys);
    FX_TRY(auto stored, session_.get_many(table, missing));
    for (std::size_t i = 0; i < places.size(); ++i) rows[places[i]] = std::move(stored[i]);
    return rows;
}

Sequence Group::append(Entry entry) {
    Stored stored(session_);
    auto sequence = book_.append(stored, std::move(entry));
    if (sequence.has_value()) return *sequence;
    failed_ = sequence.error();
    return {};
}

Hash Group::leaf(std::int64_t county, Sequence sequence) const {
    auto const& entries = book_.entries();
    for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry)
        if (entry->county == county && entry->sequence == sequence) return entry->leaf;
    throw std::logic_error("no such entry in this group");
}

Result<void> Group::commit() {
    if (overlay_.waiting() == 0 && book_.entries().empty() && !begun_) return {};
    auto const store_all = [this]() -> Result<void> {
        FX_CHECK(ensure_begun());
        FX_CHECK(flush());
        FX_CHECK(book_.seal(session_));
        return session_.commit();
    };
    auto outcome = poisoned_ ? Result<void>(Problem(ProblemKind::store_unavailable)) : store_all();
    poisoned_ = false;
    if (outcome.has_error()) session_.rollback();
    return outcome;
}

}  // namespace fx::store
