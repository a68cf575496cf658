#pragma once
/// What happens by itself: the calendar's measurements and reports open and close, what is overdue is told upwards, reports
/// that look invented are flagged, photos that no record uses are removed.

#include "app/escalator.hpp"
#include "app/program.hpp"
#include "command/response.hpp"
#include "watch/quality.hpp"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace fx::app {

/// A thread that looks at the clock and the feed every `interval`; every step can be repeated without harm.
class Ticker {
public:
    /// With an interval of zero there is no thread: whoever made it calls tick().
    Ticker(Program& program, std::chrono::milliseconds interval);
    ~Ticker();

    /// One look; what the thread does, for tests and for the command line.
    Result<void> tick();

private:
    Result<void> run_calendar();
    Result<void> open_reports();
    Result<void> start_shifts();
    Result<void> end_responses();
    Result<void> find_lost_contacts();
    Result<void> follow_posts();
    Result<void> follow_posts(Id const& order);
    Result<void> end(command::Due const& due);
    Result<void> watch_quality();
    Result<void> raise(std::vector<watch::Flag> const& flags);
    Result<void> remove_unused_attachments();

    Program& program_;
    watch::QualityWatch quality_;
    Escalator escalator_;
    std::pair<std::uint64_t, std::int64_t>
        posts_seen_;                            ///< version of the posts, and the hour, for which orders have followed them
    std::int64_t contacts_looked_ = 0;          ///< the hour of the last look for contacts lost to follow-up
    Date attachments_looked_;                   ///< the day of the last look for photos that nothing uses
    std::string slot_done_;                     ///< label of the last slot whose measurements were opened
    Date reports_day_;                          ///< day whose reports were opened last
    std::vector<Id> reports_open_for_;          ///< the units they were opened for
    std::optional<store::Sequence> feed_seen_;  ///< nothing before the first look
    std::chrono::milliseconds const interval_;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool stop_ = false;
    std::thread thread_;
};

}  // namespace fx::app
