#pragma once
/// The journal's reading side over any Reader. Internal to store.

#include "store/log_book.hpp"
#include "store/store.hpp"

namespace fx::store {

class JournalReader final : public Journal {
public:
    /// `book` is null in a store that only reads. The newest key comes first.
    JournalReader(LogBook const* book, std::vector<std::string> public_keys)
        : book_(book), public_keys_(std::move(public_keys)) {}

    Result<Head> head(Reader& reader, std::int64_t county, int year) override;
    std::optional<Head> newest(std::int64_t county) const override;
    Result<std::vector<Hash>> inclusion(Reader& reader, std::int64_t county, int year, std::int64_t index,
                                        std::int64_t size) override;
    Result<std::vector<Hash>> consistency(Reader& reader, std::int64_t county, int year, std::int64_t from_size,
                                          std::int64_t size) override;
    Result<std::vector<Entry>> feed(Reader& reader, std::int64_t county, Sequence after, int limit) override;
    Result<std::vector<Entry>> history(Reader& reader, std::int64_t county, Sequence last, int limit) override;
    Result<std::vector<Finding>> verify(Reader& reader, std::int64_t county) override;
    std::string public_key() const override { return public_keys_.empty() ? "" : public_keys_.front(); }

private:
    LogBook const* book_;
    std::vector<std::string> public_keys_;
};

}  // namespace fx::store
