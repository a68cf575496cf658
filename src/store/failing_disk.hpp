#pragma once
/// A disk whose fsync can be made to fail: SQLite's own file layer with one function exchanged. For tests.

#include <sqlite3.h>

#include <atomic>

namespace fx::store::test {

class FailingDisk {
public:
    FailingDisk() {
        real() = sqlite3_vfs_find(nullptr);
        layer_ = *real();
        layer_.zName = "failing";
        layer_.pNext = nullptr;
        layer_.xOpen = [](sqlite3_vfs*, sqlite3_filename name, sqlite3_file* file, int flags, int* out) {
            int const code = real()->xOpen(real(), name, file, flags, out);
            if (code == SQLITE_OK && file->pMethods) file->pMethods = exchanged(file->pMethods);
            return code;
        };
        sqlite3_vfs_register(&layer_, 1);
    }
    ~FailingDisk() {
        sqlite3_vfs_unregister(&layer_);
        sqlite3_vfs_register(real(), 1);
    }
    FailingDisk(FailingDisk const&) = delete;
    FailingDisk& operator=(FailingDisk const&) = delete;

    void fail_syncs(bool fail) { failing() = fail; }

private:
    static sqlite3_vfs*& real() {
        static sqlite3_vfs* layer = nullptr;
        return layer;
    }
    /// SQLite's files come with one of two sets of functions: with and without locks.
    template <int which>
    static sqlite3_io_methods const* changed(sqlite3_io_methods const* methods) {
        static sqlite3_io_methods const* const original = methods;
        static sqlite3_io_methods const copy = [] {
            sqlite3_io_methods made = *original;
            made.xSync = [](sqlite3_file* file, int how) {
                return failing() ? SQLITE_IOERR_FSYNC : original->xSync(file, how);
            };
            return made;
        }();
        return original == methods ? &copy : nullptr;
    }
    static sqlite3_io_methods const* exchanged(sqlite3_io_methods const* methods) {
        auto const* first = changed<0>(methods);
        auto const* found = first ? first : changed<1>(methods);
        return found ? found : methods;
    }
    static std::atomic<bool>& failing() {
        static std::atomic<bool> fail = false;
        return fail;
    }
    sqlite3_vfs layer_{};
};

}  // namespace fx::store::test
