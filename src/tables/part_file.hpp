#pragma once
/// A file that takes its name only when it is whole.

#include "base/result.hpp"

#include <filesystem>

namespace fx::tables {

class PartFile {
public:
    explicit PartFile(std::filesystem::path path) : path_(std::move(path)), part_(path_) { part_ += ".part"; }
    ~PartFile() {
        std::error_code ignored;
        if (!kept_) std::filesystem::remove(part_, ignored);
    }
    PartFile(PartFile const&) = delete;
    PartFile& operator=(PartFile const&) = delete;

    std::filesystem::path const& part() const { return part_; }  ///< where to write
    Problem failed() const { return Problem(ProblemKind::table_write_failed).because(part_.string()); }
    /// Gives the file its name. 507.128 when that is not possible.
    Result<void> keep() {
        std::error_code error;
        std::filesystem::rename(part_, path_, error);
        if (error) return failed();
        kept_ = true;
        return {};
    }

private:
    std::filesystem::path path_, part_;
    bool kept_ = false;
};

}  // namespace fx::tables
