#pragma once
/// From the encodings spreadsheets and government systems write to UTF-8.

#include "base/result.hpp"

#include <string>
#include <string_view>

namespace fx::tables {

struct Decoded {
    std::string text;      ///< UTF-8 without byte order mark
    std::string encoding;  ///< "UTF-8", "GB18030", "UTF-16LE", "UTF-16BE"
};

/// `encoding` empty: by byte order mark, then UTF-8 when the whole is valid, then GB18030 (of which GBK and
/// GB 2312 are parts). Text that is mostly valid UTF-8 but broken somewhere is refused, not read as GB18030: that
/// would turn every character into two wrong ones. 400.120 names the line.
Result<Decoded> decode(std::string bytes, std::string const& encoding);

}  // namespace fx::tables
