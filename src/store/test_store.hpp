#pragma once
/// A store in a directory of its own that disappears with the test, and the table the tests write.

#include "store/store.hpp"

#include <filesystem>
#include <future>
#include <string>
#include <vector>

namespace fx::store::test {

inline std::int64_t const county = 610'627'000'000;

inline Table const household{"household",
                             {{"county", ColumnType::integer},
                              {"id", ColumnType::id},
                              {"label", ColumnType::text},
                              {"place", ColumnType::integer},
                              {"secret", ColumnType::bytes}},
                             2};

inline Row row(Id const& id, std::string label) {
    return {county, id, std::move(label), std::int64_t(610'627'100'201'003), Bytes(16, 7)};
}

inline Entry entry(Id const& record, std::string body = R"({"outcome":"seen_in_person"})") {
    Entry e;
    e.county = county;
    e.type = "household_screening";
    e.record = record;
    e.action = "create";
    e.place = {610'627'100'201'003};
    e.command = e.post = e.user = record;
    e.stated_at = {1'580'000'000'000};
    e.body = std::move(body);
    return e;
}

class TestStore {
public:
    TestStore() : directory_(make_directory()) {
        reopen();
        make_table();
    }
    ~TestStore() {
        store_.reset();
        std::filesystem::remove_all(directory_);
    }
    TestStore(TestStore const&) = delete;
    TestStore& operator=(TestStore const&) = delete;

    Store* operator->() { return store_.get(); }
    Store& operator*() { return *store_; }
    void close() { store_.reset(); }
    void reopen() {
        store_.reset();
        store_ = Store::open(options(), clock, random).value();
    }
    Options options() const { return {"", directory_, false}; }
    std::string const& directory() const { return directory_; }
    Id id() { return make_id(clock.now(), random); }

    std::optional<Row> get(Id const& id) {
        std::optional<Row> found;
        auto const read = store_->read([&](Reader& reader) -> Result<void> {
            FX_TRY(found, reader.get(household, {county, id}));
            return {};
        });
        read.value();
        return found;
    }

    /// Runs the jobs in one group: the first one waits until all are queued.
    std::vector<Result<void>> together(std::vector<Job> jobs) {
        std::promise<void> queued;
        auto ready = queued.get_future().share();
        std::vector<std::promise<Result<void>>> done(jobs.size() + 1);
        store_->submit([ready](Tx&) -> Result<void> { return ready.wait(), Result<void>(); },
                       [&](Result<void> outcome) { done.back().set_value(std::move(outcome)); });
        for (std::size_t i = 0; i < jobs.size(); ++i)
            store_->submit(jobs[i], [&, i](Result<void> outcome) { done[i].set_value(std::move(outcome)); });
        queued.set_value();
        std::vector<Result<void>> outcomes;
        for (auto& promise : done) outcomes.push_back(promise.get_future().get());
        outcomes.pop_back();
        return outcomes;
    }

    ManualClock clock{Instant{1'580'000'000'000}};
    SeededRandom random{7};

private:
    static std::string make_directory() {
        auto pattern = (std::filesystem::temp_directory_path() / "fangxian-store-XXXXXX").string();
        return ::mkdtemp(pattern.data());
    }
    void make_table() {
        auto const made = store_->execute_script(
            "CREATE TABLE household (county BIGINT NOT NULL, id BLOB NOT NULL, label TEXT, place BIGINT, secret BLOB, "
            "PRIMARY KEY (county, id))");
        made.value();
    }

    std::string directory_;
    std::unique_ptr<Store> store_;
};

}  // namespace fx::store::test
