#include "tables/zip_parts.hpp"

#include <minizip/unzip.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace fx::tables {

/// The packed file, read in place.
struct PackedBytes {
    std::string_view bytes;
    std::uint64_t at = 0;
};

namespace {

PackedBytes& memory(void* opaque) { return *static_cast<PackedBytes*>(opaque); }

void* open_memory(void* opaque, void const*, int) { return opaque; }
int close_memory(void*, void*) { return 0; }
int no_error(void*, void*) { return 0; }
ZPOS64_T tell_memory(void* opaque, void*) { return memory(opaque).at; }

uLong read_memory(void* opaque, void*, void* to, uLong size) {
    auto& from = memory(opaque);
    auto const count = std::min<std::uint64_t>(size, from.bytes.size() - from.at);
    if (count > 0) std::memcpy(to, from.bytes.data() + from.at, count);
    from.at += count;
    return uLong(count);
}

long seek_memory(void* opaque, void*, ZPOS64_T offset, int origin) {
    auto& in = memory(opaque);
    std::uint64_t const base = origin == SEEK_SET ? 0 : origin == SEEK_CUR ? in.at : in.bytes.size();
    if (offset > in.bytes.size() || base + offset > in.bytes.size()) return -1;
    in.at = base + offset;
    return 0;
}

Problem broken(std::string what) { return Problem(ProblemKind::table_broken).because(std::move(what)); }

}  // namespace

struct ZipParts::State {
    PackedBytes memory;
    Limits limits;
    unzFile file = nullptr;
    std::string part;               ///< open now; empty = none
    std::uint64_t packed_from = 0;  ///< where its packed bytes begin
    std::uint64_t part_bytes = 0;
    std::uint64_t all_bytes = 0;
};

ZipParts::ZipParts(std::unique_ptr<State> state) : state_(std::move(state)) {}

ZipParts::~ZipParts() {
    if (!state_->part.empty()) unzCloseCurrentFile(state_->file);
    if (state_->file != nullptr) unzClose(state_->file);
}

Result<std::unique_ptr<ZipParts>> ZipParts::open(std::string_view bytes, Limits const& limits) {
    auto state = std::make_unique<State>();
    state->memory.bytes = bytes;
    state->limits = limits;
    zlib_filefunc64_def functions{open_memory, read_memory,  nullptr,  tell_memory,
                                  seek_memory, close_memory, no_error, &state->memory};
    state->file = unzOpen2_64("", &functions);
    std::unique_ptr<ZipParts> parts(new ZipParts(std::move(state)));
    unz_global_info64 info{};
    if (parts->state_->file == nullptr || unzGetGlobalInfo64(parts->state_->file, &info) != UNZ_OK)
        return broken("no zip directory");
    if (info.number_entry > limits.zip_entries_max)
        return Problem(ProblemKind::table_unpacked_too_large, {std::to_string(limits.zip_entries_max)})
            .because("zip entries");
    return parts;
}

bool ZipParts::has(std::string const& name) { return unzLocateFile(state_->file, name.c_str(), 2) == UNZ_OK; }

Result<void> ZipParts::open_part(std::string const& name) {
    if (!state_->part.empty()) unzCloseCurrentFile(state_->file);
    state_->part.clear();
    unz_file_info64 info{};
    if (!has(name) || unzGetCurrentFileInfo64(state_->file, &info, nullptr, 0, nullptr, 0, nullptr, 0) != UNZ_OK)
        return broken("no part " + name.substr(0, 100));
    if ((info.flag & 1) != 0) return Problem(ProblemKind::table_encrypted);
    if (unzOpenCurrentFile(state_->file) != UNZ_OK) return broken("cannot open " + name.substr(0, 100));
    state_->part = name;
    state_->packed_from = unzGetCurrentFileZStreamPos64(state_->file);
    state_->part_bytes = 0;
    return {};
}

Result<std::size_t> ZipParts::read(std::span<char> buffer) {
    auto const& limits = state_->limits;
    int const count = unzReadCurrentFile(state_->file, buffer.data(), unsigned(buffer.size()));
    if (count < 0) return broken("cannot unpack " + state_->part);
    if (count == 0) {
        state_->part.clear();
        if (unzCloseCurrentFile(state_->file) != UNZ_OK) return broken("checksum");
        return std::size_t(0);
    }
    state_->part_bytes += unsigned(count);
    state_->all_bytes += unsigned(count);
    // The sizes in the directory are the sender's claim; packed bytes are counted where they are read.
    constexpr std::uint64_t ratio_judged_from = 1u << 20;
    auto const packed = unzGetCurrentFileZStreamPos64(state_->file) - state_->packed_from;
    bool const bomb =
        state_->part_bytes > ratio_judged_from && state_->part_bytes / std::max<std::uint64_t>(packed, 1) > limits.ratio_max;
    if (bomb || state_->all_bytes > limits.unpacked_bytes_max)
        return Problem(ProblemKind::table_unpacked_too_large, {std::to_string(limits.unpacked_bytes_max >> 20) + " MiB"})
            .at(state_->part);
    return std::size_t(count);
}

std::vector<std::string> ZipParts::names() {
    std::vector<std::string> names;
    std::array<char, 1024> name;
    for (int there = unzGoToFirstFile(state_->file); there == UNZ_OK; there = unzGoToNextFile(state_->file)) {
        if (unzGetCurrentFileInfo64(state_->file, nullptr, name.data(), name.size() - 1, nullptr, 0, nullptr, 0) != UNZ_OK)
            break;
        name.back() = '\0';
        names.emplace_back(name.data());
        if (names.size() > state_->limits.zip_entries_max) break;
    }
    return names;
}

Result<std::string> ZipParts::read_whole(std::string const& name, std::uint64_t bytes_max) {
    FX_CHECK(open_part(name));
    std::string out;
    std::array<char, 32 << 10> buffer;
    for (;;) {
        FX_TRY(auto const count, read(buffer));
        if (count == 0) return out;
        out.append(buffer.data(), count);
        if (out.size() > bytes_max)
            return Problem(ProblemKind::table_unpacked_too_large, {std::to_string(bytes_max >> 20) + " MiB"}).at(name);
    }
}

}  // namespace fx::tables
