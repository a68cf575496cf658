#include "store/log_book.hpp"

#include "base/text.hpp"
#include "store/tables.hpp"

#include <sodium.h>

#include <algorithm>
#include <cstring>
#include <stdexcept>

namespace fx::store {

SaltStream::SaltStream(Random& random) : block_(16 * 1024), used_(block_.size()) { random.fill(key_); }

std::array<std::uint8_t, 16> SaltStream::next() {
    if (used_ == block_.size()) {
        std::array<std::uint8_t, crypto_stream_chacha20_NONCEBYTES> nonce{};
        std::memcpy(nonce.data(), &nonce_, sizeof nonce_);
        crypto_stream_chacha20(block_.data(), block_.size(), nonce.data(), key_.data());
        ++nonce_;
        used_ = 0;
    }
    std::array<std::uint8_t, 16> salt;
    std::memcpy(salt.data(), block_.data() + used_, salt.size());
    sodium_memzero(block_.data() + used_, salt.size());
    used_ += salt.size();
    return salt;
}

Result<LogBook::Open*> LogBook::open(Reader& reader, std::int64_t county, int year) {
    auto found = logs_.find(county);
    if (found != logs_.end() && found->second.log.year() == year) return &found->second;
    FX_TRY(auto log, GrowingLog::load(reader, county, year));
    return &logs_.insert_or_assign(county, Open(std::move(log))).first->second;
}

Result<Sequence> LogBook::append(Reader& reader, Entry entry) {
    for (auto const* text : {&entry.type, &entry.action, &entry.body})
        if (text->find('\0') != std::string::npos || !is_utf8(*text))
            throw std::logic_error("journal entry is not UTF-8 text");
    if (entry.type.size() > 200 || entry.action.size() > 200) throw std::logic_error("journal entry with too long a name");
    int const year = civil(date_at(now_)).year;
    FX_TRY(auto* const open_log, open(reader, entry.county, year));
    entry.sequence = {first_of(year).value + open_log->log.size() + std::int64_t(open_log->places.size())};
    entry.at = now_;
    entry.salt = salts_.next();
    entry.commitment = commitment_of(entry);
    entry.leaf = leaf_of(entry, scratch_);
    open_log->places.push_back(std::uint32_t(entries_.size()));
    entries_.push_back(std::move(entry));
    return entries_.back().sequence;
}

Entry const* LogBook::find(std::int64_t county, Sequence sequence) const {
    auto const open = logs_.find(county);
    if (open == logs_.end() || open->second.log.year() != sequence.year()) return nullptr;
    auto const place = sequence.index() - open->second.log.size();
    if (place < 0 || place >= std::int64_t(open->second.places.size())) return nullptr;
    return &entries_[open->second.places[std::size_t(place)]];
}

void LogBook::drop_from(std::size_t mark) {
    for (std::size_t i = mark; i < entries_.size(); ++i) logs_.at(entries_[i].county).places.pop_back();
    entries_.resize(mark);
    written_ = std::min(written_, mark);
}

Result<void> LogBook::write_entries(Session& session, std::size_t end) {
    if (written_ >= end) return {};
    cells_.clear();
    for (std::size_t i = written_; i < end; ++i) add_cells(entries_[i], cells_);
    FX_CHECK(session.write_rows(journal_table, cells_, Clash::fail));
    written_ = end;
    return {};
}

Result<void> LogBook::write_tiles(Session& session, GrowingLog& log) {
    auto const tiles = log.take_tiles();
    if (tiles.empty()) return {};
    cells_.clear();
    for (auto const& tile : tiles) {
        cells_.insert(cells_.end(),
                      {Cell::of(log.county()), Cell::of(std::int64_t(log.year())), Cell::of(std::int64_t(tile.level)),
                       Cell::of(tile.number), Cell::blob({tile.hashes.front().data(), tile.hashes.size() * sizeof(Hash)})});
    }
    return session.write_rows(tile_table, cells_, Clash::replace);
}

Result<void> LogBook::seal(Session& session) {
    FX_CHECK(write_entries(session, entries_.size()));
    std::vector<Open*> grown;
    for (auto const& entry : entries_) {
        auto& open = logs_.at(entry.county);
        if (!open.places.empty()) grown.push_back(&open);
        open.places.clear();
        open.log.append(entry.leaf);
    }
    for (auto* open : grown) {
        FX_CHECK(write_tiles(session, open->log));
        Head head{open->log.county(), open->log.year(), open->log.size(), open->sealed, open->log.root(), now_, {}};
        open->sealed = head.size;
        signer_.sign(head);
        heads_.push_back(head);
    }
    if (heads_.empty()) return {};
    cells_.clear();
    for (auto const& head : heads_) add_cells(head, cells_);
    return session.write_rows(head_table, cells_, Clash::fail);
}

void LogBook::committed() {
    std::lock_guard const lock(mutex_);
    for (auto const& head : heads_) newest_[head.county] = head;
}

void LogBook::aborted() {
    logs_.clear();
    forget_group();
}

void LogBook::forget_group() {
    heads_.clear(), entries_.clear();
    written_ = 0;
}

std::optional<Head> LogBook::newest(std::int64_t county) const {
    std::lock_guard const lock(mutex_);
    auto const found = newest_.find(county);
    return found == newest_.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace fx::store
