#pragma once
/// A closed-loop HTTP load client: N keep-alive connections on one thread and one epoll, each sending its next request
/// when its answer is complete. Made to cost little beside the server it measures on the same machine.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace fx::load {

struct Plan {
    std::string host = "127.0.0.1";  ///< numeric IPv4
    std::uint16_t port = 0;
    int connections = 1;
    double seconds = 5;              ///< stop starting requests after this…
    std::uint64_t requests_max = 0;  ///< …or after this many, when not 0
    /// The whole next request of a connection, head and body; must stay valid until its answer is complete. `number`
    /// counts all requests of the run from 0. Called on the client's thread: prepare bodies beforehand. An empty view
    /// ends that connection.
    std::function<std::string_view(int connection, std::uint64_t number)> next;
    /// Optional: looks at every answer.
    std::function<void(int connection, int status, std::string_view body)> on_answer;

    Plan() = default;
};

struct Report {
    std::uint64_t answers = 0;
    std::uint64_t refused = 0;  ///< answers with a status of 400 or more
    std::uint64_t broken = 0;   ///< connections lost or not understood
    double seconds = 0;         ///< first request sent to last answer complete
    double client_cpu_seconds = 0;
    double p50_us = 0, p99_us = 0, max_us = 0;  ///< request sent to answer complete
    double per_second() const { return seconds > 0 ? double(answers) / seconds : 0; }
};

/// Runs the plan on the calling thread. Answers must carry Content-Length (or be 204, 304).
Report drive(Plan const& plan);

/// "POST /path HTTP/1.1" with Host, Content-Length and `extra_fields` (each line ended by CRLF) and the body.
std::string make_request(std::string_view method, std::string_view path, std::string_view body = {},
                         std::string_view extra_fields = {});

/// CPU time used so far by a thread (pthread_t) or, without one, by this process.
double thread_cpu_seconds(unsigned long thread);
double process_cpu_seconds();

/// "answers/s 123456  p50 12 us  p99 34 us  …" for people.
std::string describe(Report const& report);

}  // namespace fx::load
