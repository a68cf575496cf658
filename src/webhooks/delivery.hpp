#pragma once
/// How far each webhook has got: table webhook_delivery (migrations/0013_webhooks). No record: it moves with every attempt,
/// and whom it concerns reads it beside the webhook.

#include "base/time.hpp"
#include "store/store.hpp"

#include <optional>
#include <string>

namespace fx::webhooks {

struct Delivery {
    std::int64_t county = 0;
    Id webhook;
    store::Sequence cursor;          ///< everything up to here is delivered, given up, or no event of this webhook
    std::int64_t for_version = 0;    ///< of the webhook: a change of it is tried at once
    std::int64_t attempts = 0;       ///< failures in a row
    std::optional<Instant> next_at;  ///< no attempt before then
    std::int64_t delivered = 0, given_up = 0;
    std::optional<Instant> last_at, delivered_at;  ///< of the last attempt, of the last that succeeded
    std::int64_t last_status = 0;                  ///< HTTP; 0 = no answer
    std::string last_error;                        ///< why the last attempt failed; empty = it did not
    bool operator==(Delivery const&) const = default;
};

store::Table const& delivery_table();
Row to_row(Delivery const& of);
Result<std::optional<Delivery>> delivery_of(store::Reader& reader, std::int64_t county, Id const& webhook);

}  // namespace fx::webhooks
