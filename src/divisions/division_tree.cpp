#include "divisions/division_tree.hpp"

#include "base/assert.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

namespace fx {
namespace {

constexpr std::size_t name_block_bytes = 256 << 10;

bool by_place(Division const& a, Division const& b) { return a.place < b.place; }

/// Levels must step by one; a township may stand directly below a city without counties.
bool level_fits(Level child, Level parent) {
    return int(child) == int(parent) + 1 || (child == Level::township && parent == Level::prefecture);
}

}  // namespace

std::string_view DivisionTree::keep(std::string_view name) {
    if (name.size() > block_size_ - block_used_) {
        block_size_ = std::max(name_block_bytes, name.size());
        name_blocks_.push_back(std::make_unique<char[]>(block_size_));
        block_used_ = 0;
    }
    char* const at = name_blocks_.empty() ? nullptr : name_blocks_.back().get() + block_used_;
    if (!name.empty()) std::memcpy(at, name.data(), name.size());
    block_used_ += name.size();
    return {at, name.size()};
}

void DivisionTree::add(DivisionRow const& row) {
    nodes_.push_back({row.place, row.parent, row.valid_from, row.valid_to, keep(row.name), row.level, row.kind,
                      row.is_virtual, row.is_functional, row.urban_class});
}

Result<void> DivisionTree::finish(std::string const& source) {
    if (!std::is_sorted(nodes_.begin(), nodes_.end(), by_place)) std::stable_sort(nodes_.begin(), nodes_.end(), by_place);
    nodes_.shrink_to_fit();
    auto const wrong = [&](Division const& node, std::string_view what) {
        return Problem(ProblemKind::data_row_invalid, {source, format(node.place), std::string(what)});
    };
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
        auto const& node = nodes_[i];
        if (i > 0 && nodes_[i - 1].place == node.place) return wrong(node, "the code appears twice");
        if (node.level == Level::province) {
            if (!node.parent.is_nil()) return wrong(node, "a province has no parent");
            continue;
        }
        auto const* above = find(node.parent);
        if (!above) return wrong(node, fmt::format("its parent {} is missing", format(node.parent)));
        if (!level_fits(node.level, above->level)) return wrong(node, "its level does not follow its parent's");
        if (!is_within(node.place, node.parent)) return wrong(node, "its code does not start as its parent's");
    }
    return {};
}

Division const* DivisionTree::find(Place place) const {
    auto const at = std::lower_bound(nodes_.begin(), nodes_.end(), place,
                                     [](Division const& node, Place wanted) { return node.place < wanted; });
    return at != nodes_.end() && at->place == place ? &*at : nullptr;
}

std::string_view DivisionTree::name(Place place) const {
    auto const* node = find(place);
    return node == nullptr ? std::string_view() : std::string_view(node->name);
}

Result<Division const*> DivisionTree::require(Place place) const {
    if (auto const* node = find(place)) return node;
    return Problem(ProblemKind::division_not_found, {format(place)});
}

Place DivisionTree::parent(Place place) const {
    auto const* node = find(place);
    return node ? node->parent : Place{};
}

std::span<Division const> DivisionTree::subtree(Place place) const {
    auto const* node = find(place);
    if (!node) return {};
    auto const end = std::upper_bound(nodes_.begin(), nodes_.end(), subtree_end(place, node->level),
                                      [](Place last, Division const& other) { return last < other.place; });
    return {node, std::size_t(&*nodes_.begin() + (end - nodes_.begin()) - node)};
}

std::vector<Division const*> DivisionTree::children(Place place) const {
    std::vector<Division const*> out;
    std::span<Division const> rest = nodes_;
    if (!place.is_nil()) {
        rest = subtree(place);
        if (!rest.empty()) rest = rest.subspan(1);
    }
    while (!rest.empty()) {
        out.push_back(&rest.front());
        auto const last = subtree_end(rest.front().place, rest.front().level);
        auto const next = std::upper_bound(rest.begin(), rest.end(), last,
                                           [](Place end, Division const& node) { return end < node.place; });
        rest = rest.subspan(std::size_t(next - rest.begin()));
    }
    return out;
}

