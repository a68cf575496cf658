#pragma once
/// Passwords: argon2id (RFC 9106) through libsodium. Hashing takes tens of milliseconds: never on the I/O thread, so
/// the sign-in route is Run::pool.

#include "base/random.hpp"
#include "base/result.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace fx::server {

/// OWASP's second recommendation for argon2id: 19 MiB, two passes, one lane. Two at once stay under 40 MiB.
struct PasswordCost {
    unsigned long long passes = 2;
    std::size_t memory_bytes = 19U << 20;

    PasswordCost() = default;
    PasswordCost(unsigned long long p, std::size_t m) : passes(p), memory_bytes(m) {}
};

inline constexpr std::size_t password_length_min = 8;   ///< code points (NIST SP 800-63B, 5.1.1.2)
inline constexpr std::size_t password_bytes_max = 256;  ///< longer is refused, not cut

/// "$argon2id$v=19$m=…": holds its own salt and cost. The salt comes from the operating system.
/// 503.15 when there is no memory for it.
Result<std::string> hash_password(std::string_view password, PasswordCost cost = {});
bool verify_password(std::string const& hash, std::string_view password);
/// Whether `hash` was made with another cost: after a successful sign-in, hash again and store.
bool needs_rehash(std::string const& hash, PasswordCost cost = {});
/// Costs what verify_password costs: call it for an unknown user name, so that the time does not tell who exists.
void verify_nothing(std::string_view password, PasswordCost cost = {});

/// 400.135 when shorter than the minimum, longer than the maximum, not UTF-8, one of the commonest, one character
/// repeated, or containing the user name. No rules about kinds of characters (NIST SP 800-63B).
Result<void> check_password(std::string_view password, std::string_view user_name);

/// Four groups of four letters and digits that cannot be mistaken for one another, 79 bits: "h7kf-q3mp-x9dw-t4ra".
std::string make_one_time_password(Random& random);

}  // namespace fx::server
