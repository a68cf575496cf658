#include "webhooks/worker.hpp"

namespace fx::webhooks {

Worker::Worker(Dispatcher& dispatcher, Transport& transport, Clock const& clock)
    : dispatcher_(dispatcher),
      transport_(transport),
      thread_("webhooks", clock, [&dispatcher] { return dispatcher.step(); }) {}

Worker::~Worker() {
    thread_.stop();
    dispatcher_.stop();
    transport_.cancel();
}

}  // namespace fx::webhooks
