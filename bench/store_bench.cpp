/// What the store costs by itself: store_bench [POSTGRESQL_URL] [ITEMS]   (100,000 items unless told)
/// An item is what one screening writes: a record row of 15 columns, a journal entry with a body of 300 bytes, an
/// obligation row changed, and a look-up of each before. Figures are printed as `engine what value`.

#include "base/log.hpp"
#include "base/text.hpp"
#include "store/store.hpp"

#include <fmt/format.h>
#include <libpq-fe.h>
#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <future>
#include <semaphore>
#include <thread>

namespace {

using namespace fx;
using namespace fx::store;
using Steady = std::chrono::steady_clock;

constexpr std::int64_t county = 610'627'000'000;
constexpr std::int64_t village = 610'627'100'201'000;

Table record_table(std::string name) {
    Table table{std::move(name), {{"county", ColumnType::integer}, {"id", ColumnType::id}}, 2};
    for (auto const* column : {"place", "version", "made_at", "changed_at", "last_sequence", "visited_on", "temperature"})
        table.columns.push_back({column, ColumnType::integer});
    for (auto const* column : {"state", "outcome", "symptoms"}) table.columns.push_back({column, ColumnType::text});
    for (auto const* column : {"made_by", "made_by_user", "household"}) table.columns.push_back({column, ColumnType::id});
    return table;
}

Table const records = record_table("bench_record");
Table const peer_records = record_table("bench_peer");
Table const obligations{"bench_obligation",
                        {{"county", ColumnType::integer},
                         {"period", ColumnType::id},
                         {"subject", ColumnType::id},
                         {"type", ColumnType::text},
                         {"place", ColumnType::integer},
                         {"opened_at", ColumnType::integer},
                         {"due_at", ColumnType::integer},
                         {"state", ColumnType::integer},
                         {"fulfilled_at", ColumnType::integer},
                         {"fulfilled_by", ColumnType::id}},
                        3};

std::string ddl(Table const& table, bool sqlite) {
    std::string columns, key;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        auto const& [name, type] = table.columns[i];
        char const* sql = type == ColumnType::integer ? "BIGINT"
                          : type == ColumnType::text  ? "TEXT"
                          : sqlite                    ? "BLOB"
                                                      : "UUID";
        columns += fmt::format("{} {}, ", name, sql);
        if (i < table.key_columns) key += (i ? ", " : "") + name;
    }
    return fmt::format("CREATE TABLE {} ({}PRIMARY KEY ({})){};", table.name, columns, key, sqlite ? " WITHOUT ROWID" : "");
}

double cpu_seconds() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    auto const seconds = [](timeval time) { return double(time.tv_sec) + double(time.tv_usec) * 1e-6; };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double since(Steady::time_point start) { return std::chrono::duration<double>(Steady::now() - start).count(); }

class Bench {
public:
    Bench(std::string const& url, int items)
        : items_(items), directory_("/tmp/fangxian-store-bench-" + std::to_string(::getpid())) {
        std::filesystem::create_directories(directory_);
        store_ = Store::open({url, directory_, false}, clock_, random_).value();
        bool const sqlite = url.empty();
        store_->execute_script(ddl(records, sqlite) + ddl(obligations, sqlite)).value();
        for (int i = 0; i < items; ++i) households_.push_back(make_id({1'580'000'000'000 + i}, random_));
        open_obligations();
    }
    ~Bench() {
        store_.reset();
        std::filesystem::remove_all(directory_);
    }

