#pragma once
/// Characters of names that are read in two ways. A name is kept under one reading (names/pinyin.hpp); whoever types the
/// other one, because the person reads his name so or because the typist does not know, must find it too.

#include <string>
#include <string_view>
#include <vector>

namespace fx::names {

/// `typed` as it would have to be for a name that holds one of `characters`.
struct OtherReading {
    std::string typed;
    std::vector<std::string_view> characters;
    auto operator<=>(OtherReading const&) const = default;
};

/// Of pinyin such as "danhong": {"shanhong", {"单"}}. One character of the name is read otherwise at a time; at most 16,
/// without repeats.
std::vector<OtherReading> other_readings(std::string_view pinyin);
/// The same of initials such as "dh": {"sh", {"单", …}}.
std::vector<OtherReading> other_initials(std::string_view initials);

}  // namespace fx::names
