/// http_bench: what the transport costs by itself, per CPU second of its I/O thread. Server and client share the machine.
///     http_bench [seconds per run] [connections]

#include "load/load.hpp"
#include "server/server.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <thread>

namespace {

using namespace fx::server;

/// Stands in for the store's writer: answers all that waits as one group, like a commit does.
class Writer {
public:
    Writer() : thread_([this] { work(); }) {}
    ~Writer() {
        {
            std::scoped_lock const lock(mutex_);
            stopping_ = true;
        }
        wake_.notify_one();
        thread_.join();
    }
    void add(Responder to) {
        std::scoped_lock const lock(mutex_);
        waiting_.push_back(std::move(to));
        if (waiting_.size() == 1) wake_.notify_one();
    }

private:
    void work() {
        for (;;) {
            std::vector<Responder> group;
            {
                std::unique_lock lock(mutex_);
                wake_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
                if (stopping_) return;
                group.swap(waiting_);
            }
            std::vector<Answer> answers;
            answers.reserve(group.size());
            for (auto& to : group) answers.emplace_back(std::move(to), Response::json(R"({"status":"stored"})", 201));
            respond_all(std::move(answers));
        }
    }

    std::mutex mutex_;
    std::condition_variable wake_;
    std::vector<Responder> waiting_;
    bool stopping_ = false;
    std::thread thread_;
};

struct Case {
    std::string name;
    std::string request;
};

void measure(Case const& one, std::uint16_t port, unsigned long io_thread, double seconds, int connections) {
    fx::load::Plan plan;
    plan.port = port;
    plan.connections = connections;
    plan.seconds = seconds;
    plan.next = [&](int, std::uint64_t) { return std::string_view(one.request); };
    std::vector<double> per_cpu;
    for (int round = 0; round < 3; ++round) {
        auto const before = fx::load::thread_cpu_seconds(io_thread);
        auto const report = fx::load::drive(plan);
        auto const used = fx::load::thread_cpu_seconds(io_thread) - before;
        per_cpu.push_back(double(report.answers) / used);
        if (round == 2) fmt::print("{:<16} {}\n", one.name, fx::load::describe(report));
    }
    std::ranges::sort(per_cpu);
    fmt::print("{:<16} {:.0f} per CPU second of the I/O thread (median of 3)\n", "", per_cpu[1]);
}

}  // namespace

int main(int argc, char** argv) {
    double const seconds = argc > 1 ? std::atof(argv[1]) : 3;
    int const connections = argc > 2 ? std::atoi(argv[2]) : 64;
    Writer writer;
    Router router;
    router.add(Method::get, "/ping", Permission::public_(), Run::inline_,
               [](Request const&) { return Response::text("pong", "text/plain"); });
    router.add(Method::get, "/read/{id}", Permission::public_(), Run::pool,
               [](Request const& request) { return Response::json("\"" + request.param("id") + "\""); });
    router.add_deferred(Method::post, "/store", Permission::public_(),
                        [&writer](Request, Responder to) { writer.add(std::move(to)); });
    fx::SystemClock clock;
    fx::SecureRandom random;
    Metrics metrics;
    Gate const open = [](Request&, Permission const&) -> fx::Result<void> { return {}; };
    Server server(Options(), std::move(router), open, Services{clock, random, metrics, nullptr});
    auto const port = server.listen();
    if (port.has_error()) return 1;
    std::thread io([&server] { server.run(); });
    auto const io_thread = io.native_handle();
    for (auto const& one : {
             Case{"GET inline", fx::load::make_request("GET", "/ping")},
             Case{"GET pool", fx::load::make_request("GET", "/read/7")},
             Case{"POST deferred", fx::load::make_request("POST", "/store", std::string(400, 'x'))},
             Case{"POST 200 kB", fx::load::make_request("POST", "/store", std::string(200'000, 'x'))},
         })
        measure(one, *port, io_thread, seconds, connections);
    server.stop();
    io.join();
}
