#pragma once
/// The writer's side of the journal: gives sequence numbers, salts and leaves, and seals each commit with signed heads.

#include "store/session.hpp"
#include "store/signer.hpp"
#include "store/tiles.hpp"

#include <array>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <vector>

namespace fx::store {

/// 16-byte salts from a ChaCha20 stream keyed once at start: no system call for each entry.
class SaltStream {
public:
    explicit SaltStream(Random& random);
    std::array<std::uint8_t, 16> next();

private:
    std::array<std::uint8_t, 32> key_{};
    std::vector<std::uint8_t> block_;
    std::size_t used_ = 0;
    std::uint64_t nonce_ = 0;
};

/// On the writer's thread only, but for newest().
class LogBook {
public:
    LogBook(Signer signer, Random& random) : signer_(std::move(signer)), salts_(random) {}

    /// A new group; `now` never goes back.
    void begin(Instant now) { now_ = now; }
    /// `reader` serves the first entry of a county after start. Throws std::logic_error for text that cannot be stored.
    Result<Sequence> append(Reader& reader, Entry entry);
    std::vector<Entry> const& entries() const { return entries_; }
    /// The entry of this group with this sequence, or null.
    Entry const* find(std::int64_t county, Sequence sequence) const;
    /// Forgets the entries from `mark` on: their job failed.
    void drop_from(std::size_t mark);

    /// Writes the entries that wait, up to but not including `end`.
    Result<void> write_entries(Session& session, std::size_t end);
    /// Writes tiles and a signed head for every log that grew.
    Result<void> seal(Session& session);
    /// Publishes the heads; the entries stay readable until forget_group().
    void committed();
    void forget_group();
    /// The logs are read again from the database when next needed.
    void aborted();

    /// The newest committed head of the county since start; safe from any thread.
    std::optional<Head> newest(std::int64_t county) const;
    std::string public_key() const { return signer_.public_key(); }

private:
    struct Open {
        explicit Open(GrowingLog stored) : log(std::move(stored)), sealed(log.size()) {}
        GrowingLog log;
        std::int64_t sealed;                ///< size under the newest head
        std::vector<std::uint32_t> places;  ///< of this group's entries of the county, in entries_
    };
    Result<Open*> open(Reader& reader, std::int64_t county, int year);
    Result<void> write_tiles(Session& session, GrowingLog& log);

    Signer signer_;
    SaltStream salts_;
    Instant now_;
    std::unordered_map<std::int64_t, Open> logs_;
    std::vector<Entry> entries_;
    std::size_t written_ = 0;
    std::vector<Head> heads_;
    std::vector<Cell> cells_;
    std::string scratch_;
    mutable std::mutex mutex_;
    std::unordered_map<std::int64_t, Head> newest_;
};

}  // namespace fx::store
