#include "server/content_coding.hpp"
#include "base/assert.hpp"

/// Whatever a client calls gzip: never more than the limit comes out, and what we compress we read again.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace fx::server;
    constexpr std::size_t most = 1 << 16;
    std::string_view const bytes(reinterpret_cast<char const*>(data), size);
    if (auto const plain = decoded(bytes, "gzip", most); plain.has_value()) FX_ASSERT(plain->size() <= most);
    Response response = Response::text(std::string(bytes) + std::string(4096, 'x'));
    compress(response, "gzip");
    auto const back = decoded(response.content(), "gzip", size + 4096);
    FX_ASSERT(back.has_value() && back->substr(0, size) == bytes);
    return 0;
}
