#include "store/sha256.hpp"

#include "base/assert.hpp"

#include <openssl/evp.h>

#include <memory>

namespace fx::store {
namespace {

/// Fetching the algorithm and making a context cost more than hashing a leaf: both are kept per thread.
struct Digest {
    Digest() : algorithm(EVP_MD_fetch(nullptr, "SHA256", nullptr)), context(EVP_MD_CTX_new()) {
        FX_ASSERT(algorithm != nullptr && context != nullptr);
        FX_ASSERT(EVP_DigestInit_ex2(context, algorithm, nullptr) == 1);
    }
    ~Digest() {
        EVP_MD_CTX_free(context);
        EVP_MD_free(algorithm);
    }
    Digest(Digest const&) = delete;
    Digest& operator=(Digest const&) = delete;

    EVP_MD* algorithm;
    EVP_MD_CTX* context;
};

}  // namespace

Hash sha256(std::initializer_list<ByteView> parts) {
    thread_local Digest digest;
    Hash hash;
    bool good = EVP_DigestInit_ex2(digest.context, nullptr, nullptr) == 1;
    for (auto const part : parts) good = good && EVP_DigestUpdate(digest.context, part.data(), part.size()) == 1;
    unsigned size = 0;
    good = good && EVP_DigestFinal_ex(digest.context, hash.data(), &size) == 1;
    FX_ASSERT(good && size == hash.size());
    return hash;
}

}  // namespace fx::store
