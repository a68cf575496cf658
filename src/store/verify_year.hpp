#pragma once
/// The check of one year's log, entry by entry. Internal to store.

#include "store/tiles.hpp"

#include <deque>
#include <optional>

namespace fx::store {

/// Heads of one year in order of size, read a page at a time.
class HeadStream {
public:
    HeadStream(Reader& reader, std::int64_t county, int year) : reader_(reader), county_(county), year_(year) {}
    /// The next head, or null after the last one.
    Result<Head const*> peek();
    void pop() { waiting_.pop_front(); }

private:
    Reader& reader_;
    std::int64_t county_;
    int year_;
    std::int64_t last_ = 0;
    bool ended_ = false;
    std::deque<Head> waiting_;
};

class YearCheck {
public:
    YearCheck(Reader& reader, std::int64_t county, int year, std::span<std::string const> public_keys,
              std::vector<Finding>& findings)
        : reader_(reader),
          county_(county),
          year_(year),
          public_keys_(public_keys),
          findings_(findings),
          heads_(reader, county, year) {}

    /// In sequence order.
    Result<void> entry(Entry const& entry, bool erased);
    Result<void> finish();

private:
    std::int64_t size() const { return tree_.size(); }
    Sequence at(std::int64_t index) const { return {first_of(year_).value + index}; }
    void found(Sequence sequence, std::string kind, std::string detail);
    Result<void> missing(std::int64_t until);
    Result<void> leaf(Hash const& leaf);
    Result<Hash const*> tile_leaf(std::int64_t index);
    Result<void> check_heads();
    void check_head(Head const& head);
    void check_chain(Head const& head);
    void settle(Head const* head);
    void name_misfits();

    Reader& reader_;
    std::int64_t county_;
    int year_;
    std::span<std::string const> public_keys_;
    std::vector<Finding>& findings_;
    HeadStream heads_;

    Frontier tree_;                     ///< over the leaves as the journal holds them
    std::optional<Frontier> stored_;    ///< over the leaves as journal_tile holds them, since the two parted
    std::vector<std::int64_t> parted_;  ///< where they differ since the last head
    bool unknown_leaf_ = false;         ///< a leaf is lost: roots cannot be compared any more
    std::int64_t sealed_ = 0;           ///< size of the last head
    std::int64_t tile_number_ = -1;
    std::vector<Hash> tile_;
    std::vector<Entry> misfits_;  ///< entries that do not fit their leaf
    std::string scratch_;
};

}  // namespace fx::store
