#pragma once
/// The webhooks of one served site: what happened leaves through them; their state and a test for the administrator.

#include "app/program.hpp"
#include "webhooks/worker.hpp"

#include <memory>
#include <mutex>
#include <optional>

namespace fx::app {

class Webhooks {
public:
    Webhooks(Program& program, std::int64_t look_ms) : program_(program), look_ms_(look_ms) {}
    /// 400.154 when the site's file of authorities cannot be read.
    Result<void> start();

    /// Delivers until the object goes.
    std::unique_ptr<webhooks::Worker> start_worker();
    /// Events that wait for each webhook; nothing of a webhook that the worker has not seen yet.
    std::map<Id, std::int64_t> waiting() const { return dispatcher_->waiting(); }

    struct Tried {
        int status = 0;            ///< 0: no answer
        std::int64_t took_ms = 0;  ///< until the answer
        std::optional<Problem> problem;
    };
    /// Sends one message that says it is a test, and waits. 409.301 for a webhook that has ended, 409.302 while another test
    /// is under way.
    Result<Tried> test(records::Record const& webhook);

private:
    Program& program_;
    std::int64_t const look_ms_;
    std::unique_ptr<webhooks::HttpTransport> transport_;
    std::unique_ptr<webhooks::Dispatcher> dispatcher_;
    std::mutex testing_;
};

/// 502.303 or 502.304; nothing when the attempt did not fail. `status` 0: no answer.
std::optional<Problem> attempt_problem(std::int64_t status, std::string const& error);

/// {"webhook": the record, "area_name", "delivery": {…}}; `waiting` is null where nobody delivers, as on the command line.
Result<void> write_webhook(JsonWriter& json, Program const& program, store::Reader& reader, records::Actor const& actor,
                           records::Record const& webhook, std::optional<std::int64_t> waiting);
void write_tried(JsonWriter& json, Webhooks::Tried const& tried);

}  // namespace fx::app
