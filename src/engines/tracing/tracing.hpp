#pragma once
/// Contact tracing over visits, trips and memberships. Pure: no clock, no I/O, no globals.
///
///     Population -> build once -> VisitIndex + MembershipIndex   (visit_index.hpp, membership_index.hpp)
///     exposed(...)         who met the case, and whom these met: forward tracing     (exposure.hpp)
///     common_sources(...)  what several cases have in common: backward tracing       (sources.hpp)
///
/// The questions are const: any number of threads may ask while nobody changes the indices.

#include "engines/tracing/exposure.hpp"
#include "engines/tracing/sources.hpp"
