#include "relay/sender.hpp"

#include "relay/figures.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace fx::relay {
namespace {

/// A period without its rows is as long as this many rows.
constexpr std::size_t rows_of_period = 8;

/// What the level above says: how far it has come.
struct Heard {
    std::int64_t acknowledged = 0;
    std::string hash;
};

std::optional<Heard> heard_in(std::string const& body) {
    boost::system::error_code error;
    auto const value = boost::json::parse(body, error);
    if (error || !value.is_object()) return std::nullopt;
    auto const* sequence = value.get_object().if_contains("acknowledged");
    auto const* hash = value.get_object().if_contains("hash");
    if (sequence == nullptr || !sequence->is_int64() || sequence->get_int64() < 0) return std::nullopt;
    if (hash == nullptr || !hash->is_string()) return std::nullopt;
    return Heard{sequence->get_int64(), std::string(hash->get_string())};
}

/// "403.200", from the problem the level above answered with; its status when it sent none.
std::string problem_number(Answer const& answer) {
    boost::system::error_code error;
    auto const value = boost::json::parse(answer.body, error);
    if (!error && value.is_object())
        if (auto const* problem = value.get_object().if_contains("problem"); problem != nullptr && problem->is_object())
            if (auto const* number = problem->get_object().if_contains("number"); number != nullptr && number->is_string())
                return std::string(number->get_string());
    return "HTTP " + std::to_string(answer.status);
}

}  // namespace

Result<std::unique_ptr<Sender>> Sender::start(Parts parts, std::int64_t county) {
    std::unique_ptr<Sender> sender;
    FX_CHECK(parts.store.read([&](store::Reader& reader) -> Result<void> {
        FX_TRY(auto upstream, upstream_of(reader, county));
        if (!upstream) return Problem(ProblemKind::relay_no_upstream);
        sender.reset(new Sender(parts, std::move(*upstream)));
        FX_TRY(auto const waiting,
               reader.query("SELECT sequence, hash, body FROM relay_outbox WHERE county = $1 ORDER BY sequence", {county}));
        for (auto const& row : waiting)
            sender->outbox_.push_back(
                {std::get<std::int64_t>(row[0]), std::get<std::string>(row[1]), std::get<std::string>(row[2])});
        FX_TRY(auto const stated, reader.query("SELECT stated FROM relay_stated WHERE county = $1", {county}));
        for (auto const& row : stated) {
            FX_TRY(auto period, parse_period(std::get<std::string>(row[0])));
            sender->stated_[period.id] = std::move(period);
        }
        return {};
    }));
    sender->note();
    return sender;
}

Result<Instant> Sender::step() {
    auto const now = parts_.clock.now();
    if (outbox_.empty() && next_make_ <= now) FX_CHECK(make(now));
    if (!outbox_.empty() && next_try_ <= now) FX_CHECK(offer(now));
    note();
    return outbox_.empty() ? next_make_ : next_try_;
}

std::vector<PeriodFigures> Sender::changes() const {
    std::vector<Id> known;
    {
        auto const view = parts_.network.view();
        for (auto const* period : view.periods("")) known.push_back(period->id);
    }
    std::vector<PeriodFigures> out;
    std::map<Id, PeriodFigures> forgotten = upstream_.whole ? stated_ : std::map<Id, PeriodFigures>();
    for (auto const& id : known) {
        // A view for each: a commit never waits for more than one period.
        auto const view = parts_.network.view();
        auto const* period = view.period(id);
        if (period == nullptr) continue;
        auto const before = upstream_.whole ? stated_.end() : stated_.find(id);
        auto changed = difference(before == stated_.end() ? nullptr : &before->second, standing(view, *period));
        if (changed) out.push_back(std::move(*changed));
        forgotten.erase(id);
    }
    for (auto& [id, period] : forgotten) out.push_back(std::move(period));
    return out;
}

/// Statements of at most rows_max rows, so that none grows beyond statement_bytes_max; a period may continue in the next
/// one.
std::vector<Statement> Sender::cut(std::vector<PeriodFigures> changed, Instant now) const {
    auto const rows_max = std::size_t(parts_.settings.rows_max);
    std::vector<Statement> out;
    std::size_t room = 0;
    auto const begin = [&] {
        out.push_back({Place::division(upstream_.county),
                       upstream_.sequence + 1 + std::int64_t(out.size()),
                       "",
                       now,
                       upstream_.whole && out.empty(),
                       {}});
        room = rows_max;
    };
    begin();
    for (auto& period : changed) {
        auto rows = std::move(period.rows);
        period.rows.clear();
        for (std::size_t from = 0; from == 0 || from < rows.size();) {
            if (room == 0) begin();
            auto const count = std::min(room, rows.size() - from);
            auto part = period;
            part.rows.assign(rows.begin() + std::ptrdiff_t(from), rows.begin() + std::ptrdiff_t(from + count));
            out.back().periods.push_back(std::move(part));
            room -= std::min(room, count + rows_of_period);
            from += std::max<std::size_t>(count, 1);
        }
    }
    return out;
}

