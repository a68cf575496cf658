#pragma once

#include "app/cli/chains_analysis.hpp"

namespace fx::app::cli {

/// What was taken for what, and what the figures are, a line each.
std::vector<Words> chains_summary(LineList const& list, Outbreak const& outbreak, ChainRules const& rules);
/// A sentence for each doubtful case and link and each weighed source.
std::vector<Words> chains_explained(LineList const& list, Outbreak const& outbreak);
std::string chains_json(LineList const& list, Outbreak const& outbreak, ChainRules const& rules, bool explain);

}  // namespace fx::app::cli
