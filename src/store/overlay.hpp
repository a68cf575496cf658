#pragma once
/// What the jobs of one group commit have put and not yet written. Internal to store.

#include "store/session.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace fx::store {

class Overlay {
public:
    enum class State : std::uint8_t { unknown, row, erased };
    struct Found {
        State state = State::unknown;
        Row const* row = nullptr;  ///< valid until the next call
    };

    /// Forgets everything: a new group.
    void clear();
    void begin_job();
    /// A place to go back to within the job.
    std::size_t mark();
    /// Undoes what the current job did since `mark`; 0 = all of it.
    void drop_to(std::size_t mark);

    /// Throws std::logic_error when the row does not fit the table: the job fails, the group does not.
    void put(Table const& table, Row row);
    void erase(Table const& table, Row const& key);
    Found find(Table const& table, Row const& key);
    /// Keeps what the database answered for this key, so that it is asked once in a group.
    Found remember(Table const& table, Row const& key, std::optional<Row> row);
    /// Rows waiting to be written.
    std::size_t waiting() const { return waiting_; }

    /// Writes what waits, table by table in key order, so that neighbours on disk are written together.
    Result<void> flush(Session& session);
    /// Writes what waits but for the changes of the current job since `mark`, so that a savepoint can part the two.
    Result<void> flush_before(Session& session, std::size_t mark);

private:
    static constexpr std::uint32_t none = 0xffffffff;
    struct Slot {
        std::uint64_t hash = 0;
        std::uint32_t key_at = 0;
        std::uint32_t key_size = 0;
        std::uint32_t step = 0;  ///< the step that changed it last
        std::uint16_t table = 0;
        State state = State::unknown;
        bool waiting = false;
        Row row;  ///< the whole row, or for an erased one its key
    };
    struct Undo {
        std::uint32_t slot;
        State state;
        bool waiting;
        Row row;
    };

    std::uint16_t table_index(Table const& table);
    std::string_view key_of(Slot const& slot) const { return std::string_view(keys_).substr(slot.key_at, slot.key_size); }
    std::uint32_t lookup(std::uint16_t table, Row const& key, bool make);
    void change(std::uint16_t table, Row row, State state);
    void grow();
    void set_waiting(Slot& slot, bool waiting);
    void exchange(Undo& undo);
    Result<void> flush_table(Session& session, std::uint16_t table, std::span<std::uint32_t const> order);

    std::vector<std::unique_ptr<Table>> tables_;
    std::vector<Table const*> callers_;  ///< the caller's table at the same index: found again by address
    std::string keys_;
    std::vector<Slot> slots_;
    std::vector<std::uint32_t> index_;
    std::vector<Undo> undo_;
    std::vector<Cell> cells_;
    std::size_t waiting_ = 0;
    std::uint32_t step_ = 0;  ///< a job, or a part of one that may be dropped alone
};

}  // namespace fx::store
