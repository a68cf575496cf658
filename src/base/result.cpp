#include "base/result.hpp"

#include <stdexcept>

namespace fx {
void throw_exception_from_error(Problem const& problem, boost::source_location const&) {
    throw std::logic_error("unchecked problem " + problem.number() + ": " + problem.en() + " " + problem.detail());
}
}  // namespace fx
