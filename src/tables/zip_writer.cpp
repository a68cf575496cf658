#include "tables/zip_writer.hpp"

#include <minizip/zip.h>

#include <algorithm>
#include <utility>

namespace fx::tables {

/// The zip so far; its directory is written over what stands there.
struct GrowingBytes {
    std::string bytes;
    std::size_t at = 0;
};

namespace {

GrowingBytes& growing(void* opaque) { return *static_cast<GrowingBytes*>(opaque); }

void* open_growing(void* opaque, void const*, int) { return opaque; }
int close_growing(void*, void*) { return 0; }
int no_fault(void*, void*) { return 0; }
ZPOS64_T tell_growing(void* opaque, void*) { return growing(opaque).at; }

uLong read_growing(void* opaque, void*, void* to, uLong size) {
    auto& from = growing(opaque);
    auto const count = std::min<std::size_t>(size, from.bytes.size() - from.at);
    std::copy_n(from.bytes.data() + from.at, count, static_cast<char*>(to));
    from.at += count;
    return uLong(count);
}

uLong write_growing(void* opaque, void*, void const* bytes, uLong size) {
    auto& to = growing(opaque);
    if (to.at + size > to.bytes.size()) to.bytes.resize(to.at + size);
    std::copy_n(static_cast<char const*>(bytes), size, to.bytes.data() + to.at);
    to.at += size;
    return size;
}

long seek_growing(void* opaque, void*, ZPOS64_T offset, int origin) {
    auto& in = growing(opaque);
    auto const base = origin == SEEK_SET ? 0 : origin == SEEK_CUR ? in.at : in.bytes.size();
    if (offset > in.bytes.size() || base + offset > in.bytes.size()) return -1;
    in.at = base + offset;
    return 0;
}

Problem failed() { return Problem(ProblemKind::table_write_failed).because("zip in memory"); }

}  // namespace

struct ZipWriter::State {
    GrowingBytes memory;
    zipFile file = nullptr;
};

ZipWriter::ZipWriter() : state_(std::make_unique<State>()) {
    zlib_filefunc64_def functions{open_growing, read_growing,  write_growing, tell_growing,
                                  seek_growing, close_growing, no_fault,      &state_->memory};
    state_->file = zipOpen2_64("", APPEND_STATUS_CREATE, nullptr, &functions);
}

ZipWriter::~ZipWriter() {
    if (state_->file != nullptr) zipClose(state_->file, nullptr);
}

Result<void> ZipWriter::add(std::string const& name, std::string_view bytes) {
    zip_fileinfo info{};
    info.tmz_date = {0, 0, 0, 1, 0, 1980};  // the first day a zip can tell
    constexpr int quick_and_small = 6;
    if (state_->file == nullptr || zipOpenNewFileInZip64(state_->file, name.c_str(), &info, nullptr, 0, nullptr, 0, nullptr,
                                                         Z_DEFLATED, quick_and_small, 0) != ZIP_OK)
        return failed();
    bool const written = zipWriteInFileInZip(state_->file, bytes.data(), unsigned(bytes.size())) == ZIP_OK;
    if (zipCloseFileInZip(state_->file) != ZIP_OK || !written) return failed();
    return {};
}

Result<std::string> ZipWriter::finish() {
    auto* const file = std::exchange(state_->file, nullptr);
    if (file == nullptr || zipClose(file, nullptr) != ZIP_OK) return failed();
    return std::move(state_->memory.bytes);
}

}  // namespace fx::tables
