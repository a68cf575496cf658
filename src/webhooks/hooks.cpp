#include "webhooks/hooks.hpp"

#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "http/address.hpp"

namespace fx::webhooks {
namespace {

namespace webhook = handles::webhook;

Result<records::Effects> on_webhook(records::Change const& change, records::Lookup&) {
    auto const url = get(change.after->values, webhook::url).value_or("");
    if (!http::parse_address(url))
        return Problem(ProblemKind::webhook_url_invalid, {std::string(url)}).at(std::string(webhook::url.name));
    return records::Effects();
}

}  // namespace

void add_hooks(records::Engine& engine) { engine.add_hook(webhook::record_type, on_webhook); }

}  // namespace fx::webhooks
