#include "store/tiles.hpp"

#include "base/assert.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

namespace fx::store {
namespace {

constexpr std::size_t tile_size = 256;

Problem damaged(std::int64_t county, int year, std::string_view what) {
    return Problem(ProblemKind::store_damaged, {fmt::format("journal {} {}: {}", county, year, what)});
}

}  // namespace

std::vector<Hash> hashes_of(Value const& value) {
    std::vector<Hash> hashes;
    if (auto const* bytes = bytes_in(value); bytes && bytes->size() % sizeof(Hash) == 0) {
        hashes.resize(bytes->size() / sizeof(Hash));
        if (!bytes->empty()) std::memcpy(hashes.data(), bytes->data(), bytes->size());
    }
    return hashes;
}

Result<std::vector<Hash> const*> TileNodes::tile(int level, std::int64_t number) {
    auto const [found, fresh] = tiles_.try_emplace({level, number});
    if (!fresh) return &found->second;
    FX_TRY(auto const stored,
           reader_.query("SELECT hashes FROM journal_tile WHERE county = $1 AND year = $2 AND level = $3 AND tile = $4",
                         {county_, std::int64_t(year_), std::int64_t(level), number}));
    if (!stored.empty()) found->second = hashes_of(stored[0][0]);
    if (stored.empty() && level == 0) {
        auto const begin = first_of(year_).value + number * std::int64_t(tile_size);
        FX_TRY(auto const rows,
               reader_.query(
                   "SELECT leaf FROM journal WHERE county = $1 AND sequence >= $2 AND sequence < $3 ORDER BY sequence",
                   {county_, begin, begin + std::int64_t(tile_size)}));
        for (auto const& row : rows) {
            auto const leaf = hashes_of(row[0]);
            found->second.push_back(leaf.size() == 1 ? leaf[0] : Hash{});
        }
    }
    return &found->second;
}

Result<Hash> TileNodes::node(int level, std::int64_t index) {
    int const base = level / 8 * 8;
    int const height = level - base;
    std::int64_t const first = index << height;
    FX_TRY(auto const* hashes, tile(base, first / std::int64_t(tile_size)));
    auto const slot = std::size_t(first % std::int64_t(tile_size)), count = std::size_t(1) << height;
    if (slot + count > hashes->size()) return damaged(county_, year_, fmt::format("tile {}/{}", base, first / 256));
    Frontier fold;
    for (std::size_t i = slot; i < slot + count; ++i) fold.append((*hashes)[i]);
    return fold.root();
}

Result<GrowingLog> GrowingLog::load(Reader& reader, std::int64_t county, int year) {
    GrowingLog log(county, year);
    FX_TRY(auto const heads,
           reader.query("SELECT size, root FROM journal_head WHERE county = $1 AND year = $2 ORDER BY size DESC LIMIT 1",
                        {county, std::int64_t(year)}));
    FX_TRY(auto const last,
           reader.query("SELECT sequence FROM journal WHERE county = $1 AND sequence >= $2 AND sequence < $3 "
                        "ORDER BY sequence DESC LIMIT 1",
                        {county, first_of(year).value, first_of(year + 1).value}));
    std::int64_t const size = heads.empty() ? 0 : *integer_in(heads[0][0]);
    std::int64_t const entries = last.empty() ? 0 : Sequence{*integer_in(last[0][0])}.index() + 1;
    if (size != entries) return damaged(county, year, fmt::format("{} entries, newest head {}", entries, size));

    TileNodes nodes(reader, county, year);
    std::vector<Hash> peaks;
    for (int level = 62; level >= 0; --level) {
        if ((size >> level & 1) == 0) continue;
        FX_TRY(auto const peak, nodes.node(level, (size >> level) - 1));
        peaks.push_back(peak);
    }
    log.frontier_ = Frontier(size, std::move(peaks));
    auto const root = log.frontier_.root();
    if (size > 0 && hashes_of(heads[0][1]) != std::vector{root}) return damaged(county, year, "root");
    for (int level = 0; (size >> level) > 0; level += 8) {
        std::int64_t const count = size >> level;
        Tile tile{level, count / std::int64_t(tile_size), {}};
        if (count % std::int64_t(tile_size) != 0) {
            FX_TRY(auto const* hashes, nodes.tile(level, tile.number));
            tile.hashes = *hashes;
        }
        log.open_.push_back(std::move(tile));
        log.changed_.push_back(false);
    }
    return log;
}

void GrowingLog::append(Hash const& leaf) {
    frontier_.append(leaf, [this](int level, std::int64_t index, Hash const& hash) {
        if (level % 8 != 0) return;
        auto const slot = std::size_t(level / 8);
        if (slot == open_.size()) {
            open_.push_back({level, 0, {}});
            changed_.push_back(false);
        }
        Tile& tile = open_[slot];
        FX_ASSERT(tile.number * std::int64_t(tile_size) + std::int64_t(tile.hashes.size()) == index);
        tile.hashes.push_back(hash);
        changed_[slot] = true;
        if (tile.hashes.size() < tile_size) return;
        complete_.push_back(std::move(tile));
        tile = {level, complete_.back().number + 1, {}};
        changed_[slot] = false;
    });
}

std::vector<GrowingLog::Tile> GrowingLog::take_tiles() {
    std::vector<Tile> tiles;
    tiles.swap(complete_);
    for (std::size_t slot = 1; slot < open_.size(); ++slot)
        if (changed_[slot]) tiles.push_back(open_[slot]);
    std::fill(changed_.begin(), changed_.end(), false);
    return tiles;
}

}  // namespace fx::store
