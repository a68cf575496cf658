#pragma once
/// A return by two mappings: two of its versions, or the one in force beside a file that is not installed yet. Nothing is
/// stored.

#include "app/program.hpp"
#include "base/json_writer.hpp"
#include "returns/sheet.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace fx::app {

/// A mapping file holds some hundred cells; this is several times as much.
inline constexpr std::size_t mapping_bytes_max = 256U << 10;

/// What is wrong in a mapping, and in which cell; empty = of the file or the version.
struct MappingMistake {
    catalog::Mistake mistake;
    std::string cell;
};

struct ReturnPreview {
    catalog::LoadedReturns proposed;  ///< `sheet` refers to it
    std::vector<MappingMistake> mistakes;
    bool built_in = false;                   ///< the product has a return of this name, which a site cannot replace
    std::optional<returns::Sheet> sheet;     ///< by the file; none with mistakes
    std::optional<returns::Sheet> in_force;  ///< by the version of the day; none when the return is new
};

/// `source.file` is the file's own path or name, or "" to take the name from the text. `version` names one of its versions
/// by the first day; "" is the one of the day, or the earliest when the day comes before all of them. 422.324 for bytes that
/// are too many, 404 for a version that it does not have. `role` is who tries it, "" whoever has the files: 403 for types
/// that it may not read and conditions on identity, which would tell of one person.
Result<std::unique_ptr<ReturnPreview>> preview_return(Program const& program, store::Reader& reader, catalog::Source source,
                                                      returns::Scope const& scope, std::string_view version,
                                                      std::string const& role);

/// {"a":{…},"b":{…},"cells":[{"name","change","members","cell","a","b","differs"}]}: `a` may be missing. A cell is described
/// as `b` has it, a removed one as `a` had it.
void write_comparison(JsonWriter& json, Program const& program, returns::Sheet const* a, returns::Sheet const& b);

/// {"mistakes":[…],"built_in","comparison":{…}|null}
void write_preview(JsonWriter& json, Program const& program, ReturnPreview const& preview);

}  // namespace fx::app
