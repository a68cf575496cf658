#include "app/live.hpp"

#include "app/api.hpp"

namespace fx::app {

Live::Live(network::Network& network, server::EventHub& hub, Clock const& clock, std::chrono::milliseconds interval)
    : network_(network), hub_(hub), clock_(clock), interval_(interval), thread_([this] { run(); }) {
    network_.on_moved([this](std::vector<Id> const& periods) {
        bool first;
        {
            std::lock_guard lock(mutex_);
            first = moved_.empty();
            moved_.insert(periods.begin(), periods.end());
        }
        if (first) news_.notify_one();  // a wake-up for every record would cost more than the record
    });
}

Live::~Live() {
    network_.on_moved({});
    {
        std::lock_guard lock(mutex_);
        stop_ = true;
    }
    news_.notify_one();
    thread_.join();
}

void Live::run() {
    for (;;) {
        std::set<Id> moved;
        {
            std::unique_lock lock(mutex_);
            news_.wait(lock, [&] { return stop_ || !moved_.empty(); });
            if (stop_) return;
            moved.swap(moved_);
        }
        for (auto const& period : moved) publish(period);
        std::unique_lock lock(mutex_);
        if (news_.wait_for(lock, interval_, [&] { return stop_; })) return;
    }
}

void Live::publish(Id const& id) {
    std::vector<coverage::PlaceFigures> changed;
    records::Period period;
    {
        auto const view = network_.view();
        auto const* known = view.period(id);
        if (known == nullptr) return;
        period = *known;
        auto& last = published_[id];
        view.all(id, figures_);
        for (auto const& node : figures_)
            if (auto [at, fresh] = last.try_emplace(node.place, node.figures); !fresh && at->second != node.figures) {
                at->second = node.figures;
                changed.push_back(node);
            } else if (fresh && node.figures.expected > 0) {
                changed.push_back(node);
            }
    }
    bool const past_due = clock_.now() > period.due_at;
    for (auto const& node : changed) {
        JsonWriter json;
        json.begin_object()
            .key("type")
            .string(period.type)
            .key("period")
            .string(format(id))
            .key("place")
            .string(format(node.place));
        write_figures(json, node.figures, past_due);
        hub_.publish("coverage/" + format(node.place), 0, json.end_object().take());
    }
}

}  // namespace fx::app