Result<void> Sender::make(Instant now) {
    next_make_ = now + parts_.settings.interval_ms;
    auto changed = changes();
    bool const silent_long = now - last_made_ >= parts_.settings.heartbeat_ms;
    if (changed.empty() && !upstream_.whole && !silent_long) return {};

    auto stated = upstream_.whole ? std::map<Id, PeriodFigures>() : stated_;
    for (auto const& period : changed) {
        auto const [at, fresh] = stated.try_emplace(period.id, period);
        apply(at->second, period);
    }
    std::vector<Id> touched;
    for (auto const& period : changed) touched.push_back(period.id);
    auto upstream = upstream_;
    std::deque<Waiting> outbox;
    for (auto& statement : cut(std::move(changed), now)) {
        statement.previous = upstream.hash;
        auto body = to_json(statement);
        upstream.sequence = statement.sequence;
        upstream.hash = hash_of(body);
        outbox.push_back({statement.sequence, upstream.hash, std::move(body)});
    }
    upstream.whole = false;
    FX_CHECK(parts_.store.write([&](store::Tx& tx) -> Result<void> {
        for (auto const& [sequence, hash, body] : outbox)
            tx.put(outbox_table(), {upstream.county, sequence, hash, now.ms, body});
        for (auto const& id : touched) tx.put(stated_table(), {upstream.county, id, to_json(stated.at(id))});
        tx.put(upstream_table(), to_row(upstream));
        return {};
    }));
    upstream_ = std::move(upstream);
    stated_ = std::move(stated);
    outbox_ = std::move(outbox);
    last_made_ = now;
    next_try_ = now;
    return {};
}

Result<void> Sender::offer(Instant now) {
    auto const& first = outbox_.front();
    auto const sent_at = parts_.clock.now();
    auto const answer =
        parts_.transport.post(seal(parts_.key, format(Place::division(upstream_.county)), first.body, sent_at));
    if (answer.status == 0) {
        wait_longer(now, Problem(ProblemKind::relay_unreachable, {answer.body}));
        return {};
    }
    auto const heard = answer.status == 200 || answer.status == 409 ? heard_in(answer.body) : std::nullopt;
    if (!heard) {
        wait_longer(now, Problem(ProblemKind::relay_refused, {problem_number(answer)}));
        return {};
    }
    failures_ = 0;
    problem_.reset();
    next_try_ = now;
    auto const known = std::find_if(outbox_.begin(), outbox_.end(), [&](Waiting const& waiting) {
        return waiting.sequence == heard->acknowledged && waiting.hash == heard->hash;
    });
    if (known != outbox_.end()) return acknowledged(heard->acknowledged);
    // It has less than we thought (it was restored, or registered anew) or more (we were): the two start over.
    return start_over(std::max(heard->acknowledged, upstream_.sequence));
}

Result<void> Sender::acknowledged(std::int64_t sequence) {
    auto upstream = upstream_;
    upstream.acknowledged_at = parts_.clock.now();
    FX_CHECK(parts_.store.write([&](store::Tx& tx) -> Result<void> {
        for (auto const& waiting : outbox_)
            if (waiting.sequence <= sequence) tx.erase(outbox_table(), {upstream.county, waiting.sequence});
        tx.put(upstream_table(), to_row(upstream));
        return {};
    }));
    std::erase_if(outbox_, [&](Waiting const& waiting) { return waiting.sequence <= sequence; });
    upstream_ = std::move(upstream);
    return {};
}

Result<void> Sender::start_over(std::int64_t sequence) {
    auto upstream = upstream_;
    upstream.sequence = sequence;
    upstream.whole = true;
    FX_CHECK(parts_.store.write([&](store::Tx& tx) -> Result<void> {
        for (auto const& waiting : outbox_) tx.erase(outbox_table(), {upstream.county, waiting.sequence});
        tx.put(upstream_table(), to_row(upstream));
        return {};
    }));
    outbox_.clear();
    upstream_ = std::move(upstream);
    next_make_ = parts_.clock.now();
    return {};
}

/// Twice as long after every failure, up to the greatest pause; half of it by dice, so that the counties of a province do
/// not all come back in the same second.
void Sender::wait_longer(Instant now, Problem problem) {
    auto pause = parts_.settings.retry_min_ms;
    for (int i = 0; i < failures_ && pause < parts_.settings.retry_max_ms; ++i) pause *= 2;
    pause = std::max<std::int64_t>(2, std::min(pause, parts_.settings.retry_max_ms));
    next_try_ = now + pause / 2 + std::int64_t(parts_.random.below(std::uint64_t(pause / 2) + 1));
    ++failures_;
    problem_ = std::move(problem);
}

void Sender::note() {
    std::lock_guard const lock(progress_mutex_);
    progress_ = {upstream_.url, upstream_.sequence, std::int64_t(outbox_.size()), upstream_.acknowledged_at, problem_, {}};
    if (!outbox_.empty()) progress_.next_try = next_try_;
}

Progress Sender::progress() const {
    std::lock_guard const lock(progress_mutex_);
    return progress_;
}

}  // namespace fx::relay
