#pragma once
/// Counters, gauges and histograms in the Prometheus text format 0.0.4. All updates are lock-free.

#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace fx::server {

class Counter {
public:
    void add(std::uint64_t n = 1) { value_.fetch_add(n, std::memory_order_relaxed); }
    std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

private:
    std::atomic<std::uint64_t> value_{0};
};

class Gauge {
public:
    void set(double value) { value_.store(value, std::memory_order_relaxed); }
    void add(double n) { value_.fetch_add(n, std::memory_order_relaxed); }
    double value() const { return value_.load(std::memory_order_relaxed); }

private:
    std::atomic<double> value_{0};
};

class Histogram {
public:
    /// `bounds`: upper bounds, rising; +Inf is added.
    explicit Histogram(std::vector<double> bounds);
    void observe(double value);

    std::vector<double> const& bounds() const { return bounds_; }
    /// Observations in bucket `i` alone, not cumulative; i == bounds().size() is +Inf.
    std::uint64_t in_bucket(std::size_t i) const { return buckets_[i].load(std::memory_order_relaxed); }
    double sum() const { return sum_.load(std::memory_order_relaxed); }
    std::uint64_t count() const;

private:
    std::vector<double> const bounds_;
    std::vector<std::atomic<std::uint64_t>> buckets_;
    std::atomic<double> sum_{0};
};

/// Seconds from 0.5 ms to 10 s: a screening's save to a province's report.
std::vector<double> latency_bounds();

/// References stay valid as long as the registry. `labels` is the inside of the braces: label("route", "/api/x").
/// The same name and labels give the same metric again. Never put personal data into a label.
class Metrics {
public:
    Counter& counter(std::string_view name, std::string_view help, std::string_view labels = {});
    Gauge& gauge(std::string_view name, std::string_view help, std::string_view labels = {});
    Histogram& histogram(std::string_view name, std::string_view help, std::vector<double> bounds,
                         std::string_view labels = {});
    /// A gauge that is asked when the page is read.
    void gauge_from(std::string_view name, std::string_view help, std::function<double()> value);

    std::string text() const;

private:
    struct Series {
        std::string labels;
        std::unique_ptr<Counter> counter;
        std::unique_ptr<Gauge> gauge;
        std::unique_ptr<Histogram> histogram;
        std::function<double()> value;
    };
    struct Family {
        std::string name, help;
        std::string_view type;
        std::deque<Series> series;
    };
    Series& series(std::string_view name, std::string_view help, std::string_view type, std::string_view labels);
    static void write(std::string& out, Family const& family, Series const& series);

    mutable std::mutex mutex_;
    std::deque<Family> families_;
};

/// name="value" with the value escaped.
std::string label(std::string_view name, std::string_view value);

}  // namespace fx::server
