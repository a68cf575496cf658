#pragma once
/// The built program as a child process.

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

namespace fx::api {

struct Finished {
    int exit = -1;  ///< -1 when it did not end by itself
    std::string out, err;
};
/// `fangxian` with these arguments, to its end.
Finished fangxian(std::vector<std::string> const& arguments);

/// `fangxian serve` of a site, until killed. Ends with the object at the latest.
class ServingChild {
public:
    /// `file_bytes_max`: no file may grow beyond this, as on a full disk; 0 = no limit.
    explicit ServingChild(std::string const& site, std::uint64_t file_bytes_max = 0);
    ~ServingChild();
    ServingChild(ServingChild const&) = delete;
    ServingChild& operator=(ServingChild const&) = delete;

    std::uint16_t port() const { return port_; }  ///< 0 when it did not come up
    void kill_at_once();                          ///< SIGKILL: no chance to tidy up

private:
    pid_t child_ = -1;
    int out_ = -1;
    std::uint16_t port_ = 0;
};

}  // namespace fx::api
