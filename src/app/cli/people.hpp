#pragma once
/// Accounts and posts from the command line.

#include "app/accounts.hpp"
#include "app/program.hpp"

#include <optional>
#include <string>
#include <vector>

namespace fx::app::cli {

struct NewHolder {
    std::string username;
    std::string name;  ///< of the person
    std::string role;  ///< code of post_role
    std::string post_name;
    Place area;
    bool can_sign_in = true;  ///< false: an account without a password, until the administrator sets one
    bool must_change = true;
    std::string phone = {};
    std::optional<Date> since = {};  ///< first day in the post; today unless given
};

class People {
public:
    explicit People(Program& program);

    /// Account and post; the one-time password, empty when the account cannot sign in yet.
    Result<std::string> add_with_post(NewHolder const& holder);
    /// Many at once, one commit; without passwords.
    Result<void> add_posts(std::vector<NewHolder> const& holders);
    Result<std::string> reset_password(std::string const& username);
    /// Acts under the account's highest post; shown once.
    Result<std::string> make_token(std::string const& username, std::string const& label, int days);
    Accounts& accounts() { return accounts_; }

private:
    Result<void> add(store::Tx& tx, NewHolder const& holder, std::string const& hash, Id const& account, Id const& post);
    Program& program_;
    Accounts accounts_;
};

}  // namespace fx::app::cli
