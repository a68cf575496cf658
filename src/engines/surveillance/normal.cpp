#include "engines/surveillance/normal.hpp"

#include <boost/math/distributions/normal.hpp>

namespace fx::surveillance {

double normal_upper_quantile(double alpha) {
    return boost::math::quantile(boost::math::complement(boost::math::normal(), alpha));
}

}  // namespace fx::surveillance
