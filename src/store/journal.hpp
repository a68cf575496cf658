#pragma once
/// The journal: every change as one leaf of an RFC 6962 Merkle log per county and year. The same table, read in
/// sequence order from a cursor, is the change feed.

#include "base/place.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "base/value.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace fx::store {

class Reader;

using Hash = std::array<std::uint8_t, 32>;

/// Position of an entry in its county: year × 10^10 + index in that year's log. Order of commit.
struct Sequence {
    std::int64_t value = 0;
    auto operator<=>(Sequence const&) const = default;
    int year() const { return int(value / 10'000'000'000); }
    std::int64_t index() const { return value % 10'000'000'000; }
};

/// One change of one record. `body` is canonical JSON: all fields for a create, the changed ones for a change;
/// identity fields inside are ciphertext.
struct Entry {
    std::int64_t county = 0;  ///< 12-digit code of the county that holds the record
    Sequence sequence;        ///< given by Tx::append
    Instant at;               ///< server time of the commit, given by Tx::append
    std::string type;         ///< record type
    Id record;
    std::int64_t version = 1;  ///< of the record after this entry
    std::string action;        ///< "create", "change", "move:<transition>", "merge", "erase", …
    Place place;               ///< where the record stands after this entry
    Id command;                ///< device-made id of the command: a repeat is known by it
    Id post;                   ///< who: the post under whose authority it was done
    Id user;                   ///< who: the account
    Instant stated_at;         ///< when the act happened, by the server's clock
    Sequence previous;         ///< the record's entry before this one; 0 = none. The record's history is this chain
    std::string body;
    std::array<std::uint8_t, 16> salt{};  ///< given by Tx::append
    Hash commitment{};                    ///< SHA-256(salt ‖ body): stays when salt and body are erased
    Hash leaf{};                          ///< RFC 6962 leaf hash over the entry's canonical header and commitment
};

/// A signed tree head: proof of what the log held at `at`. Ed25519 over the canonical text in journal.cpp.
struct Head {
    std::int64_t county = 0;
    int year = 0;
    std::int64_t size = 0;       ///< leaves
    std::int64_t from_size = 0;  ///< leaves before the commit that this head closes: heads form a chain without gaps
    Hash root{};
    Instant at;
    std::array<std::uint8_t, 64> signature{};
};

/// What is wrong with a journal, and where.
struct Finding {
    std::int64_t county = 0;
    Sequence sequence;  ///< the entry, or the first one affected
    std::string kind;   ///< "altered", "missing", "reordered", "head_mismatch", "bad_signature", "row_differs"
    std::string detail;
};

/// Given a Tx as the reader, feed and history also see the entries appended by this job and by earlier jobs of its group.
class Journal {
public:
    virtual ~Journal() = default;
    /// The newest head of the county's log for `year`; size 0 when the log is empty.
    virtual Result<Head> head(Reader& reader, std::int64_t county, int year) = 0;
    /// The newest head committed since the store was opened, from memory; safe from any thread. In Tx::on_commit and
    /// Done it is the head of that very commit: the other half of a receipt beside the leaf.
    virtual std::optional<Head> newest(std::int64_t county) const = 0;
    /// The audit path from leaf `index` to the root of the tree of `size` leaves (RFC 6962 section 2.1.1).
    virtual Result<std::vector<Hash>> inclusion(Reader& reader, std::int64_t county, int year, std::int64_t index,
                                                std::int64_t size) = 0;
    /// RFC 6962 section 2.1.2.
    virtual Result<std::vector<Hash>> consistency(Reader& reader, std::int64_t county, int year, std::int64_t from_size,
                                                  std::int64_t size) = 0;
    /// Entries after `after`, oldest first, at most `limit` (1..10,000).
    virtual Result<std::vector<Entry>> feed(Reader& reader, std::int64_t county, Sequence after, int limit) = 0;
    /// The record's entries, newest first, along `previous` from `last`.
    virtual Result<std::vector<Entry>> history(Reader& reader, std::int64_t county, Sequence last, int limit) = 0;
    /// Recomputes every leaf, tree and stored head. Empty = nothing was altered, removed or reordered.
    virtual Result<std::vector<Finding>> verify(Reader& reader, std::int64_t county) = 0;
    /// Ed25519 public key that signs the heads, hex.
    virtual std::string public_key() const = 0;
};

}  // namespace fx::store
