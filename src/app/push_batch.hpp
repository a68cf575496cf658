#pragma once
/// A batch from a device, from the bytes of its body to the bytes of its answer: what POST /api/push does around its job
/// on the writer's thread. The simulator of tests/sim goes the same way.

#include "app/devices.hpp"
#include "app/program.hpp"
#include "records/push.hpp"

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/object.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fx::app {

/// A batch and the JSON its items point into, in memory that is given back in one piece.
struct PushBatch {
    boost::json::monotonic_resource memory;
    boost::json::object body{&memory};
    std::vector<records::PushItem> items;
    BatchSeen seen;
};

/// Pure; on any thread. A body that is cut off or malformed is refused whole: 400.1, 400.2, 400.4, 413.65.
Result<std::shared_ptr<PushBatch const>> read_batch(Program const& program, std::string_view body);

/// {"device":{"sequence":…},"results":[…]}, one result for each item in order; "device" for a registered one. On the
/// writer's thread.
Result<std::string> store_batch(Program& program, store::Tx& tx, Caller const& who, PushBatch const& batch);

std::string results_json(std::vector<records::PushResult> const& results, std::optional<std::int64_t> device_sequence);

}  // namespace fx::app
