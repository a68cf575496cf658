#include "store/signer.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <fstream>
#include <sstream>

namespace fx::store {

std::string signed_text(Head const& head) {
    return fmt::format("fangxian head v1\n{}\n{}\n{}\n{}\n{}\n{}\n", head.county, head.year, head.size, head.from_size,
                       to_hex(head.root), head.at.ms);
}

bool verify_head(Head const& head, std::string_view public_key) {
    return is_signed(signed_text(head), head.signature, public_key);
}

Result<Signer> Signer::open(std::string const& directory, bool create, Random& random) {
    FX_TRY(auto const key, SigningKey::open(directory + "/journal.key", create, random));
    auto keys = stored_public_keys(directory);
    if (create && (keys.empty() || keys.front() != key.public_key())) {
        std::erase(keys, key.public_key());
        std::string text = key.public_key() + "\n";
        for (auto const& other : keys) text += other + "\n";
        FX_CHECK(write_durably(directory + "/journal.pub", text, 0644));
    }
    return Signer(key);
}

void Signer::sign(Head& head) const { head.signature = key_.sign(signed_text(head)); }

std::string Signer::public_key() const { return key_.public_key(); }

std::vector<std::string> stored_public_keys(std::string const& directory) {
    std::ifstream file(directory + "/journal.pub");
    std::ostringstream text;
    text << file.rdbuf();
    std::vector<std::string> keys;
    for (auto const line : split(text.view(), '\n'))
        if (is_public_key(trim(line))) keys.emplace_back(trim(line));
    return keys;
}

}  // namespace fx::store
