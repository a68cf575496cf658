#include "process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace fx::api {
namespace {

/// In the child: becomes the program. `out` and `err` are its standard output and error.
[[noreturn]] void become(std::vector<std::string> const& arguments, int out, int err, std::uint64_t file_bytes_max) {
    ::dup2(out, 1);
    ::dup2(err, 2);
    if (file_bytes_max != 0) {
        ::signal(SIGXFSZ, SIG_IGN);  // so that write() fails, as it does on a full disk
        rlimit const limit{file_bytes_max, file_bytes_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    std::vector<char*> words{const_cast<char*>("fangxian")};
    for (auto const& argument : arguments) words.push_back(const_cast<char*>(argument.c_str()));
    words.push_back(nullptr);
    ::execv(FANGXIAN_BINARY, words.data());
    ::_exit(127);
}

int new_file(std::filesystem::path const& path) {
    return ::open(path.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
}

std::string contents(std::filesystem::path const& path) {
    std::ifstream in(path);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

}  // namespace

Finished fangxian(std::vector<std::string> const& arguments) {
    auto pattern = (std::filesystem::temp_directory_path() / "fangxian-run-XXXXXX").string();
    std::filesystem::path const folder = ::mkdtemp(pattern.data());
    int const out = new_file(folder / "out"), err = new_file(folder / "err");
    auto const child = ::fork();
    if (child == 0) become(arguments, out, err, 0);
    int status = 0;
    ::waitpid(child, &status, 0);
    ::close(out);
    ::close(err);
    Finished finished{WIFEXITED(status) ? WEXITSTATUS(status) : -1, contents(folder / "out"), contents(folder / "err")};
    std::filesystem::remove_all(folder);
    return finished;
}

ServingChild::ServingChild(std::string const& site, std::uint64_t file_bytes_max) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return;
    child_ = ::fork();
    if (child_ == 0) become({"serve", "--data", site, "--port", "0", "--json"}, ends[1], 2, file_bytes_max);
    ::close(ends[1]);
    out_ = ends[0];
    // {"port":40123}
    std::string line;
    for (char c = 0; ::read(out_, &c, 1) == 1 && c != '\n';) line += c;
    if (auto const at = line.find(':'); at != line.npos) port_ = std::uint16_t(std::atoi(line.c_str() + at + 1));
}

ServingChild::~ServingChild() {
    kill_at_once();
    if (out_ >= 0) ::close(out_);
}

void ServingChild::kill_at_once() {
    if (child_ <= 0) return;
    ::kill(child_, SIGKILL);
    ::waitpid(child_, nullptr, 0);
    child_ = -1;
}

}  // namespace fx::api