    void run() {
        auto const size_before = stored_bytes();
        batches(500);
        say("bytes per item", double(stored_bytes() - size_before) / items_);
        for (int const size : {1, 10, 100, 1'000}) batches(size);
        singles(64);
        verify();
    }

private:
    void say(std::string const& what, double value) {
        fmt::print("{:<10}{:<44}{:>14.2f}\n", store_->engine(), what, value);
        std::fflush(stdout);
    }

    void open_obligations() {
        for (std::size_t begin = 0; begin < households_.size(); begin += 5'000) {
            store_
                ->write([&](Tx& tx) -> Result<void> {
                    for (std::size_t i = begin; i < std::min(begin + 5'000, households_.size()); ++i)
                        tx.put(obligations, {county, period_, households_[i], std::string("household_screening"), village,
                                             std::int64_t(1), std::int64_t(2), std::int64_t(0), Value(), Value()});
                    return {};
                })
                .value();
        }
    }

    struct Item {
        Id id;
        Id household;
    };
    std::vector<Item> make_items(int first, int count) {
        std::vector<Item> items;
        for (int i = 0; i < count; ++i)
            items.push_back({make_id(clock_.now(), random_), households_[std::size_t((first + i) % items_)]});
        return items;
    }

    Result<void> write_items(Tx& tx, std::vector<Item> const& items) {
        std::vector<Row> keys, obliged;
        for (auto const& item : items) {
            keys.push_back({county, item.id});
            obliged.push_back({county, period_, item.household});
        }
        FX_CHECK(tx.prefetch(records, keys));
        FX_CHECK(tx.prefetch(obligations, obliged));
        for (std::size_t i = 0; i < items.size(); ++i) {
            FX_TRY(auto const there, tx.get(records, keys[i]));
            if (there) return Problem(ProblemKind::id_conflict);
            FX_TRY(auto obligation, tx.get(obligations, obliged[i]));
            Entry entry;
            entry.county = county;
            entry.type = "household_screening";
            entry.record = entry.command = items[i].id;
            entry.action = "create";
            entry.place = {village + 3};
            entry.post = entry.user = period_;
            entry.stated_at = tx.now();
            entry.body = body_;
            auto const sequence = tx.append(std::move(entry));
            tx.put(records, {county, items[i].id, village + 3, std::int64_t(1), tx.now().ms, tx.now().ms, sequence.value,
                             std::int64_t(18'300), std::int64_t(367), std::string("recorded"), std::string("seen_in_person"),
                             std::string("[]"), period_, period_, items[i].household});
            (*obligation)[7] = std::int64_t(1);
            (*obligation)[8] = tx.now().ms;
            (*obligation)[9] = items[i].id;
            tx.put(obligations, std::move(*obligation));
        }
        return {};
    }

    /// Four batches under way at any time, as four clients would have.
    void batches(int size) {
        int const count = std::min(items_ / size, size == 1 ? 10'000 : items_);
        std::vector<std::vector<Item>> made;
        for (int i = 0; i < count; ++i) made.push_back(make_items(i * size, size));
        std::counting_semaphore<> free(4);
        std::atomic<int> failed = 0;
        auto const start = Steady::now();
        double const cpu = cpu_seconds();
        for (auto const& items : made) {
            free.acquire();
            store_->submit([&](Tx& tx) { return write_items(tx, items); },
                           [&](Result<void> outcome) {
                               if (outcome.has_error()) ++failed;
                               free.release();
                           });
        }
        for (int i = 0; i < 4; ++i) free.acquire();
        double const seconds = since(start), used = cpu_seconds() - cpu;
        if (failed > 0) fmt::print("{} batches failed\n", failed.load());
        say(fmt::format("items/s, batches of {}", size), double(count) * size / seconds);
        say(fmt::format("CPU us per item, batches of {}", size), used * 1e6 / (double(count) * size));
    }

    void singles(int submitters) {
        int const each = std::max(1, items_ / 4 / submitters);
        std::vector<std::vector<double>> times(static_cast<std::size_t>(submitters));
        std::vector<std::vector<Item>> made;
        for (int i = 0; i < submitters; ++i) made.push_back(make_items(i * each, each));
        auto const start = Steady::now();
        double const cpu = cpu_seconds();
        std::vector<std::thread> threads;
        for (std::size_t i = 0; i < times.size(); ++i) {
            threads.emplace_back([&, i] {
                for (auto const& item : made[i]) {
                    auto const begun = Steady::now();
                    store_->write([&](Tx& tx) { return write_items(tx, {item}); }).value();
                    times[i].push_back(since(begun) * 1e3);
                }
            });
        }
        for (auto& thread : threads) thread.join();
        double const seconds = since(start), used = cpu_seconds() - cpu;
        std::vector<double> all;
        for (auto const& some : times) all.insert(all.end(), some.begin(), some.end());
        std::sort(all.begin(), all.end());
        say(fmt::format("items/s, one by one, {} submitters", submitters), double(all.size()) / seconds);
        say("CPU us per item, one by one", used * 1e6 / double(all.size()));
        say("p50 ms", all[all.size() / 2]);
        say("p99 ms", all[all.size() * 99 / 100]);
    }

    void verify() {
        auto const start = Steady::now();
        std::int64_t entries = 0;
        std::size_t findings = 0;
        store_
            ->read([&](Reader& reader) -> Result<void> {
                FX_TRY(auto const found, store_->journal().verify(reader, county));
                findings = found.size();
                entries = store_->journal().newest(county)->size;
                return {};
            })
            .value();
        say("entries verified per second", double(entries) / since(start));
        if (findings > 0) fmt::print("{} findings\n", findings);
    }

    std::int64_t stored_bytes() {
        if (store_->engine() == "sqlite") {
            store_.reset();  // closing moves what is still in the WAL
            store_ = Store::open({"", directory_, false}, clock_, random_).value();
            return std::int64_t(std::filesystem::file_size(directory_ + "/fangxian.db"));
        }
        std::int64_t bytes = 0;
        store_
            ->read([&](Reader& reader) -> Result<void> {
                FX_TRY(auto const rows, reader.query("SELECT pg_database_size(current_database())", {}));
                bytes = *integer_in(rows[0][0]);
                return {};
            })
            .value();
        return bytes;
    }

    int items_;
    std::string directory_;
    SystemClock clock_;
    SecureRandom random_;
    Id period_ = make_id({1'580'000'000'000}, random_);
    std::string body_ = "{\"note\":\"" + std::string(290, 'x') + "\"}";
    std::vector<Id> households_;
    std::unique_ptr<Store> store_;
};

/// The same columns upserted by plain multi-row SQL: no journal, no look-ups, one table.
void plain_upsert(std::string const& url, int items) {
    auto* const connection = PQconnectdb(url.c_str());
    auto const run = [&](std::string const& sql, std::vector<std::string> const& values) {
        std::vector<char const*> pointers;
        for (auto const& value : values) pointers.push_back(value.c_str());
        auto* const answer =
            PQexecParams(connection, sql.c_str(), int(pointers.size()), nullptr, pointers.data(), nullptr, nullptr, 0);
        if (PQresultStatus(answer) != PGRES_COMMAND_OK) fmt::print("{}\n", PQerrorMessage(connection));
        PQclear(answer);
    };
    auto create = ddl(peer_records, false);
    create.pop_back();
    run(create, {});
    std::string names, update;
    for (auto const& column : peer_records.columns) {
        names += (names.empty() ? "" : ", ") + column.name;
        update += fmt::format("{}{} = excluded.{}", update.empty() ? "" : ", ", column.name, column.name);
    }
    SecureRandom random;
    SystemClock const clock;
    constexpr int batch = 500;
    auto const start = Steady::now();
    for (int done = 0; done < items; done += batch) {
        std::string sql = fmt::format("INSERT INTO bench_peer ({}) VALUES ", names);
        std::vector<std::string> values;
        for (int i = 0; i < batch; ++i) {
            sql += i ? ",(" : "(";
            for (std::size_t column = 0; column < peer_records.columns.size(); ++column) {
                auto const type = peer_records.columns[column].type;
                values.push_back(column == 0                   ? std::to_string(county)
                                 : type == ColumnType::integer ? std::to_string(village + i)
                                 : type == ColumnType::text    ? "seen_in_person"
                                                               : format(make_id(clock.now(), random)));
                sql += fmt::format("{}${}", column ? "," : "", values.size());
            }
            sql += ")";
        }
        run(sql + " ON CONFLICT (county, id) DO UPDATE SET " + update, values);
    }
    fmt::print("{:<10}{:<44}{:>14.2f}\n", "peer", "rows/s, plain multi-row upsert of 500", items / since(start));
    PQfinish(connection);
}

}  // namespace

int main(int count, char** arguments) {
    fx::log::set_level(fx::log::Level::warn);
    std::string const url = count > 1 ? arguments[1] : "";
    int const items = count > 2 ? std::atoi(arguments[2]) : 100'000;
    Bench("", items).run();
    if (url.empty()) return 0;
    Bench(url, items).run();
    plain_upsert(url, items);
    return 0;
}
