#pragma once
/// The phones that hold data of a place. A device belongs to one account; revoked, it is signed out, and the share of
/// its storage key that the server holds is given out no more.

#include "app/caller.hpp"
#include "records/engine.hpp"
#include "store/store.hpp"

#include <optional>
#include <set>
#include <shared_mutex>
#include <span>
#include <string>
#include <vector>

namespace fx::app {

/// Thread-safe. Knows from the store's commits which devices are revoked.
class Devices {
public:
    explicit Devices(store::Store& store);
    Devices(Devices const&) = delete;
    Devices& operator=(Devices const&) = delete;
    /// Once, before the first request.
    Result<void> load(store::Reader& reader);

    /// 401.190 when it was revoked.
    Result<void> usable(Id const& device) const;

private:
    void take(std::span<store::Entry const> entries);

    mutable std::shared_mutex mutex_;
    std::set<Id> revoked_;
};

/// On the writer's thread: the device becomes the caller's, or is so already. 409.191 another account's, 401.190 revoked.
Result<void> register_device(records::Engine& engine, store::Tx& tx, Caller const& caller, std::int64_t county,
                             Id const& device, std::string const& label);

/// A batch as its device numbered it: 1, 2, 3…; a repeated batch has the number it had.
struct BatchSeen {
    Id device;
    std::int64_t sequence = 0;
    std::int64_t clock_offset_ms = 0;  ///< the device's clock minus the server's, as the device found it
};
/// On the writer's thread: remembers the greatest number and gives it. A device whose own number is smaller has gone back
/// to an old state of itself. Nothing for a device that is not registered. 409.191, 401.190.
Result<std::optional<std::int64_t>> note_batch(records::Engine const& engine, store::Tx& tx, Caller const& caller,
                                               std::int64_t county, BatchSeen const& batch);

/// When each of these devices last sent a batch, and how far its clock was off then; nothing for one that never has.
struct DeviceSeen {
    Instant at;
    std::int64_t clock_offset_ms = 0;
};
Result<std::vector<std::optional<DeviceSeen>>> last_seen(store::Reader& reader, std::span<records::Record const> devices);

/// The server's share of the key that protects what this device keeps for this account: 32 bytes in base64.
std::string storage_key(records::Sealer const& sealer, Id const& device, Id const& account);

}  // namespace fx::app
