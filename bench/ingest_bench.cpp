/// ingest_bench: screenings through the whole path — HTTP, validation, authority, row + journal + feed, obligation,
/// durable commit — of a site that is being served. bench/ingest.sh prepares one.
///     ingest_bench --data DIR --port N --pid SERVER --token T --place P [--batch 500] [--clients 4] [--records 200000]
///                  [--devices 1]   each batch from a device and an address of its own (bench/devices.sh)

#include "app/program.hpp"
#include "base/json_writer.hpp"
#include "load/load.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace {

using namespace fx;

std::string argument(int argc, char** argv, std::string_view name, std::string fallback) {
    for (int i = 1; i + 1 < argc; ++i)
        if (argv[i] == name) return argv[i + 1];
    return fallback;
}

struct Work {
    std::vector<Id> households;  // in place order
    std::vector<Id> rounds;      // open ones
};

Work work_of(app::Program& program, Place place) {
    Work work;
    auto const [first, last] = program.network->range(place);
    program.network->each("household", first, last, [&](Id const& id, Place) { work.households.push_back(id); });
    auto const view = program.network->view();
    for (auto const* period : view.periods("household_screening"))
        if (!period->closed_at) work.rounds.push_back(period->id);
    return work;
}

void write_item(JsonWriter& json, Id const& round, Id const& household, Instant at, Random& random, bool typed) {
    auto const stated = format(at);
    json.begin_object();
    if (typed) json.key("type").string("household_screening");
    json.key("id").string(format(make_id(at, random))).key("stated_at").string(stated).key("fields").begin_object();
    json.key("round").string(format(round)).key("household").string(format(household)).key("visited_at").string(stated);
    json.key("visit_mode")
        .string("1")
        .key("visit_outcome")
        .string("1")
        .key("present_count")
        .integer(3)
        .key("away_count")
        .integer(0);
    json.key("any_symptom")
        .boolean(false)
        .key("any_key_area")
        .boolean(false)
        .key("note")
        .string("门上已贴告知书")
        .end_object()
        .end_object();
}

/// Requests of `batch` screenings each (1 = single posts), village by village, a round after the other; from one device,
/// or each from its own, whose address a trusted proxy tells.
std::vector<std::string> requests_of(Work const& work, std::size_t records, std::size_t batch, std::string const& fields,
                                     bool devices) {
    SeededRandom random(std::uint64_t(::getpid()));
    SystemClock const clock;
    std::vector<std::string> requests;
    std::size_t made = 0;
    for (auto const& round : work.rounds)
        for (std::size_t from = 0; from < work.households.size() && made < records; from += batch) {
            JsonWriter json;
            auto const to = std::min(work.households.size(), from + batch);
            auto const n = requests.size();
            if (batch > 1)
                json.begin_object()
                    .key("device")
                    .string(devices ? "bench-" + std::to_string(n) : "bench")
                    .key("items")
                    .begin_array();
            for (auto i = from; i < to; ++i) write_item(json, round, work.households[i], clock.now(), random, batch > 1);
            if (batch > 1) json.end_array().end_object();
            made += to - from;
            auto const address = fmt::format("X-Forwarded-For: 10.0.{}.{}\r\n", n / 256 % 256, n % 256);
            requests.push_back(load::make_request("POST", batch > 1 ? "/api/push" : "/api/records/household_screening",
                                                  json.text(), devices ? fields + address : fields));
        }
    return requests;
}

/// User and system time of another process, seconds.
double cpu_of(std::string const& pid) {
    std::ifstream in("/proc/" + pid + "/stat");
    std::string text((std::istreambuf_iterator<char>(in)), {});
    auto const after = text.substr(std::min(text.size(), text.rfind(')') + 2));
    std::vector<std::string> words;
    for (std::size_t at = 0; at < after.size();) {
        auto const end = after.find(' ', at);
        words.push_back(after.substr(at, end - at));
        if (end == after.npos) break;
        at = end + 1;
    }
    if (words.size() < 13) return 0;
    return (std::stod(words[11]) + std::stod(words[12])) / double(::sysconf(_SC_CLK_TCK));
}

std::uintmax_t bytes_of(std::string const& data) {
    std::error_code error;
    std::uintmax_t total = 0;
    for (auto const* name : {"/fangxian.db", "/fangxian.db-wal"})
        if (auto const size = std::filesystem::file_size(data + name, error); !error) total += size;
    return total;
}

}  // namespace

int main(int argc, char** argv) {
    auto const data = argument(argc, argv, "--data", "build/bench-site"), pid = argument(argc, argv, "--pid", "");
    auto const port = std::uint16_t(std::stoi(argument(argc, argv, "--port", "8021")));
    auto const batch = std::size_t(std::stoul(argument(argc, argv, "--batch", "500")));
    auto const clients = std::stoi(argument(argc, argv, "--clients", "4"));
    auto const records = std::size_t(std::stoul(argument(argc, argv, "--records", "200000")));

    SystemClock const clock;
    SecureRandom random;
    auto const site = app::load_site(data);
    auto program = site.has_value() ? app::Program::open({*site, true}, clock, random)
                                    : Result<std::unique_ptr<app::Program>>(site.error());
    if (program.has_error()) return fmt::print(stderr, "{}\n", program.error().en()), 1;
    auto const token = argument(argc, argv, "--token", "");
    auto const place = parse_place(argument(argc, argv, "--place", "610627"));
    if (place.has_error()) return fmt::print(stderr, "{}\n", place.error().en()), 1;
    auto const work = work_of(**program, *place);
    program->reset();
    auto const fields = "Content-Type: application/json\r\nAuthorization: Bearer " + token + "\r\n";
    auto const requests = requests_of(work, records, batch, fields, argument(argc, argv, "--devices", "0") == "1");
    if (requests.empty()) return fmt::print(stderr, "no open round or no households\n"), 1;

    std::uint64_t accepted = 0, refused = 0;
    load::Plan plan;
    plan.port = port;
    plan.connections = clients;
    plan.seconds = 600;
    plan.next = [&](int, std::uint64_t number) {
        return number < requests.size() ? std::string_view(requests[number]) : std::string_view();
    };
    plan.on_answer = [&](int, int status, std::string_view body) {
        if (status >= 400) {
            if (refused++ == 0) fmt::print(stderr, "refused: {}\n", body.substr(0, 300));
            return;
        }
        if (batch == 1)
            ++accepted;
        else
            for (auto at = body.find("\"created\""); at != body.npos; at = body.find("\"created\"", at + 9)) ++accepted;
    };
    auto const cpu = cpu_of(pid);
    auto const bytes = bytes_of(data);
    auto const report = load::drive(plan);
    auto const server_cpu = cpu_of(pid) - cpu;
    fmt::print(
        "batch {:>5}  clients {:>3}  records {:>7}  records/s {:>7.0f}  p50 {:>7.2f} ms  p99 {:>7.2f} ms  server CPU {:.1f} "
        "us/record  client CPU {:.1f} us/record  {:.0f} bytes/record  refused {}\n",
        batch, clients, accepted, double(accepted) / report.seconds, report.p50_us / 1000, report.p99_us / 1000,
        server_cpu * 1e6 / double(std::max<std::uint64_t>(1, accepted)),
        report.client_cpu_seconds * 1e6 / double(std::max<std::uint64_t>(1, accepted)),
        double(bytes_of(data) - bytes) / double(std::max<std::uint64_t>(1, accepted)), refused);
    return refused == 0 ? 0 : 1;
}
