#pragma once
/// Room for large arrays.

#include <cstddef>
#include <vector>

namespace fx::coverage {

/// Makes `values` at least `size` long, with an eighth to spare: std::vector would double, and these arrays
/// are most of the engine's memory.
template <class T>
void grow(std::vector<T>& values, std::size_t size, T const& fill = T{}) {
    if (size <= values.size()) return;
    if (size > values.capacity()) values.reserve(values.empty() ? size : size + size / 8);
    values.resize(size, fill);
}

template <class T>
std::size_t bytes_of(std::vector<T> const& values) {
    return values.capacity() * sizeof(T);
}

}  // namespace fx::coverage
