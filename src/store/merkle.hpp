#pragma once
/// Merkle trees of RFC 6962 section 2 (updated by RFC 9162): hashes, the growing edge, proofs and their checks.
/// Pure: no database, no clock. A client needs only this header and signer.hpp to check a receipt.

#include "store/sha256.hpp"

#include <span>
#include <vector>

namespace fx::store {

Hash leaf_hash(ByteView data);                        ///< SHA-256(0x00 ‖ data)
Hash node_hash(Hash const& left, Hash const& right);  ///< SHA-256(0x01 ‖ left ‖ right)
Hash empty_root();                                    ///< SHA-256 of nothing

/// The right edge of a growing tree: the roots of its complete subtrees, at most 63.
class Frontier {
public:
    Frontier() = default;
    /// From the roots of the complete subtrees, largest (leftmost) first: one for each bit set in `size`.
    Frontier(std::int64_t size, std::vector<Hash> peaks);

    std::int64_t size() const { return size_; }
    Hash root() const;
    /// Adds a leaf. `on_node(level, index, hash)` hears of every subtree that became complete, the leaf (level 0) first.
    template <class OnNode>
    void append(Hash hash, OnNode&& on_node) {
        on_node(0, size_, hash);
        int level = 0;
        for (std::int64_t rest = size_; (rest & 1) != 0; rest >>= 1) {
            hash = node_hash(peaks_.back(), hash);
            peaks_.pop_back();
            ++level;
            on_node(level, size_ >> level, hash);
        }
        peaks_.push_back(hash);
        ++size_;
    }
    void append(Hash const& hash) {
        append(hash, [](int, std::int64_t, Hash const&) {});
    }

private:
    std::int64_t size_ = 0;
    std::vector<Hash> peaks_;
};

/// Where the hashes of a tree are found.
class Nodes {
public:
    virtual ~Nodes() = default;
    /// Root of the complete subtree over leaves [index << level, (index + 1) << level).
    virtual Result<Hash> node(int level, std::int64_t index) = 0;
};

/// Root of leaves [begin, end) as RFC 6962 splits them; `begin` is where such a split may begin.
Result<Hash> range_root(Nodes& nodes, std::int64_t begin, std::int64_t end);
/// Audit path of leaf `index` in the tree of `size` leaves. 0 <= index < size.
Result<std::vector<Hash>> inclusion_path(Nodes& nodes, std::int64_t index, std::int64_t size);
/// Proof that the tree of `size` leaves extends the one of `from`. 0 < from <= size.
Result<std::vector<Hash>> consistency_path(Nodes& nodes, std::int64_t from, std::int64_t size);

/// Whether `path` proves that `leaf` stands at `index` in the tree of `size` leaves with this root (RFC 9162 2.1.3.2).
bool verify_inclusion(Hash const& leaf, std::int64_t index, std::int64_t size, std::span<Hash const> path, Hash const& root);
/// Whether `path` proves that the tree of `size` extends the tree of `from` unchanged (RFC 9162 2.1.4.2).
bool verify_consistency(std::int64_t from, Hash const& from_root, std::int64_t size, Hash const& root,
                        std::span<Hash const> path);

}  // namespace fx::store
