#pragma once
/// Result<T>: a value, or the Problem that prevented it. Exceptions are for a broken machine only.

#include "base/problem.hpp"

#include <boost/system/result.hpp>

namespace fx {

/// What Result::value() throws when it holds a Problem: a mistake of ours, caught once at the edge.
[[noreturn]] void throw_exception_from_error(Problem const& problem, boost::source_location const& where);

template <class T>
using Result = boost::system::result<T, Problem>;

}  // namespace fx

#define FX_CONCAT_(a, b) a##b
#define FX_CONCAT(a, b) FX_CONCAT_(a, b)

/// `FX_TRY(auto x, parse(text));` declares x from the value, or returns the Problem from this function.
#define FX_TRY(declaration, expression) FX_TRY_(FX_CONCAT(fx_try_, __LINE__), declaration, expression)
#define FX_TRY_(holder, declaration, expression)              \
    auto holder = (expression);                               \
    if (holder.has_error()) return std::move(holder).error(); \
    declaration = std::move(*holder)

/// `FX_CHECK(store(row));` returns the Problem from this function, drops the value.
#define FX_CHECK(expression) FX_CHECK_(FX_CONCAT(fx_checked_, __COUNTER__), expression)
#define FX_CHECK_(holder, expression)                                                         \
    do {                                                                                      \
        if (auto holder = (expression); holder.has_error()) return std::move(holder).error(); \
    } while (false)
