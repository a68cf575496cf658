#pragma once
/// The stored hashes of a county's log: journal_tile rows of 256 hashes at levels 0, 8, 16…, and the leaves of the
/// journal itself where the last tile is not complete. Any hash of the tree costs at most one row and 255 hashings.

#include "store/merkle.hpp"
#include "store/store.hpp"

#include <map>

namespace fx::store {

/// A hash column: one or more whole hashes; empty when the bytes are not that.
std::vector<Hash> hashes_of(Value const& value);

class TileNodes final : public Nodes {
public:
    TileNodes(Reader& reader, std::int64_t county, int year) : reader_(reader), county_(county), year_(year) {}
    Result<Hash> node(int level, std::int64_t index) override;
    /// The hashes of one tile; fewer than 256 (or none) while it grows. `level` is 0, 8, 16…
    Result<std::vector<Hash> const*> tile(int level, std::int64_t number);

private:
    Reader& reader_;
    std::int64_t county_;
    int year_;
    std::map<std::pair<int, std::int64_t>, std::vector<Hash>> tiles_;
};

/// First sequence of a year's log.
inline Sequence first_of(int year) { return {year * std::int64_t(10'000'000'000)}; }

/// A year's log as it grows: the frontier, and the tiles that are not complete.
class GrowingLog {
public:
    /// From what is stored. 500.43 when the newest head does not agree with the entries.
    static Result<GrowingLog> load(Reader& reader, std::int64_t county, int year);

    std::int64_t county() const { return county_; }
    int year() const { return year_; }
    std::int64_t size() const { return frontier_.size(); }
    Hash root() const { return frontier_.root(); }
    void append(Hash const& leaf);

    struct Tile {
        int level;
        std::int64_t number;
        std::vector<Hash> hashes;
    };
    /// The tiles to store since the last call: complete ones of level 0, and every changed one above.
    std::vector<Tile> take_tiles();

private:
    GrowingLog(std::int64_t county, int year) : county_(county), year_(year) {}

    std::int64_t county_;
    int year_;
    Frontier frontier_;
    std::vector<Tile> open_;      ///< the last tile of each level
    std::vector<Tile> complete_;  ///< not yet taken
    std::vector<bool> changed_;   ///< by level
};

}  // namespace fx::store
