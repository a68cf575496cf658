#include "records/verify.hpp"
#include "app/cli/cli.hpp"
#include "base/json_writer.hpp"

namespace fx::app::cli {

/// Recomputes the journal and compares every record with it. Exit 3 when anything was altered.
void add_verify(CLI::App& app, Context& context) {
    auto* command = app.add_subcommand(
        "verify", "Find any altered, missing or reordered journal entry, and any record that differs from its journal");
    common(*command, context);
    command->footer(
        "Example: fangxian verify --data /srv/ganquan\nExit 0: nothing was altered. Exit 3: findings, one a line.");
    command->callback([&context] {
        auto const program = open(context, true);
        if (!program) return;
        std::vector<store::Finding> findings;
        std::int64_t records_checked = 0;
        auto const verified = program->store->read([&](store::Reader& reader) -> Result<void> {
            FX_TRY(findings, program->store->journal().verify(reader, program->county()));
            FX_TRY(auto const rows, records::verify_rows(*program->engine, reader, program->store->journal(),
                                                         program->county(), records_checked));
            findings.insert(findings.end(), rows.begin(), rows.end());
            return {};
        });
        if (verified.has_error()) return context.fail(verified.error());
        JsonWriter json;
        json.begin_object().key("records").integer(records_checked).key("findings").begin_array();
        for (auto const& finding : findings) {
            json.begin_object()
                .key("kind")
                .string(finding.kind)
                .key("sequence")
                .integer(finding.sequence.value)
                .key("detail")
                .string(finding.detail)
                .end_object();
            if (!context.json)
                std::printf("%s  %lld  %s\n", finding.kind.c_str(), (long long)finding.sequence.value,
                            finding.detail.c_str());
        }
        json.end_array().end_object();
        if (context.json)
            std::printf("%s\n", json.text().c_str());
        else if (findings.empty())
            std::printf("%s: %lld\n", context.say("核验通过，记录数", "nothing was altered; records checked").c_str(),
                        (long long)records_checked);
        if (!findings.empty()) context.exit = found_something;
    });
}

}  // namespace fx::app::cli
