#include "store/group.hpp"

#include "base/assert.hpp"
#include "base/log.hpp"
#include "store/tables.hpp"

#include <algorithm>
#include <exception>
#include <stdexcept>

namespace fx::store {

void Group::begin(Instant now) {
    now_ = std::max(now_, now);
    overlay_.clear();
    book_.begin(now_);
    actions_.clear();
    begun_ = false;
}

Group::Mark Group::mark(char const* savepoint) {
    return {savepoint, overlay_.mark(), book_.entries().size(), actions_.size(), false};
}

Result<void> Group::run(Job const& job) {
    overlay_.begin_job();
    job_ = mark("job");
    auto outcome = guarded([&] { return job(*this); });
    if (outcome.has_value()) outcome = keep(job_);
    if (outcome.has_error()) drop(job_);
    return outcome;
}

Result<void> Group::attempt(std::function<Result<void>()> const& part) {
    FX_ASSERT(!in_part_);
    in_part_ = true;
    part_ = mark("part");
    auto outcome = guarded(part);
    if (outcome.has_value()) outcome = keep(part_);
    if (outcome.has_error()) drop(part_);
    in_part_ = false;
    return outcome;
}

/// Whatever `work` throws is its own failure: the others of the group go on.
Result<void> Group::guarded(std::function<Result<void>()> const& work) {
    std::string what = "unknown exception";
    try {
        failed_.reset();
        auto outcome = work();
        if (outcome.has_value() && failed_) return *failed_;
        return outcome;
    } catch (std::exception const& error) {
        what = error.what();
    } catch (...) {
        what = "an exception of an unknown type";
    }
    log::error("a job failed with an exception: " + what);
    return Problem(ProblemKind::internal_error, {"job"}).because(what);
}

void Group::drop(Mark& mark) {
    overlay_.drop_to(mark.undo);
    book_.drop_from(mark.entries);
    actions_.resize(mark.actions);
    failed_.reset();
    if (!mark.parted) return;
    // A savepoint that cannot be undone leaves the dropped rows in the transaction: the group must not commit.
    if (session_.script(std::string("ROLLBACK TO SAVEPOINT ") + mark.savepoint).has_error()) poisoned_ = true;
    if (keep(mark).has_error()) poisoned_ = true;
}

Result<void> Group::keep(Mark& mark) {
    if (!std::exchange(mark.parted, false)) return {};
    return session_.script(std::string("RELEASE SAVEPOINT ") + mark.savepoint);
}

/// Writes what came before `mark`, then a savepoint, so that what follows can be undone in the database too.
Result<void> Group::part(Mark& mark) {
    if (mark.parted) return {};
    FX_CHECK(overlay_.flush_before(session_, mark.undo));
    FX_CHECK(book_.write_entries(session_, mark.entries));
    FX_CHECK(session_.script(std::string("SAVEPOINT ") + mark.savepoint));
    mark.parted = true;
    return {};
}

Result<void> Group::ensure_begun() {
    if (begun_) return {};
    FX_CHECK(session_.begin_write());
    begun_ = true;
    return {};
}

Result<void> Group::flush() {
    FX_CHECK(overlay_.flush(session_));
    return book_.write_entries(session_, book_.entries().size());
}

Result<void> Group::flush_for_query() {
    if (overlay_.waiting() == 0 && book_.entries().empty()) return {};
    FX_CHECK(ensure_begun());
    FX_CHECK(part(job_));
    if (in_part_) FX_CHECK(part(part_));
    return flush();
}

Result<Rows> Group::query(std::string_view sql, std::span<Value const> parameters) {
    FX_CHECK(flush_for_query());
    return session_.query(sql, parameters);
}

Result<void> Group::each(std::string_view sql, std::span<Value const> parameters, std::function<void(Row&)> const& visit) {
    FX_CHECK(flush_for_query());
    return session_.each(sql, parameters, visit);
}

Result<std::vector<std::optional<Row>>> Group::stored(Table const& table, std::span<Row const> keys) {
    if (session_.reads_in_write()) FX_CHECK(ensure_begun());
    return session_.get_many(table, keys);
}

Result<void> Group::prefetch(Table const& table, std::span<Row const> keys) {
    std::vector<Row> unknown;
    for (auto const& key : keys)
        if (overlay_.find(table, key).state == Overlay::State::unknown) unknown.push_back(key);
    if (unknown.empty()) return {};
    FX_TRY(auto rows, stored(table, unknown));
    for (std::size_t i = 0; i < unknown.size(); ++i) overlay_.remember(table, unknown[i], std::move(rows[i]));
    return {};
}

Result<Row const*> Group::peek(Table const& table, Row const& key) {
    auto found = overlay_.find(table, key);
    if (found.state == Overlay::State::unknown) {
        FX_TRY(auto rows, stored(table, std::span(&key, 1)));
        found = overlay_.remember(table, key, std::move(rows.front()));
    }
    return found.state == Overlay::State::row ? found.row : nullptr;
}

Result<std::vector<std::optional<Row>>> Group::get_many(Table const& table, std::span<Row const> keys) {
    std::vector<std::optional<Row>> rows(keys.size());
    std::vector<std::size_t> missing;
    bool const is_journal = table.name == journal_table.name;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        auto const found = overlay_.find(table, keys[i]);
        if (found.state == Overlay::State::row) rows[i] = *found.row;
        if (found.state != Overlay::State::unknown) continue;
        auto const* waiting = is_journal ? book_.find(*integer_in(keys[i].at(0)), {*integer_in(keys[i].at(1))}) : nullptr;
        if (waiting)
            rows[i] = row_of(*waiting);
        else
            missing.push_back(i);
    }
    if (missing.empty()) return rows;
    std::vector<Row> asked;
    for (auto const i : missing) asked.push_back(keys[i]);
    FX_TRY(auto found, stored(table, asked));
    for (std::size_t i = 0; i < missing.size(); ++i) {
        overlay_.remember(table, asked[i], found[i]);
        rows[missing[i]] = std::move(found[i]);
    }
    return rows;
}

Sequence Group::append(Entry entry) {
    StoredReader stored(session_);
    auto sequence = book_.append(stored, std::move(entry));
    if (sequence.has_value()) return *sequence;
    failed_ = sequence.error();
    return {};
}

Hash Group::leaf(std::int64_t county, Sequence sequence) const {
    if (auto const* entry = book_.find(county, sequence)) return entry->leaf;
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
    auto outcome = std::exchange(poisoned_, false) ? Result<void>(Problem(ProblemKind::store_unavailable)) : store_all();
    if (outcome.has_error()) session_.rollback();
    return outcome;
}

}  // namespace fx::store
