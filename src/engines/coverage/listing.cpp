#include "engines/coverage/listing.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <charconv>

namespace fx::coverage {
namespace {

/// Collects the slots of `node` from `from` on that pass; returns false when `found` holds `wanted`.
bool collect(SubjectIndex const& index, Series const& series, Node node, Slot from, Filter filter, std::size_t wanted,
             std::vector<Slot>& found) {
    index.each_run(node, [&](Block first, Block end) {
        for (auto block = std::max(first, from / slots_per_block); block < end; ++block) {
            auto bits = series.matching(block, filter);
            if (block == from / slots_per_block) bits &= ~std::uint64_t(0) << (from % slots_per_block);
            for (; bits != 0; bits &= bits - 1) {
                found.push_back(block * slots_per_block + Slot(std::countr_zero(bits)));
                index.prefetch_id(found.back());
                if (found.size() == wanted) return false;
            }
        }
        return true;
    });
    return found.size() < wanted;
}

Problem bad_cursor(std::string_view text) {
    return Problem(ProblemKind::invalid_parameter, {"cursor", std::string(text.substr(0, 40))}).at("cursor");
}

}  // namespace

std::string format(Cursor const& cursor) {
    return fmt::format("{:015}{:010}{:010}", cursor.place.value, cursor.slot, cursor.edition);
}

Result<Cursor> parse_cursor(std::string_view text) {
    constexpr std::size_t slot_at = 15, edition_at = 25, size = 35;
    if (text.size() != size || !all_digits(text)) return bad_cursor(text);
    Cursor cursor;
    auto const* const digits = text.data();
    std::from_chars(digits, digits + slot_at, cursor.place.value);
    auto const slot = std::from_chars(digits + slot_at, digits + edition_at, cursor.slot);
    auto const edition = std::from_chars(digits + edition_at, digits + size, cursor.edition);
    if (slot.ec != std::errc{} || edition.ec != std::errc{}) return bad_cursor(text);
    return cursor;
}

Result<Page> list(Tree const& tree, SubjectIndex const& index, Series const& series, Place place, Filter filter,
                  std::optional<Cursor> const& from, std::size_t limit) {
    auto const top = tree.find(place);
    if (top == no_node) return Problem(ProblemKind::not_found, {format(place)}).at("place");
    if (limit < 1 || limit > page_limit_max)
        return Problem(ProblemKind::invalid_parameter, {"limit", fmt::format("1..{}", page_limit_max)}).at("limit");
    auto at = tree.begin(top);
    if (from) {
        auto const node = tree.find(from->place);
        if (node == no_node || tree.begin(node) < at || tree.begin(node) >= tree.end(top)) return bad_cursor(format(*from));
        at = tree.begin(node);
    }

    std::vector<Slot> found;  // one more than asked for, to know whether there is a next page
    found.reserve(limit + 1);
    auto slot = from && from->edition == index.edition() ? from->slot : 0;
    while (at < tree.end(top)) {
        auto const node = tree.order()[at];
        if (count(series.figures(node), filter) == 0) {
            at = tree.end(node);
        } else {
            if (!collect(index, series, node, slot, filter, limit + 1, found)) break;
            ++at;
        }
        slot = 0;
    }

    Page page;
    if (found.size() > limit) {
        page.next = Cursor{tree.place(index.node(found.back())), found.back(), index.edition()};
        found.pop_back();
    }
    page.subjects.reserve(found.size());
    for (auto const each : found) page.subjects.push_back({index.id(each), tree.place(index.node(each))});
    return page;
}

}  // namespace fx::coverage
