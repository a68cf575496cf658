#include "server/metrics.hpp"

#include "base/assert.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace fx::server {

Histogram::Histogram(std::vector<double> bounds) : bounds_(std::move(bounds)), buckets_(bounds_.size() + 1) {
    FX_ASSERT(std::ranges::is_sorted(bounds_));
}

void Histogram::observe(double value) {
    auto const bucket = std::size_t(std::ranges::lower_bound(bounds_, value) - bounds_.begin());
    buckets_[bucket].fetch_add(1, std::memory_order_relaxed);
    sum_.fetch_add(value, std::memory_order_relaxed);
}

std::uint64_t Histogram::count() const {
    std::uint64_t total = 0;
    for (std::size_t i = 0; i <= bounds_.size(); ++i) total += in_bucket(i);
    return total;
}

std::vector<double> latency_bounds() {
    return {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10};
}

Metrics::Series& Metrics::series(std::string_view name, std::string_view help, std::string_view type,
                                 std::string_view labels) {
    auto family = std::ranges::find(families_, name, &Family::name);
    if (family == families_.end()) {
        families_.push_back(Family{std::string(name), std::string(help), type, {}});
        family = std::prev(families_.end());
    }
    FX_ASSERT(family->type == type);
    auto const found = std::ranges::find(family->series, labels, &Series::labels);
    if (found != family->series.end()) return *found;
    family->series.push_back(Series{std::string(labels), nullptr, nullptr, nullptr, nullptr});
    return family->series.back();
}

Counter& Metrics::counter(std::string_view name, std::string_view help, std::string_view labels) {
    std::scoped_lock const lock(mutex_);
    auto& one = series(name, help, "counter", labels);
    if (!one.counter) one.counter = std::make_unique<Counter>();
    return *one.counter;
}

Gauge& Metrics::gauge(std::string_view name, std::string_view help, std::string_view labels) {
    std::scoped_lock const lock(mutex_);
    auto& one = series(name, help, "gauge", labels);
    if (!one.gauge) one.gauge = std::make_unique<Gauge>();
    return *one.gauge;
}

Histogram& Metrics::histogram(std::string_view name, std::string_view help, std::vector<double> bounds,
                              std::string_view labels) {
    std::scoped_lock const lock(mutex_);
    auto& one = series(name, help, "histogram", labels);
    if (!one.histogram) one.histogram = std::make_unique<Histogram>(std::move(bounds));
    return *one.histogram;
}

void Metrics::gauge_from(std::string_view name, std::string_view help, std::function<double()> value) {
    std::scoped_lock const lock(mutex_);
    series(name, help, "gauge", {}).value = std::move(value);
}

void Metrics::write(std::string& out, Family const& family, Series const& series) {
    auto const braces = series.labels.empty() ? std::string() : "{" + series.labels + "}";
    if (series.counter) out += fmt::format("{}{} {}\n", family.name, braces, series.counter->value());
    if (series.gauge) out += fmt::format("{}{} {}\n", family.name, braces, series.gauge->value());
    if (series.value) out += fmt::format("{}{} {}\n", family.name, braces, series.value());
    if (!series.histogram) return;
    auto const& histogram = *series.histogram;
    auto const comma = series.labels.empty() ? "" : ",";
    std::uint64_t cumulative = 0;
    for (std::size_t i = 0; i <= histogram.bounds().size(); ++i) {
        cumulative += histogram.in_bucket(i);
        auto const bound = i < histogram.bounds().size() ? fmt::format("{}", histogram.bounds()[i]) : "+Inf";
        out += fmt::format("{}_bucket{{{}{}le=\"{}\"}} {}\n", family.name, series.labels, comma, bound, cumulative);
    }
    out += fmt::format("{0}_sum{1} {2}\n{0}_count{1} {3}\n", family.name, braces, histogram.sum(), cumulative);
}

std::string Metrics::text() const {
    std::scoped_lock const lock(mutex_);
    std::string out;
    for (auto const& family : families_) {
        out += fmt::format("# HELP {0} {1}\n# TYPE {0} {2}\n", family.name, family.help, family.type);
        for (auto const& series : family.series) write(out, family, series);
    }
    return out;
}

std::string label(std::string_view name, std::string_view value) {
    auto out = std::string(name) + "=\"";
    for (char const c : value) {
        if (c == '\n') {
            out += "\\n";
            continue;
        }
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out += '"';
}

}  // namespace fx::server