bool DivisionTree::is_within(Place below, Place above) const {
    auto const* node = find(above);
    return node && below >= above && below <= subtree_end(above, node->level);
}

std::vector<Place> DivisionTree::path(Place place) const {
    std::vector<Place> out;
    for (auto const* node = find(place); node; node = find(node->parent)) out.push_back(node->place);
    std::reverse(out.begin(), out.end());
    return out;
}

std::string DivisionTree::full_name(Place place) const {
    std::string out;
    for (Place const step : path(place)) {
        auto const* node = find(step);
        if (!node->is_virtual) out += node->name;
    }
    return out;
}

bool DivisionTree::is_county(Division const& node) const {
    if (node.level == Level::county) return true;
    if (node.level != Level::prefecture) return false;
    auto const below = subtree(node.place);
    return below.size() > 1 && below[1].level == Level::township;
}

Place DivisionTree::county_of(Place place) const {
    for (auto const* node = find(place); node; node = find(node->parent))
        if (is_county(*node)) return node->place;
    return {};
}

std::vector<Division const*> DivisionTree::search(std::string_view text, std::size_t limit) const {
    std::vector<Division const*> out;
    if (text.empty()) return out;
    if (all_digits(text)) {
        for (auto const& node : nodes_)
            if (out.size() < limit && format(node.place).starts_with(text)) out.push_back(&node);
        return out;
    }
    std::vector<Division const*> prefixed, holding;
    for (auto const& node : nodes_) {
        auto const at = node.name.find(text);
        if (at == std::string_view::npos) continue;
        auto& list = node.name.size() == text.size() ? out : at == 0 ? prefixed : holding;
        if (list.size() < limit) list.push_back(&node);
    }
    out.insert(out.end(), prefixed.begin(), prefixed.end());
    out.insert(out.end(), holding.begin(), holding.end());
    if (out.size() > limit) out.resize(limit);
    return out;
}

Result<Division> DivisionTree::make_group(Place village, int number, std::string_view name) {
    auto const* above = find(village);
    bool const fits = above && above->level == Level::village && number >= 1 && number <= 999;
    if (!fits || find(village.group(number)))
        return Problem(ProblemKind::group_invalid, {format(village), std::to_string(number)});
    Division node;
    node.place = village.group(number);
    node.parent = village;
    node.valid_from = Division::first_day;
    node.valid_to = Division::last_day;
    node.name = keep(name);
    node.level = Level::group;
    node.kind = Kind::group;
    node.urban_class = above->urban_class;
    return node;
}

Result<Place> DivisionTree::add_group(Place village, int number, std::string_view name) {
    FX_TRY(auto const node, make_group(village, number, name));
    nodes_.insert(std::upper_bound(nodes_.begin(), nodes_.end(), node, by_place), node);
    return node.place;
}

Result<void> DivisionTree::add_groups(std::span<GroupCount const> counts) {
    std::vector<Division> fresh;
    for (auto const& [village, count] : counts) {
        auto const* above = find(village);
        bool const urban = above && above->kind == Kind::residents_committee;
        for (int number = 1; number <= count; ++number) {
            FX_TRY(auto const node, make_group(village, number, fmt::format("第{}{}", number, urban ? "网格" : "组")));
            fresh.push_back(node);
        }
    }
    std::sort(fresh.begin(), fresh.end(), by_place);
    auto const twice =
        std::adjacent_find(fresh.begin(), fresh.end(), [](auto const& a, auto const& b) { return a.place == b.place; });
    if (twice != fresh.end())
        return Problem(ProblemKind::group_invalid, {format(twice->parent), std::to_string(twice->place.group_number())});
    auto const middle = std::ptrdiff_t(nodes_.size());
    nodes_.insert(nodes_.end(), fresh.begin(), fresh.end());
    std::inplace_merge(nodes_.begin(), nodes_.begin() + middle, nodes_.end(), by_place);
    return {};
}

std::size_t DivisionTree::memory_bytes() const {
    return nodes_.capacity() * sizeof(Division) + name_blocks_.size() * name_block_bytes;
}

}  // namespace fx
