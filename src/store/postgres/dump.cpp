#include "store/postgres/dump.hpp"

#include "store/postgres/session.hpp"

#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <vector>

namespace fx::store::postgres {
namespace {

/// On the PATH, else where Debian keeps each version's programs; the newest first.
std::string find_program(std::string const& name) {
    std::string_view rest = std::getenv("PATH") ? std::getenv("PATH") : "";
    while (!rest.empty()) {
        auto const end = std::min(rest.find(':'), rest.size());
        auto const path = std::string(rest.substr(0, end)) + "/" + name;
        if (::access(path.c_str(), X_OK) == 0) return path;
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    for (int version = 30; version >= 15; --version) {
        auto const path = fmt::format("/usr/lib/postgresql/{}/bin/{}", version, name);
        if (::access(path.c_str(), X_OK) == 0) return path;
    }
    return {};
}

struct Target {
    std::string connection;  ///< without the password: other users see a process's arguments
    std::string password;
};

Result<Target> target_of(std::string const& url) {
    char* error = nullptr;
    PQconninfoOption* const options = PQconninfoParse(url.c_str(), &error);
    if (!options) {
        Problem problem = Problem(ProblemKind::tool_failed, {"libpq", "connection"}).because(error ? error : "");
        PQfreemem(error);
        return problem;
    }
    Target target;
    for (auto const* option = options; option->keyword; ++option) {
        if (!option->val) continue;
        if (std::string_view(option->keyword) == "password") {
            target.password = option->val;
            continue;
        }
        std::string quoted;
        for (char const* c = option->val; *c; ++c)
            quoted += *c == '\'' || *c == '\\' ? std::string("\\") + *c : std::string(1, *c);
        target.connection += fmt::format("{}='{}' ", option->keyword, quoted);
    }
    PQconninfoFree(options);
    return target;
}

/// Runs the program to its end.
Result<void> run(std::string const& name, std::vector<std::string> arguments, Target const& target) {
    auto const program = find_program(name);
    if (program.empty()) return Problem(ProblemKind::tool_failed, {name, "not found"});
    arguments.insert(arguments.begin(), program);
    std::vector<char*> argv;
    for (auto& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    std::vector<std::string> environment;
    for (char** variable = environ; *variable; ++variable) environment.emplace_back(*variable);
    if (!target.password.empty()) environment.push_back("PGPASSWORD=" + target.password);
    std::vector<char*> envp;
    for (auto& variable : environment) envp.push_back(variable.data());
    envp.push_back(nullptr);

    pid_t const child = ::fork();
    if (child == 0) {
        ::execve(program.c_str(), argv.data(), envp.data());
        ::_exit(127);
    }
    int status = 0;
    if (child < 0 || ::waitpid(child, &status, 0) != child || status != 0)
        return Problem(ProblemKind::tool_failed,
                       {name, fmt::format("status {}", WIFEXITED(status) ? WEXITSTATUS(status) : status)});
    return {};
}

}  // namespace

Result<void> dump(std::string const& url, std::string const& file) {
    FX_TRY(auto const target, target_of(url));
    return run("pg_dump",
               {"--format=custom", "--no-owner", "--no-privileges", "--file=" + file, "--dbname=" + target.connection},
               target);
}

Result<void> restore_dump(std::string const& file, std::string const& url) {
    FX_TRY(auto connection, Connection::open(url));
    PostgresSession session(std::move(connection));
    FX_TRY(auto const tables,
           session.query("SELECT count(*) FROM information_schema.tables WHERE table_schema = current_schema()", {}));
    if (auto const* count = integer_in(tables.at(0).at(0)); !count || *count != 0)
        return Problem(ProblemKind::restore_refused, {"PostgreSQL", "not empty"});
    FX_TRY(auto const target, target_of(url));
    return run(
        "pg_restore",
        {"--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error", "--dbname=" + target.connection, file},
        target);
}

}  // namespace fx::store::postgres
