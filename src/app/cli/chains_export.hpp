#pragma once
/// The graph in the formats of other programs.

#include "app/cli/chains_analysis.hpp"

namespace fx::app::cli {

/// A file to write: `suffix` goes before the extension of the name that was asked for.
struct ExportedFile {
    std::string suffix;
    std::string text;
};

/// Names for --export.
inline constexpr std::array<std::string_view, 5> chain_formats{"csv", "graphml", "epicontacts", "godata", "outbreaks"};

/// csv: the links. graphml: GraphML 1.0. epicontacts, outbreaks: _linelist and _contacts, CSV with the column names of the R
/// packages (make_epicontacts(id, from, to); mers_korea_2015). godata: JSON, cases and relationships of Go.Data's API.
std::vector<ExportedFile> export_chains(std::string_view format, LineList const& list, Outbreak const& outbreak);

}  // namespace fx::app::cli
