#include "app/serve.hpp"

#include "app/cli/cli.hpp"
#include "app/cli/product.hpp"

namespace fx::app::cli {

void add_serve(CLI::App& app, Context& context) {
    auto const options = std::make_shared<ServeOptions>();
    auto* command = app.add_subcommand("serve", "Serve a site: pages, API, live figures");
    common(*command, context);
    command->add_option("--host", options->host, "Address to listen on")->capture_default_str();
    command->add_option("--port", options->port, "Port, 0 for any free one")->capture_default_str();
    command->add_option("--web", options->web, "Folder of the built pages (default: the product's own)");
    auto* certificate = command->add_option("--tls-certificate", options->certificate, "PEM file: serve HTTPS");
    command->add_option("--tls-key", options->key, "PEM file of the private key")->needs(certificate);
    command->add_option("--trusted-proxy", options->trusted_proxies,
                        "Address of a proxy in front: who asks is the last entry of its X-Forwarded-For");
    command->add_option("--access-log", options->access_log, "File for one JSON line a request; - for stderr");
    command->footer("Example: fangxian serve --data /srv/ganquan --port 8020");
    command->callback([&context, options] {
        auto const program = open(context, false);
        if (!program) return;
        if (options->web.empty()) options->web = web_folder();
        auto const served = serve(*program, *options, [&](std::uint16_t port) {
            auto const scheme = options->certificate.empty() ? "http" : "https";
            if (context.json)
                std::printf("{\"port\":%d}\n", int(port));
            else
                std::printf("%s %s://%s:%d/   %s %s://%s:%d/field/\n", context.say("指挥端", "Desk").c_str(), scheme,
                            options->host.c_str(), int(port), context.say("网格员端", "Field").c_str(), scheme,
                            options->host.c_str(), int(port));
            std::fflush(stdout);
        });
        if (served.has_error()) context.fail(served.error());
    });
}

}  // namespace fx::app::cli
