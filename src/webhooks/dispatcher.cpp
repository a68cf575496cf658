#include "webhooks/dispatcher.hpp"

#include "base/log.hpp"
#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "records/place.hpp"

#include <algorithm>

namespace fx::webhooks {
namespace {

namespace webhook = handles::webhook;

constexpr int feed_page = 1000, pages_a_step = 20;
/// A turn ends after so many deliveries or so long, so that the others get theirs.
constexpr int deliveries_a_turn = 100;
constexpr std::int64_t turn_ms = ms_per_second;
/// After so many entries that were none of its events a webhook's place in the journal is stored: a restart reads from
/// there.
constexpr std::int64_t unstored_max = 10'000;
constexpr int history_max = 10'000;

}  // namespace

std::string why_not(http::Answer const& answer) {
    if (answer.status == 0) return answer.body;
    return answer.status >= 200 && answer.status < 300 ? std::string() : "HTTP " + std::to_string(answer.status);
}

Settings Settings::of(catalog::RecordType const& type) {
    namespace rules = handles::webhook::settings;
    return {type.setting(rules::retry_seconds_min) * ms_per_second, type.setting(rules::retry_seconds_max) * ms_per_second,
            type.setting(rules::give_up_hours) * ms_per_hour, type.setting(rules::timeout_seconds) * ms_per_second};
}

Result<Instant> Dispatcher::step() {
    FX_CHECK(parts_.store.read([&](store::Reader& reader) -> Result<void> {
        FX_CHECK(look(reader));
        return read_on(reader);
    }));
    for (auto& [id, line] : lines_) FX_CHECK(tidy(line, parts_.clock.now()));
    note();
    for (auto& [id, line] : lines_) {
        if (stopping_) break;
        auto const done = turn(line);
        note();
        FX_CHECK(done);
    }
    auto const now = parts_.clock.now();
    bool const more = std::ranges::any_of(lines_, [&](auto const& one) { return due(one.second, now); });
    return more || behind_ ? now : now + parts_.look_ms;
}

std::map<Id, std::int64_t> Dispatcher::waiting() const {
    std::lock_guard const lock(mutex_);
    return waiting_;
}

void Dispatcher::note() {
    std::map<Id, std::int64_t> now;
    for (auto const& [id, line] : lines_) now[id] = std::int64_t(line.waiting.size());
    std::lock_guard const lock(mutex_);
    waiting_ = std::move(now);
}

/// The webhooks as they stand now.
Result<void> Dispatcher::look(store::Reader& reader) {
    auto const& table = *parts_.sources.engine.table(webhook::record_type);
    FX_TRY(auto const rows, reader.query(records::select_all(table.table()) + " WHERE county = $1 AND state <> $2",
                                         {parts_.county, std::string(webhook::states::ended)}));
    std::set<Id> standing;
    for (auto const& row : rows) {
        FX_TRY(auto record, table.from_row(row, parts_.sources.engine.sealer()));
        standing.insert(record.id);
        auto const known = lines_.find(record.id);
        if (known == lines_.end()) {
            auto const id = record.id;
            FX_TRY(auto line, line_of(reader, std::move(record)));
            lines_.emplace(id, std::move(line));
        } else if (known->second.webhook.version != record.version) {
            known->second.webhook = std::move(record);
            known->second.address = http::parse_address(get(known->second.webhook.values, webhook::url).value_or(""));
        }
    }
    std::erase_if(lines_, [&](auto const& one) { return !standing.contains(one.first); });
    return {};
}

/// One that was never seen here begins where it was made.
Result<Dispatcher::Line> Dispatcher::line_of(store::Reader& reader, records::Record of) {
    Line line;
    FX_TRY(auto const stored, delivery_of(reader, of.county, of.id));
    if (stored) {
        line.stored = *stored;
    } else {
        FX_TRY(auto const entries, parts_.store.journal().history(reader, of.county, of.last_sequence, history_max));
        line.stored.county = of.county;
        line.stored.webhook = of.id;
        line.stored.cursor = entries.empty() ? of.last_sequence : entries.back().sequence;
    }
    line.read = line.stored.cursor;
    line.address = http::parse_address(get(of.values, webhook::url).value_or(""));
    line.webhook = std::move(of);
    return line;
}

/// Once for all of them; who was made later, or stood still longer, takes of a page what is new to it.
Result<void> Dispatcher::read_on(store::Reader& reader) {
    behind_ = false;
    if (lines_.empty()) return {};
    auto const read = [](auto const& one) { return one.second.read; };
    auto at = std::ranges::min_element(lines_, {}, read)->second.read;
    for (int page = 0; page < pages_a_step; ++page) {
        FX_TRY(auto const entries, parts_.store.journal().feed(reader, parts_.county, at, feed_page));
        for (auto const& entry : entries) {
            auto const event = event_of(entry);
            for (auto& [id, line] : lines_) {
                if (entry.sequence <= line.read) continue;
                line.read = entry.sequence;
                if (!event.empty() && concerns(line, entry, event)) line.waiting.push_back({entry.sequence, entry.at});
            }
            at = entry.sequence;
        }
        behind_ = int(entries.size()) == feed_page;
        if (!behind_) break;
    }
    return {};
}

bool Dispatcher::concerns(Line const& line, store::Entry const& entry, std::string_view event) const {
    auto const& values = line.webhook.values;
    auto const area = get(values, webhook::area);
    return area && parts_.sources.network.covers(*area, entry.place) && chosen(values, webhook::events, event);
}

/// Gives up what is no news any more, and stores a place in the journal that has moved far.
Result<void> Dispatcher::tidy(Line& line, Instant now) {
    auto delivery = line.stored;
    auto const news = [&](Event const& event) { return now - event.at <= parts_.settings.give_up_ms; };
    auto const first = std::ranges::find_if(line.waiting, news);
    if (first != line.waiting.begin()) {
        delivery.cursor = std::prev(first)->sequence;
        delivery.given_up += first - line.waiting.begin();
    }
    if (first == line.waiting.end() && line.read.value - delivery.cursor.value > unstored_max) delivery.cursor = line.read;
    if (delivery == line.stored) return {};
    FX_CHECK(keep(line, std::move(delivery)));
    line.waiting.erase(line.waiting.begin(), first);
    return {};
}

bool Dispatcher::due(Line const& line, Instant now) const {
    if (line.waiting.empty() || line.webhook.state != webhook::states::active) return false;
    if (line.stored.for_version != line.webhook.version || !line.stored.next_at) return true;
    // A clock that was set back must not make it wait longer than any pause is.
    return now >= *line.stored.next_at || *line.stored.next_at - now > parts_.settings.retry_max_ms;
}

Result<void> Dispatcher::turn(Line& line) {
    auto const began = parts_.clock.now();
    for (int done = 0; done < deliveries_a_turn && !stopping_; ++done) {
        auto const now = parts_.clock.now();
        if (now - began > turn_ms || !due(line, now)) break;
        FX_CHECK(deliver(line));
    }
    return {};
}

/// The first that waits. What came of it is stored before the next: a crash in between repeats it under the same id.
Result<void> Dispatcher::deliver(Line& line) {
    auto const event = line.waiting.front();
    auto delivery = line.stored;
    if (delivery.for_version != line.webhook.version) delivery.attempts = 0;
    delivery.for_version = line.webhook.version;
    delivery.next_at.reset();
    auto const message = message_at(event.sequence, line.webhook.id);
    if (message.has_error()) {
        if (message.error().status() == 503) return message.error();  // the store's: later
        // A damaged entry must not stop what follows it.
        ++delivery.given_up;
        delivery.last_error = message.error().number();
    } else if (*message) {
        auto const answer = send(line, **message);
        if (answer.status == 0 && stopping_) return {};
        took(line, delivery, answer);
        if (!delivery.last_error.empty()) return keep(line, std::move(delivery));
    }
    delivery.cursor = event.sequence;
    FX_CHECK(keep(line, std::move(delivery)));
    line.waiting.pop_front();
    return {};
}

Result<std::optional<Message>> Dispatcher::message_at(store::Sequence sequence, Id const& of) {
    std::optional<Message> message;
    FX_CHECK(parts_.store.read([&](store::Reader& reader) -> Result<void> {
        FX_TRY(auto const entries, parts_.store.journal().feed(reader, parts_.county, {sequence.value - 1}, 1));
        if (entries.empty() || entries.front().sequence != sequence) return {};
        FX_TRY(message, message_of(parts_.sources, reader, entries.front(), of));
        return {};
    }));
    return message;
}

http::Answer Dispatcher::send(Line const& line, Message const& message) {
    if (!line.address) return {0, "the address is not valid"};
    auto const secret = secret_of(parts_.sources.engine.sealer(), line.webhook.id);
    auto const post = sealed(message, secret, parts_.clock.now());
    return parts_.transport.post(*line.address, post, parts_.settings.timeout_ms);
}

/// What an attempt has come to.
void Dispatcher::took(Line const& line, Delivery& delivery, http::Answer const& answer) {
    auto const name = "webhook " + format(line.webhook.id) + ": ";
    delivery.last_at = parts_.clock.now();
    delivery.last_status = answer.status;
    delivery.last_error = why_not(answer);
    if (delivery.last_error.empty()) {
        if (delivery.attempts > 0) log::info(name + "answers again");
        delivery.attempts = 0;
        delivery.delivered_at = delivery.last_at;
        ++delivery.delivered;
        return;
    }
    if (delivery.attempts == 0) log::warn(name + delivery.last_error);
    ++delivery.attempts;
    delivery.next_at = *delivery.last_at + pause(delivery.attempts);
}

/// Doubling from the least to the most, give or take a quarter: gateways that fell together do not rise together.
std::int64_t Dispatcher::pause(std::int64_t attempts) {
    auto const doubled = parts_.settings.retry_min_ms << std::min<std::int64_t>(attempts - 1, 20);
    auto const whole = std::min(doubled, parts_.settings.retry_max_ms);
    auto const some = std::int64_t(double(whole) * (0.75 + 0.5 * parts_.random.unit()));
    return std::min(some, parts_.settings.retry_max_ms);
}

Result<void> Dispatcher::keep(Line& line, Delivery delivery) {
    FX_CHECK(parts_.store.write([&](store::Tx& tx) -> Result<void> {
        tx.put(delivery_table(), to_row(delivery));
        return {};
    }));
    line.stored = std::move(delivery);
    return {};
}

}  // namespace fx::webhooks
