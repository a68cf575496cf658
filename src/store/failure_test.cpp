#include "store/failing_disk.hpp"
#include "store/test_store.hpp"

#include <gtest/gtest.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>

namespace fx::store {
namespace {

using namespace test;

Job put(Id const& id, std::string label) {
    return [id, label](Tx& tx) -> Result<void> {
        tx.put(household, row(id, label));
        tx.append(entry(id));
        return {};
    };
}

/// Runs `work` in a child process as an unprivileged user and gives the number it returns: root may write anywhere.
int as_nobody(std::function<int()> const& work) {
    pid_t const child = ::fork();
    if (child == 0) {
        if (::getuid() == 0 && (::setgid(65534) != 0 || ::setuid(65534) != 0)) ::_exit(99);
        ::_exit(work());
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(StoreFailure, AFullDiskSavesNothingSaysSoAndReadingGoesOn) {
    TestStore store;
    auto const before = store.id();
    store->write(put(before, "before")).value();
    auto const previous = std::signal(SIGXFSZ, SIG_IGN);
    rlimit limit{};
    ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &limit), 0);
    rlimit const small{512 * 1024, limit.rlim_max};
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
    Result<void> outcome;
    std::vector<Id> accepted;
    for (int i = 0; i < 200 && outcome.has_value(); ++i) {
        auto const id = store.id();
        outcome = store->write(put(id, std::string(20'000, 'x')));
        if (outcome.has_value()) accepted.push_back(id);
    }
    EXPECT_EQ(outcome.error().number(), "507.44");
    EXPECT_TRUE(store.get(before));
    for (auto const& id : accepted) EXPECT_TRUE(store.get(id));
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &limit), 0);
    std::signal(SIGXFSZ, previous);

    auto const after = store.id();
    EXPECT_TRUE(store->write(put(after, "after")).has_value()) << "space was freed: writing goes on";
    store.reopen();
    EXPECT_TRUE(store.get(after));
    EXPECT_TRUE(store.verify().empty());
}

/// A file system of its own that holds 6 MB, and temporary directories on it; null where the user may not mount.
class SmallDisk {
public:
    static std::unique_ptr<SmallDisk> mount() {
        auto path = (std::filesystem::temp_directory_path() / "fangxian-small-disk-XXXXXX").string();
        if (::mkdtemp(path.data()) == nullptr) return nullptr;
        if (::mount("tmpfs", path.c_str(), "tmpfs", 0, "size=6m") == 0) return std::make_unique<SmallDisk>(path);
        std::filesystem::remove(path);
        return nullptr;
    }
    explicit SmallDisk(std::string path) : path_(std::move(path)) {
        if (char const* before = std::getenv("TMPDIR")) before_ = before;
        ::setenv("TMPDIR", path_.c_str(), 1);
    }
    ~SmallDisk() {
        before_ ? ::setenv("TMPDIR", before_->c_str(), 1) : ::unsetenv("TMPDIR");
        ::umount(path_.c_str());
        std::filesystem::remove(path_);
    }
    SmallDisk(SmallDisk const&) = delete;
    SmallDisk& operator=(SmallDisk const&) = delete;

    /// Takes all that is free, or gives it back.
    void fill() { std::ofstream(path_ + "/ballast") << std::string(8 << 20, 'x'); }
    void free() { std::filesystem::remove(path_ + "/ballast"); }

private:
    std::string path_;
    std::optional<std::string> before_;
};

TEST(StoreFailure, ADiskThatIsReallyFullLosesNothingAndGoesOnWhenThereIsRoom) {
    auto const disk = SmallDisk::mount();
    if (!disk) GTEST_SKIP() << "mounting a small file system needs root";
    TestStore store;
    auto const before = store.id();
    store->write(put(before, "before")).value();
    disk->fill();
    std::vector<Id> accepted;
    Result<void> outcome;
    for (int i = 0; i < 500 && outcome.has_value(); ++i) {
        auto const id = store.id();
        outcome = store->write(put(id, std::string(20'000, 'x')));
        if (outcome.has_value()) accepted.push_back(id);
    }
    ASSERT_TRUE(outcome.has_error());
    EXPECT_EQ(outcome.error().number(), "507.44");
    EXPECT_TRUE(store.get(before));
    for (auto const& id : accepted) EXPECT_TRUE(store.get(id));
    disk->free();
    auto const after = store.id();
    EXPECT_TRUE(store->write(put(after, "after")).has_value());
    store.reopen();
    for (auto const& id : accepted) EXPECT_TRUE(store.get(id));
    EXPECT_TRUE(store.get(after));
    EXPECT_TRUE(store.verify().empty());
}

TEST(StoreFailure, AfterAFailedSyncNothingMoreIsAcknowledged) {
    FailingDisk disk;
    TestStore store;
    auto const before = store.id(), lost = store.id(), later = store.id();
    store->write(put(before, "before")).value();
    disk.fail_syncs(true);
    EXPECT_EQ(store->write(put(lost, "lost")).error().number(), "503.49");
    disk.fail_syncs(false);
    EXPECT_EQ(store->write(put(later, "later")).error().number(), "503.49") << "the disk works again, the promise does not";
    EXPECT_TRUE(store.get(before));
    store.reopen();
    EXPECT_TRUE(store.get(before));
    EXPECT_FALSE(store.get(later));
    EXPECT_TRUE(store->write(put(later, "later")).has_value());
    EXPECT_TRUE(store.verify().empty());
}

TEST(StoreFailure, AReadOnlyDirectoryIsNamedForWritersAndServesReaders) {
    TestStore store;
    auto const id = store.id();
    store->write(put(id, "before")).value();
    store.close();
    ASSERT_EQ(::chmod(store.directory().c_str(), 0555), 0);
    for (auto const* file : {"/fangxian.db", "/journal.pub"}) ::chmod((store.directory() + file).c_str(), 0444);
    auto const outcome = as_nobody([&] {
        auto const writing = Store::open(store.options(), store.clock, store.random);
        if (writing.has_value() || writing.error().number() != "503.42") return 1;
        auto options = store.options();
        options.read_only = true;
        auto const reading = Store::open(options, store.clock, store.random);
        if (reading.has_error()) return 2;
        bool found = false;
        auto const read = (*reading)->read([&](Reader& reader) -> Result<void> {
            FX_TRY(auto const stored, reader.get(household, {county, id}));
            found = stored.has_value();
            return {};
        });
        return read.has_value() && found ? 0 : 3;
    });
    EXPECT_EQ(outcome, 0);
    ASSERT_EQ(::chmod(store.directory().c_str(), 0755), 0);
}

TEST(StoreFailure, ADirectoryThatIsAFileIsNamed) {
    SystemClock const clock;
    SecureRandom random;
    auto const opened = Store::open({"", "/dev/null/data", false}, clock, random);
    EXPECT_EQ(opened.error().number(), "503.42");
    EXPECT_NE(opened.error().en().find("/dev/null/data"), std::string::npos);
}

TEST(StoreFailure, AFileThatIsNoDatabaseIsCalledDamaged) {
    TestStore store;
    store.close();
    ASSERT_EQ(::truncate((store.directory() + "/fangxian.db").c_str(), 0), 0);
    std::FILE* const file = std::fopen((store.directory() + "/fangxian.db").c_str(), "w");
    for (int i = 0; i < 1000; ++i) std::fputs("this is not a database\n", file);
    std::fclose(file);
    auto const opened = Store::open(store.options(), store.clock, store.random);
    EXPECT_EQ(opened.error().number(), "500.43");
}

TEST(StoreFailure, APostgresConnectionLostBetweenCommitsIsOpenedAgain) {
    if (!postgres_url()) GTEST_SKIP() << "set FANGXIAN_TEST_POSTGRES=postgresql://… to run this";
    TestStore store("postgres");
    auto const before = store.id(), after = store.id();
    store->write(put(before, "before")).value();
    TestDatabase::run(
        "DO $$ BEGIN PERFORM pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'fangxian' "
        "AND datname = '" +
        store.database_name() + "'; END $$");
    ::usleep(100'000);
    Result<void> outcome;
    for (int attempt = 0; attempt < 3 && (attempt == 0 || outcome.has_error()); ++attempt)
        outcome = store->write(put(after, "after"));
    EXPECT_TRUE(outcome.has_value());
    std::optional<Row> found;
    for (int attempt = 0; attempt < 10 && !found; ++attempt) {
        static_cast<void>(store->read([&](Reader& reader) -> Result<void> {
            FX_TRY(found, reader.get(household, {county, after}));
            return {};
        }));
    }
    EXPECT_TRUE(found) << "lost readers are replaced";
    EXPECT_TRUE(store.verify().empty());
}

}  // namespace
}  // namespace fx::store
