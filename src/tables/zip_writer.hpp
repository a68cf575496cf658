#pragma once
/// A zip file made in memory, the same bytes for the same parts.

#include "base/result.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace fx::tables {

class ZipWriter {
public:
    ZipWriter();
    ~ZipWriter();
    ZipWriter(ZipWriter const&) = delete;
    ZipWriter& operator=(ZipWriter const&) = delete;

    /// 507.128 when it cannot be written.
    Result<void> add(std::string const& name, std::string_view bytes);
    /// The whole file; nothing is added afterwards.
    Result<std::string> finish();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace fx::tables
