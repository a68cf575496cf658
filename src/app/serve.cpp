#include "app/serve.hpp"

#include "app/service.hpp"

namespace fx::app {

Result<void> serve(Program& program, ServeOptions const& options, std::function<void(std::uint16_t)> listening) {
    FX_TRY(auto const service, Service::start(program, options));
    service->stop_on_signals();
    listening(service->port());
    service->run();
    return {};
}

}  // namespace fx::app
