#pragma once
/// The tree of divisions and groups: who lies below whom. Place order is tree order (parents before children), so a
/// subtree is one interval of place numbers and every test below is one comparison or one binary search.

#include "divisions/division.hpp"

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace fx {

/// One row of a source, before its name is stored.
struct DivisionRow {
    Place place;
    Place parent;  ///< nil for a province
    std::string_view name;
    Level level = Level::province;
    Kind kind = Kind::province;
    bool is_virtual = false;
    bool is_functional = false;
    std::uint16_t urban_class = 0;
    Date valid_from = Division::first_day;
    Date valid_to = Division::last_day;
};

class DivisionTree {
public:
    DivisionTree() = default;
    DivisionTree(DivisionTree&&) = default;
    DivisionTree& operator=(DivisionTree&&) = default;
    DivisionTree(DivisionTree const&) = delete;

    /// Adds one row; rows may come in any order. Nothing else may be called before `finish`.
    void add(DivisionRow const&);
    /// Sorts and checks: every parent is there, one level or (cities without counties) two levels up, and its
    /// interval holds the child; no code twice. The first offence is 422.78 with `source` as the file.
    Result<void> finish(std::string const& source);

    std::size_t size() const { return nodes_.size(); }
    std::span<Division const> nodes() const { return nodes_; }  ///< place order
    /// Nothing when the place is not in the tree. Stays good until the next add_group(s).
    Division const* find(Place) const;
    std::string_view name(Place) const;  ///< empty when it is not in the tree
    /// 404.76 when it is not in the tree.
    Result<Division const*> require(Place) const;

    Place parent(Place place) const;                     ///< nil for a province or an unknown place
    std::vector<Division const*> children(Place) const;  ///< place order; nil place = the provinces
    std::span<Division const> subtree(Place) const;      ///< itself and all below, place order; empty if unknown
    bool is_within(Place below, Place above) const;      ///< true for equal places; `above` must be in the tree
    std::vector<Place> path(Place) const;                ///< from province to itself; empty if unknown
    /// Names along the path without virtual divisions: "陕西省延安市甘泉县道镇府村委会".
    std::string full_name(Place) const;
    /// The shard: the level-3 division above (or at) the place; the city itself where a city has no counties
    /// (Dongguan, Zhongshan, Danzhou). Nil for provinces, for prefectures that have counties and unknown places.
    Place county_of(Place) const;
    bool is_county(Division const&) const;  ///< county_of(place) == place

    /// All digits: places whose code starts so. Otherwise: names that hold the text, exact names first, then
    /// names that start so, then the rest, each in place order. At most `limit`.
    std::vector<Division const*> search(std::string_view text, std::size_t limit) const;

    /// A group (党小组, 网格) below a village. 422.79 when `village` is not one, the number is not 1..999 or taken.
    Result<Place> add_group(Place village, int number, std::string_view name);
    /// Groups 1..count of every listed village, named "第{n}组" or, below a residents' committee, "第{n}网格".
    struct GroupCount {
        Place village;
        int count;  ///< 0..999
    };
    Result<void> add_groups(std::span<GroupCount const>);

    std::size_t memory_bytes() const;

private:
    std::string_view keep(std::string_view name);
    Result<Division> make_group(Place village, int number, std::string_view name);

    std::vector<Division> nodes_;
    std::vector<std::unique_ptr<char[]>> name_blocks_;
    std::size_t block_used_ = 0;
    std::size_t block_size_ = 0;
};

}  // namespace fx
