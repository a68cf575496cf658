#include "app/program.hpp"

#include "catalog/exchange.hpp"

#include "app/situation.hpp"
#include "base/log.hpp"
#include "care/hooks.hpp"
#include "command/calendar.hpp"
#include "command/duty.hpp"
#include "command/order.hpp"
#include "command/response.hpp"
#include "divisions/load.hpp"
#include "network/follow.hpp"
#include "network/hooks.hpp"
#include "records/fill_name_keys.hpp"
#include "return_to_work/filing.hpp"
#include "returns/daily_report.hpp"
#include "trace/hooks.hpp"
#include "watch/hooks.hpp"
#include "webhooks/hooks.hpp"

#include <fmt/format.h>

#include <filesystem>

namespace fx::app {
namespace {

struct Loaded {
    std::shared_ptr<catalog::Catalogue const> catalogue;
    catalog::LoadedReturns returns;
    catalog::LoadedPlans plans;
    catalog::LoadedDiseases diseases;
};

/// How many, and the first of them with its file and line.
Problem refused(std::vector<catalog::Mistake> const& mistakes) {
    auto const& first = mistakes.front();
    auto const at = first.file + ":" + std::to_string(first.line) + " ";
    return Problem(ProblemKind::catalogue_mistakes,
                   {std::to_string(mistakes.size()),
                    Words(at + first.what.zh + "。" + first.remedy.zh, at + first.what.en + ". " + first.remedy.en)});
}

Result<Loaded> load_catalogue(Site const& site) {
    std::vector<catalog::Source> overlay;
    if (std::filesystem::exists(site.file("catalog"))) {
        FX_TRY(overlay, catalog::read_sources(site.file("catalog")));
    }
    auto const sources = catalog::embedded_sources();
    auto loaded = catalog::load(sources, overlay);
    if (!loaded.catalogue) return refused(loaded.mistakes);
    auto returns = catalog::load_returns(sources, overlay, *loaded.catalogue);
    if (!returns.mistakes.empty()) return refused(returns.mistakes);
    auto const exchange = catalog::load_exchange(overlay, returns);
    if (!exchange.mistakes.empty()) return refused(exchange.mistakes);
    auto plans = catalog::load_plans(sources, overlay, *loaded.catalogue);
    if (!plans.mistakes.empty()) return refused(plans.mistakes);
    auto diseases = catalog::load_diseases(sources, overlay, *loaded.catalogue);
    if (!diseases.mistakes.empty()) return refused(diseases.mistakes);
    return Loaded{std::move(loaded.catalogue), std::move(returns), std::move(plans), std::move(diseases)};
}

}  // namespace

Program::~Program() = default;

records::Actor Program::local_actor() const { return {{}, {}, "administrator", site.county}; }

Result<std::unique_ptr<Program>> Program::open(Options options, Clock const& clock, Random& random) {
    std::unique_ptr<Program> program(new Program(std::move(options.site), clock, random));
    auto const& site = program->site;
    FX_TRY(auto loaded, load_catalogue(site));
    program->catalogue = std::move(loaded.catalogue);
    program->returns = std::move(loaded.returns);
    program->plans = std::move(loaded.plans);
    program->diseases = std::move(loaded.diseases);
    FX_TRY(auto const sealer, records::Sealer::from_file(site.file("identity.key")));
    program->sealer = std::make_unique<records::Sealer>(sealer);
    FX_TRY(auto divisions, load_division_csv(site.file("divisions.csv")));
    auto const* own = divisions.find(site.county);
    bool const above_counties = own != nullptr && !divisions.is_county(*own);
    program->network = std::make_unique<network::Network>(std::move(divisions), random.next(),
                                                          above_counties ? std::optional(program->county()) : std::nullopt);
    FX_TRY(program->store, store::Store::open({site.store_url, site.directory, options.read_only}, clock, random));

    records::Engine::Parts parts;
    parts.catalogue = program->catalogue;
    parts.responsibility = program->network.get();
    parts.subjects = program->network.get();
    parts.sealer = program->sealer.get();
    parts.journal = &program->store->journal();
    parts.listener = program->network.get();
    program->engine = std::make_unique<records::Engine>(std::move(parts));
    network::add_hooks(*program->engine);
    watch::add_hooks(*program->engine);
    returns::add_hooks(*program->engine);
    command::add_hooks(*program->engine, *program->network);
    command::add_duty_hooks(*program->engine, *program->network);
    command::add_calendar_hooks(*program->engine);
    command::add_response_hooks(*program->engine, *program->network, program->plans);
    add_situation_hooks(*program->engine);
    return_to_work::add_hooks(*program->engine);
    trace::add_hooks(*program->engine, program->diseases);
    care::add_hooks(*program->engine);
    webhooks::add_hooks(*program->engine);
    FX_CHECK(program->store->read([&](store::Reader& reader) -> Result<void> {
        FX_CHECK(program->engine->start(reader));
        return program->network->load(reader, *program->engine);
    }));
    if (!options.read_only) {
        FX_TRY(auto const filled, records::fill_name_keys(*program->store, *program->engine, program->county()));
        if (filled > 0) log::info(fmt::format("names can be found by pinyin: {} rows filled", filled));
    }
    network::follow(*program->network, *program->engine, *program->store);
    program->whereabouts = std::make_unique<trace::Whereabouts>(*program->engine, *program->store, program->county());
    program->devices = std::make_unique<Devices>(*program->store);
    if (!options.read_only)
        FX_CHECK(program->store->read([&](store::Reader& reader) { return program->devices->load(reader); }));
    return program;
}

void Program::journal(store::Tx& tx, records::Actor const& by, std::string type, Id const& id, std::string action,
                      std::string body) const {
    store::Entry entry;
    entry.county = county();
    entry.type = std::move(type);
    entry.record = id;
    entry.action = std::move(action);
    entry.place = site.county;
    entry.command = id;
    entry.post = by.post;
    entry.user = by.user;
    entry.stated_at = tx.now();
    entry.body = std::move(body);
    tx.append(std::move(entry));
}

}  // namespace fx::app
