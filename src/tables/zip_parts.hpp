#pragma once
/// The parts of a zip file in memory, one open at a time, within limits.

#include "base/result.hpp"
#include "tables/limits.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fx::tables {

class ZipParts {
public:
    /// `bytes` must outlive this. 400.117 when the zip's directory is broken.
    static Result<std::unique_ptr<ZipParts>> open(std::string_view bytes, Limits const& limits);
    ~ZipParts();
    ZipParts(ZipParts const&) = delete;
    ZipParts& operator=(ZipParts const&) = delete;

    bool has(std::string const& name);
    /// Of every part, in the order of the directory; one may stand there twice.
    std::vector<std::string> names();
    /// Opens the part (letter case does not matter). 400.117 when it is not there, 415.116 when it is encrypted.
    Result<void> open_part(std::string const& name);
    /// Fills `buffer`; 0 at the end of the part. 413.111 when parts unpack to more than the limits allow.
    Result<std::size_t> read(std::span<char> buffer);
    /// A part in one piece; 413.111 beyond `bytes_max`.
    Result<std::string> read_whole(std::string const& name, std::uint64_t bytes_max);

private:
    struct State;
    explicit ZipParts(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace fx::tables
