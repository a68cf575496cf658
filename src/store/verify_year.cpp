#include "store/verify_year.hpp"

#include "store/signer.hpp"
#include "store/tables.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace fx::store {
namespace {

constexpr std::size_t findings_max = 1'000;
/// Entries whose leaf does not fit are tried at each other's places; beyond this many they are only called altered.
constexpr std::size_t misfits_max = 200;
constexpr std::int64_t heads_page = 2'000;

}  // namespace

Result<Head const*> HeadStream::peek() {
    if (waiting_.empty() && !ended_) {
        FX_TRY(auto const rows, reader_.query("SELECT county, year, size, from_size, root, at, signature FROM journal_head "
                                              "WHERE county = $1 AND year = $2 AND size > $3 ORDER BY size LIMIT $4",
                                              {county_, std::int64_t(year_), last_, heads_page}));
        for (auto const& row : rows) waiting_.push_back(head_of(row));
        ended_ = std::int64_t(rows.size()) < heads_page;
        if (!waiting_.empty()) last_ = waiting_.back().size;
    }
    return waiting_.empty() ? nullptr : &waiting_.front();
}

void YearCheck::found(Sequence sequence, std::string kind, std::string detail) {
    if (findings_.size() < findings_max) findings_.push_back({county_, sequence, std::move(kind), std::move(detail)});
}

Result<void> YearCheck::entry(Entry const& entry, bool erased) {
    if (entry.sequence.index() > size()) FX_CHECK(missing(entry.sequence.index()));
    if (!erased && commitment_of(entry) != entry.commitment) {
        found(entry.sequence, "altered", "the body is not the one that was committed");
    } else if (leaf_of(entry, scratch_) != entry.leaf) {
        if (misfits_.size() < misfits_max)
            misfits_.push_back(entry);
        else
            found(entry.sequence, "altered", "the header is not the one in the leaf");
    }
    return leaf(entry.leaf);
}

/// The tiles may still know the leaves of entries that are gone; then the rest of the tree can be checked all the same.
Result<void> YearCheck::missing(std::int64_t until) {
    found(at(size()), "missing", fmt::format("{} entries are gone", until - size()));
    while (size() < until) {
        FX_TRY(auto const* known, tile_leaf(size()));
        if (!known) unknown_leaf_ = true;
        FX_CHECK(leaf(known ? *known : Hash{}));
    }
    return {};
}

Result<Hash const*> YearCheck::tile_leaf(std::int64_t index) {
    if (index / 256 != tile_number_) {
        tile_number_ = index / 256;
        tile_.clear();
        FX_TRY(auto const rows,
               reader_.query("SELECT hashes FROM journal_tile WHERE county = $1 AND year = $2 AND level = 0 AND tile = $3",
                             {county_, std::int64_t(year_), tile_number_}));
        if (!rows.empty()) tile_ = hashes_of(rows[0][0]);
    }
    auto const slot = std::size_t(index % 256);
    return slot < tile_.size() ? &tile_[slot] : nullptr;
}

Result<void> YearCheck::leaf(Hash const& leaf) {
    std::int64_t const index = size();
    FX_TRY(auto const* stored, tile_leaf(index));
    if (stored && *stored != leaf) {
        if (!stored_) stored_ = tree_;
        parted_.push_back(index);
    }
    if (stored_) stored_->append(stored ? *stored : leaf);
    tree_.append(leaf);
    return check_heads();
}

Result<void> YearCheck::check_heads() {
    FX_TRY(auto const* head, heads_.peek());
    while (head && head->size <= size()) {
        check_head(*head);
        heads_.pop();
        FX_TRY(head, heads_.peek());
    }
    return {};
}

/// Heads are signed with the size before their commit, so that a removed one leaves a gap.
void YearCheck::check_chain(Head const& head) {
    bool const is_signed =
        std::any_of(public_keys_.begin(), public_keys_.end(), [&](auto const& key) { return verify_head(head, key); });
    if (!is_signed) found(at(head.size - 1), "bad_signature", fmt::format("the head of {} entries", head.size));
    if (head.from_size != sealed_)
        found(at(sealed_), "missing", fmt::format("a head between {} and {} entries is gone", sealed_, head.size));
    sealed_ = head.size;
}

void YearCheck::check_head(Head const& head) {
    std::int64_t const before = sealed_;
    check_chain(head);
    if (unknown_leaf_) return;
    if (head.root != tree_.root() && (!stored_ || head.root != stored_->root()))
        found(at(before), "head_mismatch",
              fmt::format("entries {} to {} do not give the signed root", before, head.size - 1));
    settle(&head);
}

/// The root under a head says which of the two copies of a leaf was altered: the journal's or the tile's.
void YearCheck::settle(Head const* head) {
    if (!stored_) return;
    bool const journal_is_true = head && head->root == tree_.root();
    bool const tiles_are_true = head && head->root == stored_->root();
    for (auto const index : parted_)
        found(at(index), "altered",
              journal_is_true ? "the leaf in journal_tile" : "the leaf is not the one in journal_tile");
    parted_.clear();
    if (tiles_are_true) tree_ = *stored_;
    if (journal_is_true || tiles_are_true) stored_.reset();
}

Result<void> YearCheck::finish() {
    FX_TRY(auto const* head, heads_.peek());
    if (head)
        found(at(size()), "missing",
              fmt::format("a signed head tells of {} entries, the journal holds {}", head->size, size()));
    while (head) {
        check_chain(*head);
        heads_.pop();
        FX_TRY(head, heads_.peek());
    }
    if (sealed_ < size())
        found(at(sealed_), "missing", fmt::format("no signed head over the last {} entries", size() - sealed_));
    settle(nullptr);
    name_misfits();
    return {};
}

/// An entry that fits its leaf at another misfit's place was moved; one that fits nowhere was altered.
void YearCheck::name_misfits() {
    for (auto const& entry : misfits_) {
        auto const home = std::find_if(misfits_.begin(), misfits_.end(), [&](Entry const& other) {
            Entry moved = entry;
            moved.sequence = other.sequence;
            return leaf_of(moved, scratch_) == entry.leaf;
        });
        if (home == misfits_.end())
            found(entry.sequence, "altered", "the header is not the one in the leaf");
        else
            found(entry.sequence, "reordered", fmt::format("stood at {}", home->sequence.value));
    }
    misfits_.clear();
}

}  // namespace fx::store
