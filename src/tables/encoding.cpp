#include "tables/encoding.hpp"

#include "base/text.hpp"

#include <iconv.h>

#include <algorithm>
#include <cerrno>

namespace fx::tables {
namespace {

constexpr std::string_view utf8_mark = "\xEF\xBB\xBF", utf16le_mark = "\xFF\xFE", utf16be_mark = "\xFE\xFF";

Problem bad_encoding(std::string_view bytes, std::size_t at, std::string_view wanted) {
    auto const line = 1 + std::count(bytes.begin(), bytes.begin() + std::ptrdiff_t(std::min(at, bytes.size())), '\n');
    return Problem(ProblemKind::table_encoding, {std::to_string(line), std::string(wanted)});
}

/// Length of the well-formed multi-byte UTF-8 sequence at `at`, or 0. (Overlong forms do not matter here.)
std::size_t sequence_length(std::string_view bytes, std::size_t at) {
    auto const byte = [&](std::size_t i) { return i < bytes.size() ? std::uint8_t(bytes[i]) : std::uint8_t(0); };
    std::size_t const length = byte(at) >= 0xF0 ? 4 : byte(at) >= 0xE0 ? 3 : byte(at) >= 0xC2 ? 2 : 0;
    for (std::size_t i = 1; i < length; ++i)
        if ((byte(at + i) & 0xC0) != 0x80) return 0;
    return length;
}

struct Utf8Census {
    std::size_t good = 0, bad = 0;  ///< characters beyond ASCII; bytes that begin none
    std::size_t first_bad = 0;
};

Utf8Census take_census(std::string_view bytes) {
    Utf8Census census;
    for (std::size_t at = 0; at < bytes.size();) {
        if (std::uint8_t(bytes[at]) < 0x80) {
            ++at;
        } else if (auto const length = sequence_length(bytes, at); length > 0) {
            census.good += length >= 3;  // two-byte pairs are common in GB18030 text too
            at += length;
        } else {
            if (census.bad++ == 0) census.first_bad = at;
            ++at;
        }
    }
    return census;
}

Result<std::string> convert(std::string_view bytes, std::string const& from) {
    auto const handle = iconv_open("UTF-8", from.c_str());
    if (handle == iconv_t(-1)) return Problem(ProblemKind::invalid_parameter, {from, "UTF-8, GB18030, UTF-16LE, UTF-16BE"});
    std::string out;
    std::string input(bytes);  // iconv takes char*, and never writes to it
    char* in = input.data();
    auto in_left = input.size();
    char buffer[1 << 14];
    bool good = true;
    while (good && in_left > 0) {
        char* to = buffer;
        std::size_t to_left = sizeof buffer;
        good = iconv(handle, &in, &in_left, &to, &to_left) != std::size_t(-1) || errno == E2BIG;
        out.append(buffer, sizeof buffer - to_left);
    }
    iconv_close(handle);
    if (good) return out;
    return bad_encoding(bytes, bytes.size() - in_left, from);
}

Result<std::string> checked_utf8(std::string bytes) {
    if (is_utf8(bytes)) return bytes;
    return bad_encoding(bytes, take_census(bytes).first_bad, "UTF-8");
}

Result<std::string> detect(std::string_view bytes) {
    if (bytes.starts_with(utf8_mark)) return std::string("UTF-8");
    if (bytes.starts_with(utf16le_mark)) return std::string("UTF-16LE");
    if (bytes.starts_with(utf16be_mark)) return std::string("UTF-16BE");
    if (is_utf8(bytes)) return std::string("UTF-8");
    auto const census = take_census(bytes);
    if (census.good > census.bad) return bad_encoding(bytes, census.first_bad, "UTF-8");
    return std::string("GB18030");
}

}  // namespace

Result<Decoded> decode(std::string bytes, std::string const& wanted) {
    auto encoding = wanted.empty() ? detect(bytes) : Result<std::string>(wanted);
    if (encoding.has_error()) return std::move(encoding).error();
    auto const mark = *encoding == "UTF-8" ? utf8_mark : *encoding == "UTF-16LE" ? utf16le_mark : utf16be_mark;
    if (bytes.starts_with(mark)) bytes.erase(0, mark.size());
    auto text = *encoding == "UTF-8" ? checked_utf8(std::move(bytes)) : convert(bytes, *encoding);
    if (text.has_error()) return std::move(text).error();
    // Files without text come here too (pictures, programs): U+0000 tells them, and no database column holds it.
    if (auto const nul = text->find('\0'); nul != std::string::npos) return bad_encoding(*text, nul, *encoding);
    return Decoded{std::move(*text), std::move(*encoding)};
}

}  // namespace fx::tables
