#pragma once
/// Items put aside by ranges of a key, so that what is done next with each range stays within the cache.

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

namespace fx::tracing {

/// Count every key, open, put every item under its key; then at(bucket) holds its items in the order they were put.
template <class Item>
class Buckets {
public:
    explicit Buckets(std::uint32_t keys) : keys_(keys) {
        while ((keys >> shift_) >= most) ++shift_;
        start_.assign((keys >> shift_) + 2, 0);
    }
    void count(std::uint32_t key) { ++start_[(key >> shift_) + 1]; }
    void open() {
        for (std::size_t i = 1; i < start_.size(); ++i) start_[i] += start_[i - 1];
        next_ = start_;
        items_ = std::vector<Item>(start_.back());
    }
    void put(std::uint32_t key, Item const& item) { items_[next_[key >> shift_]++] = item; }

    std::uint32_t items() const { return start_.back(); }
    std::uint32_t size() const { return std::uint32_t(start_.size() - 1); }
    std::span<Item const> at(std::uint32_t bucket) const {
        return std::span(items_).subspan(start_[bucket], start_[bucket + 1] - start_[bucket]);
    }
    /// The keys of a bucket are [first_key(bucket), first_key(bucket + 1)).
    std::uint32_t first_key(std::uint32_t bucket) const {
        return std::uint32_t(std::min<std::uint64_t>(std::uint64_t(bucket) << shift_, keys_));
    }

private:
    static constexpr std::uint32_t most = 1024;  // more would outgrow the table of pages the processor keeps at hand
    std::uint32_t keys_;
    int shift_ = 0;
    std::vector<std::uint32_t> start_, next_;
    std::vector<Item> items_;
};

}  // namespace fx::tracing
