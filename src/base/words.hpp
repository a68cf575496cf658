#pragma once
/// A short text in the two languages of the product.

#include <string>
#include <utility>

namespace fx {

struct Words {
    Words() = default;
    Words(std::string zh_text, std::string en_text) : zh(std::move(zh_text)), en(std::move(en_text)) {}
    /// What reads the same in both: a number, a code, a name somebody gave.
    Words(std::string both) : zh(both), en(std::move(both)) {}
    Words(char const* both) : zh(both), en(both) {}

    std::string zh;
    std::string en;
};

}  // namespace fx
