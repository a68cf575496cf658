#include "store/merkle.hpp"

#include "base/text.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace fx::store {
namespace {

/// The eight leaves, roots and paths that certificate-transparency's own tests have used since 2012
/// (merkletree/merkle_tree_test.cc; transparency-dev/merkle testonly/constants.go).
std::vector<std::string> const leaves = {
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"};
std::vector<std::string> const roots = {"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                                        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                                        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                                        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                                        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                                        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                                        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                                        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

Hash hash(std::string const& hex) {
    auto const bytes = from_hex(hex);
    Hash out{};
    std::copy_n(bytes.begin(), out.size(), out.begin());
    return out;
}

std::vector<Hash> hashes(std::vector<std::string> const& hex) {
    std::vector<Hash> out;
    for (auto const& one : hex) out.push_back(hash(one));
    return out;
}

class Memory final : public Nodes {
public:
    explicit Memory(std::vector<Hash> all) : leaves_(std::move(all)) {}
    Result<Hash> node(int level, std::int64_t index) override {
        if (level == 0) return leaves_.at(std::size_t(index));
        return node_hash(*node(level - 1, 2 * index), *node(level - 1, 2 * index + 1));
    }

private:
    std::vector<Hash> leaves_;
};

std::vector<Hash> leaf_hashes() {
    std::vector<Hash> out;
    for (auto const& leaf : leaves) {
        auto const bytes = from_hex(leaf);
        out.push_back(leaf_hash(bytes));
    }
    return out;
}

TEST(Merkle, TheEmptyTreeAndTheEightLeavesHaveTheKnownRoots) {
    Frontier frontier;
    EXPECT_EQ(to_hex(frontier.root()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    for (std::size_t i = 0; i < leaves.size(); ++i) {
        frontier.append(leaf_hashes()[i]);
        EXPECT_EQ(to_hex(frontier.root()), roots[i]) << i + 1;
        Memory nodes(leaf_hashes());
        EXPECT_EQ(range_root(nodes, 0, std::int64_t(i) + 1).value(), frontier.root());
    }
}

TEST(Merkle, TheKnownInclusionPathsAreGiven) {
    Memory nodes(leaf_hashes());
    EXPECT_TRUE(inclusion_path(nodes, 0, 1).value().empty());
    EXPECT_EQ(inclusion_path(nodes, 0, 8).value(),
              hashes({"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                      "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                      "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"}));
    EXPECT_EQ(inclusion_path(nodes, 5, 8).value(),
              hashes({"bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                      "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}));
    EXPECT_EQ(inclusion_path(nodes, 2, 3).value(),
              hashes({"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"}));
}

TEST(Merkle, TheKnownConsistencyPathsAreGiven) {
    Memory nodes(leaf_hashes());
    EXPECT_TRUE(consistency_path(nodes, 1, 1).value().empty());
    EXPECT_EQ(consistency_path(nodes, 1, 8).value(),
              hashes({"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                      "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                      "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"}));
    EXPECT_EQ(consistency_path(nodes, 6, 8).value(),
              hashes({"0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                      "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}));
    EXPECT_EQ(consistency_path(nodes, 2, 5).value(),
              hashes({"5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                      "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"}));
}

TEST(Merkle, EveryProofOfEverySizeHoldsAndNoBentOneDoes) {
    std::vector<Hash> all;
    for (int i = 0; i < 70; ++i) all.push_back(sha256({bytes_of(std::to_string(i))}));
    Memory nodes(all);
    for (std::int64_t size = 1; size <= 70; ++size) {
        auto const root = range_root(nodes, 0, size).value();
        for (std::int64_t i = 0; i < size; ++i) {
            auto path = inclusion_path(nodes, i, size).value();
            EXPECT_TRUE(verify_inclusion(all[std::size_t(i)], i, size, path, root));
            EXPECT_FALSE(verify_inclusion(all[std::size_t(i)], i + 1, size, path, root));
            EXPECT_FALSE(verify_inclusion(sha256({}), i, size, path, root));
            path.push_back(root);
            EXPECT_FALSE(verify_inclusion(all[std::size_t(i)], i, size, path, root));
        }
        for (std::int64_t from = 1; from <= size; ++from) {
            auto const old_root = range_root(nodes, 0, from).value();
            auto path = consistency_path(nodes, from, size).value();
            EXPECT_TRUE(verify_consistency(from, old_root, size, root, path));
            EXPECT_FALSE(verify_consistency(from, sha256({}), size, root, path));
            if (path.empty()) continue;
            path.back()[0] ^= 1;
            EXPECT_FALSE(verify_consistency(from, old_root, size, root, path));
        }
    }
}

}  // namespace
}  // namespace fx::store
