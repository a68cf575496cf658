#include "store/merkle.hpp"

#include "base/assert.hpp"

#include <bit>

namespace fx::store {
namespace {

constexpr std::uint8_t leaf_prefix[] = {0};
constexpr std::uint8_t node_prefix[] = {1};

/// Largest power of two smaller than `n`; n >= 2.
std::int64_t split(std::int64_t n) { return std::int64_t(std::bit_floor(std::uint64_t(n - 1))); }

/// Collects the proof that leaves [begin, end) hold the older tree's leaves [begin, from); `whole` while the older
/// tree's root is known to the asker (RFC 6962 SUBPROOF's last argument).
Result<void> subproof(Nodes& nodes, std::int64_t from, std::int64_t begin, std::int64_t end, bool whole,
                      std::vector<Hash>& path) {
    if (from == end) {
        if (whole) return {};
        FX_TRY(auto const root, range_root(nodes, begin, end));
        path.push_back(root);
        return {};
    }
    std::int64_t const middle = begin + split(end - begin);
    if (from <= middle) {
        FX_CHECK(subproof(nodes, from, begin, middle, whole, path));
        FX_TRY(auto const right, range_root(nodes, middle, end));
        path.push_back(right);
    } else {
        FX_CHECK(subproof(nodes, from, middle, end, false, path));
        FX_TRY(auto const left, range_root(nodes, begin, middle));
        path.push_back(left);
    }
    return {};
}

}  // namespace

Hash leaf_hash(ByteView data) { return sha256({leaf_prefix, data}); }
Hash node_hash(Hash const& left, Hash const& right) { return sha256({node_prefix, left, right}); }
Hash empty_root() { return sha256({}); }

Frontier::Frontier(std::int64_t size, std::vector<Hash> peaks) : size_(size), peaks_(std::move(peaks)) {
    FX_ASSERT(size >= 0 && std::popcount(std::uint64_t(size)) == int(peaks_.size()));
}

Hash Frontier::root() const {
    if (peaks_.empty()) return empty_root();
    Hash hash = peaks_.back();
    for (std::size_t i = peaks_.size() - 1; i > 0; --i) hash = node_hash(peaks_[i - 1], hash);
    return hash;
}

Result<Hash> range_root(Nodes& nodes, std::int64_t begin, std::int64_t end) {
    FX_ASSERT(0 <= begin && begin <= end);
    std::int64_t const n = end - begin;
    if (n == 0) return empty_root();
    if (std::has_single_bit(std::uint64_t(n))) {
        int const level = std::countr_zero(std::uint64_t(n));
        return nodes.node(level, begin >> level);
    }
    std::int64_t const middle = begin + split(n);
    FX_TRY(auto const left, range_root(nodes, begin, middle));
    FX_TRY(auto const right, range_root(nodes, middle, end));
    return node_hash(left, right);
}

Result<std::vector<Hash>> inclusion_path(Nodes& nodes, std::int64_t index, std::int64_t size) {
    FX_ASSERT(0 <= index && index < size);
    std::vector<Hash> path;
    std::int64_t begin = 0, end = size;
    while (end - begin > 1) {
        std::int64_t const middle = begin + split(end - begin);
        bool const left = index < middle;
        FX_TRY(auto const sibling, left ? range_root(nodes, middle, end) : range_root(nodes, begin, middle));
        path.push_back(sibling);
        (left ? end : begin) = middle;
    }
    return std::vector<Hash>(path.rbegin(), path.rend());
}

Result<std::vector<Hash>> consistency_path(Nodes& nodes, std::int64_t from, std::int64_t size) {
    FX_ASSERT(0 < from && from <= size);
    std::vector<Hash> path;
    FX_CHECK(subproof(nodes, from, 0, size, true, path));
    return path;
}

bool verify_inclusion(Hash const& leaf, std::int64_t index, std::int64_t size, std::span<Hash const> path,
                      Hash const& root) {
    if (index < 0 || index >= size) return false;
    std::int64_t fn = index, sn = size - 1;
    Hash hash = leaf;
    for (Hash const& sibling : path) {
        if (sn == 0) return false;
        if ((fn & 1) != 0 || fn == sn) {
            hash = node_hash(sibling, hash);
            while ((fn & 1) == 0 && fn != 0) fn >>= 1, sn >>= 1;
        } else {
            hash = node_hash(hash, sibling);
        }
        fn >>= 1, sn >>= 1;
    }
    return sn == 0 && hash == root;
}

bool verify_consistency(std::int64_t from, Hash const& from_root, std::int64_t size, Hash const& root,
                        std::span<Hash const> path) {
    if (from <= 0 || from > size) return false;
    if (from == size) return path.empty() && from_root == root;
    bool const first_is_known = std::has_single_bit(std::uint64_t(from));
    if (!first_is_known && path.empty()) return false;
    Hash old_hash = first_is_known ? from_root : path.front();
    Hash new_hash = old_hash;
    if (!first_is_known) path = path.subspan(1);
    std::int64_t fn = from - 1, sn = size - 1;
    while ((fn & 1) != 0) fn >>= 1, sn >>= 1;
    for (Hash const& sibling : path) {
        if (sn == 0) return false;
        if ((fn & 1) != 0 || fn == sn) {
            old_hash = node_hash(sibling, old_hash);
            new_hash = node_hash(sibling, new_hash);
            while ((fn & 1) == 0 && fn != 0) fn >>= 1, sn >>= 1;
        } else {
            new_hash = node_hash(new_hash, sibling);
        }
        fn >>= 1, sn >>= 1;
    }
    return sn == 0 && old_hash == from_root && new_hash == root;
}

}  // namespace fx::store
