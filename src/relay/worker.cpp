#include "relay/worker.hpp"

#include "base/log.hpp"

namespace fx::relay {

Worker::Worker(Sender& sender, Transport& transport, Clock const& clock)
    : sender_(sender), transport_(transport), thread_("relay", clock, [this] { return step(); }) {}

Worker::~Worker() {
    thread_.stop();
    transport_.cancel();
}

Result<Instant> Worker::step() {
    auto next = sender_.step();
    tell();
    return next;
}

void Worker::tell() {
    auto const problem = sender_.progress().problem;
    auto const trouble = problem ? problem->number() + " " + problem->en() : std::string();
    if (trouble == told_) return;
    if (trouble.empty())
        log::info("relay: the level above answers again");
    else
        log::warn("relay: " + trouble);
    told_ = trouble;
}

}  // namespace fx::relay
