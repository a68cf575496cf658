#include "store/overlay.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <cstring>
#include <stdexcept>

namespace fx::store {
namespace {

constexpr std::size_t rows_per_write = 2'000;

/// Keys as bytes whose order is the order of the columns.
void add_key(std::string& out, Value const& value) {
    if (auto const* number = integer_in(value)) {
        auto const sortable = std::uint64_t(*number) ^ (std::uint64_t(1) << 63);
        for (int shift = 56; shift >= 0; shift -= 8) out += char(sortable >> shift);
    } else if (auto const* id = id_in(value)) {
        out.append(reinterpret_cast<char const*>(id->bytes.data()), id->bytes.size());
    } else if (auto const* text = text_in(value)) {
        out.append(*text) += '\0';
    } else if (auto const* bytes = bytes_in(value)) {
        for (int shift = 24; shift >= 0; shift -= 8) out += char(bytes->size() >> shift);
        out.append(reinterpret_cast<char const*>(bytes->data()), bytes->size());
    } else {
        throw std::logic_error("a key column is empty");
    }
}

bool fits(ColumnType type, Value const& value) {
    switch (type) {
        case ColumnType::integer: return integer_in(value) != nullptr;
        case ColumnType::id: return id_in(value) != nullptr;
        case ColumnType::bytes: return bytes_in(value) != nullptr || id_in(value) != nullptr;
        case ColumnType::text: {
            auto const* text = text_in(value);
            return text && text->find('\0') == std::string::npos && is_utf8(*text);
        }
    }
    return false;
}

/// What the database would refuse must fail here, in its own job, and never in the commit of a whole group.
void check_row(Table const& table, Row const& row, std::size_t columns) {
    if (row.size() != columns) throw std::logic_error("wrong number of cells for " + table.name);
    for (std::size_t i = 0; i < columns; ++i) {
        bool const good = is_null(row[i]) ? i >= table.key_columns : fits(table.columns[i].type, row[i]);
        if (!good) throw std::logic_error("cell " + table.columns[i].name + " does not fit " + table.name);
    }
}

std::uint64_t hash_of(std::string_view key) {
    std::uint64_t hash = key.size() * 0x9e3779b97f4a7c15U;
    std::size_t i = 0;
    for (; i + 8 <= key.size(); i += 8) {
        std::uint64_t word;
        std::memcpy(&word, key.data() + i, 8);
        hash = (hash ^ word) * 0xbf58476d1ce4e5b9U;
        hash ^= hash >> 29;
    }
    for (; i < key.size(); ++i) hash = (hash ^ std::uint8_t(key[i])) * 0x94d049bb133111ebU;
    return hash ^ (hash >> 32);
}

}  // namespace

void Overlay::clear() {
    keys_.clear();
    slots_.clear();
    undo_.clear();
    std::fill(index_.begin(), index_.end(), none);
    waiting_ = 0;
}

void Overlay::begin_job() {
    undo_.clear();
    ++step_;
}

std::size_t Overlay::mark() {
    ++step_;
    return undo_.size();
}

void Overlay::drop_to(std::size_t mark) {
    while (undo_.size() > mark) {
        exchange(undo_.back());
        slots_[undo_.back().slot].step = 0;
        undo_.pop_back();
    }
}

/// Puts back what stood before a change, and keeps the change in its place.
void Overlay::exchange(Undo& undo) {
    Slot& slot = slots_[undo.slot];
    bool const was_waiting = slot.waiting;
    std::swap(slot.state, undo.state);
    std::swap(slot.row, undo.row);
    set_waiting(slot, undo.waiting);
    undo.waiting = was_waiting;
}

Result<void> Overlay::flush_before(Session& session, std::size_t mark) {
    for (std::size_t i = undo_.size(); i > mark; --i) exchange(undo_[i - 1]);
    auto flushed = flush(session);
    for (std::size_t i = mark; i < undo_.size(); ++i) exchange(undo_[i]);
    return flushed;
}

void Overlay::put(Table const& table, Row row) {
    check_row(table, row, table.columns.size());
    change(table_index(table), std::move(row), State::row);
}

void Overlay::erase(Table const& table, Row const& key) {
    check_row(table, key, table.key_columns);
    change(table_index(table), key, State::erased);
}

Overlay::Found Overlay::find(Table const& table, Row const& key) {
    if (slots_.empty()) return {};
    auto const at = lookup(table_index(table), key, false);
    if (at == none) return {};
    return {slots_[at].state, &slots_[at].row};
}

Overlay::Found Overlay::remember(Table const& table, Row const& key, std::optional<Row> row) {
    Slot& slot = slots_[lookup(table_index(table), key, true)];
    if (slot.state == State::unknown) {
        slot.state = row ? State::row : State::erased;
        slot.row = row ? *std::move(row) : Row();
    }
    return {slot.state, &slot.row};
}

void Overlay::change(std::uint16_t table, Row row, State state) {
    auto const at = lookup(table, row, true);
    Slot& slot = slots_[at];
    if (slot.step != step_) {
        undo_.push_back({at, slot.state, slot.waiting, std::move(slot.row)});
        slot.step = step_;
    }
    slot.state = state;
    slot.row = std::move(row);
    set_waiting(slot, true);
}

void Overlay::set_waiting(Slot& slot, bool waiting) {
    waiting_ += std::size_t(waiting) - std::size_t(slot.waiting);
    slot.waiting = waiting;
}

std::uint16_t Overlay::table_index(Table const& table) {
    for (std::size_t i = 0; i < tables_.size(); ++i)
        if (callers_[i] == &table && tables_[i]->name == table.name) return std::uint16_t(i);
    for (std::size_t i = 0; i < tables_.size(); ++i) {
        if (tables_[i]->name != table.name) continue;
        callers_[i] = &table;
        return std::uint16_t(i);
    }
    tables_.push_back(std::make_unique<Table>(table));
    callers_.push_back(&table);
    return std::uint16_t(tables_.size() - 1);
}

/// The slot of this key, or `none`. The key is spelled at the end of keys_ and stays there when a slot is made.
std::uint32_t Overlay::lookup(std::uint16_t table, Row const& key, bool make) {
    auto const key_at = keys_.size();
    keys_ += char(table >> 8);
    keys_ += char(table);
    for (std::size_t i = 0; i < tables_[table]->key_columns; ++i) add_key(keys_, key.at(i));
    std::string_view const spelled = std::string_view(keys_).substr(key_at);
    auto const hash = hash_of(spelled);
    if (make && (slots_.size() + 1) * 2 > index_.size()) grow();
    std::size_t const mask = index_.size() - 1;
    std::size_t probe = hash & mask;
    for (; index_[probe] != none; probe = (probe + 1) & mask) {
        Slot const& slot = slots_[index_[probe]];
        if (slot.hash != hash || key_of(slot) != spelled) continue;
        keys_.resize(key_at);
        return index_[probe];
    }
    if (!make) {
        keys_.resize(key_at);
        return none;
    }
    index_[probe] = std::uint32_t(slots_.size());
    Slot slot;
    slot.hash = hash;
    slot.key_at = std::uint32_t(key_at);
    slot.key_size = std::uint32_t(spelled.size());
    slot.table = table;
    slots_.push_back(std::move(slot));
    return index_[probe];
}

void Overlay::grow() {
    index_.assign(std::max<std::size_t>(1024, index_.size() * 2), none);
    std::size_t const mask = index_.size() - 1;
    for (std::size_t i = 0; i < slots_.size(); ++i) {
        std::size_t probe = slots_[i].hash & mask;
        while (index_[probe] != none) probe = (probe + 1) & mask;
        index_[probe] = std::uint32_t(i);
    }
}

Result<void> Overlay::flush(Session& session) {
    if (waiting_ == 0) return {};
    std::vector<std::uint32_t> order;
    order.reserve(waiting_);
    for (std::size_t i = 0; i < slots_.size(); ++i)
        if (slots_[i].waiting) order.push_back(std::uint32_t(i));
    auto const before = [this](std::uint32_t a, std::uint32_t b) { return key_of(slots_[a]) < key_of(slots_[b]); };
    if (!std::is_sorted(order.begin(), order.end(), before)) std::sort(order.begin(), order.end(), before);
    for (std::size_t begin = 0; begin < order.size();) {
        auto const table = slots_[order[begin]].table;
        std::size_t end = begin;
        while (end < order.size() && slots_[order[end]].table == table && end - begin < rows_per_write) ++end;
        FX_CHECK(flush_table(session, table, std::span(order).subspan(begin, end - begin)));
        begin = end;
    }
    return {};
}

Result<void> Overlay::flush_table(Session& session, std::uint16_t table, std::span<std::uint32_t const> order) {
    for (auto const state : {State::row, State::erased}) {
        cells_.clear();
        for (auto const at : order) {
            Slot& slot = slots_[at];
            if (slot.state != state) continue;
            for (auto const& value : slot.row) cells_.push_back(Cell::of(value));
            set_waiting(slot, false);
        }
        if (cells_.empty()) continue;
        FX_CHECK(state == State::row ? session.write_rows(*tables_[table], cells_, Clash::replace)
                                     : session.erase_rows(*tables_[table], cells_));
    }
    return {};
}

}  // namespace fx::store
