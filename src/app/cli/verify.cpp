#include "records/verify.hpp"
#include "app/answer.hpp"
#include "app/cli/cli.hpp"
#include "base/json_member.hpp"
#include "base/text.hpp"
#include "records/attachment.hpp"
#include "store/merkle.hpp"

#include <boost/json.hpp>

#include <fstream>

namespace fx::app::cli {
namespace {

constexpr std::size_t head_bytes_max = 64 << 10;

/// A head kept from an earlier verify, receipt or GET /api/journal/head.
struct Kept {
    int year = 0;
    std::int64_t size = 0;
    store::Hash root{};
};

/// 400.154 unreadable, 400.7 not a head. `file` may hold the head itself or an object with a member `head`.
Result<Kept> read_kept(std::string const& file) {
    auto const wrong = Problem(ProblemKind::invalid_parameter, {"--head", file}).at("--head");
    std::ifstream in(file, std::ios::binary);
    std::string text(head_bytes_max, '\0');
    in.read(text.data(), std::streamsize(text.size()));
    if (!in.is_open() || in.bad()) return Problem(ProblemKind::file_unreadable, {file}).at("--head");
    text.resize(std::size_t(in.gcount()));
    boost::system::error_code error;
    auto const json = boost::json::parse(text, error);
    if (error || !json.is_object()) return wrong;
    auto const* inner = json.get_object().if_contains("head");
    auto const* head = inner ? inner->if_object() : &json.get_object();
    if (head == nullptr) return wrong;
    auto const* year = head->if_contains("year");
    auto const* size = head->if_contains("size");
    auto const root = from_hex(text_member(*head, "root"));
    Kept kept;
    if (year == nullptr || !year->is_int64() || year->get_int64() < 1900 || year->get_int64() > 2199 || size == nullptr ||
        !size->is_int64() || size->get_int64() < 1 || root.size() != kept.root.size())
        return wrong;
    kept.year = int(year->get_int64());
    kept.size = size->get_int64();
    std::copy(root.begin(), root.end(), kept.root.begin());
    return kept;
}

/// Whether the log of today begins with all that the kept head closed (RFC 6962, 2.1.2). A journal rewritten as a whole,
/// keys and all, agrees with itself; it cannot agree with a head that was kept elsewhere.
Result<std::vector<store::Finding>> compare(store::Journal& journal, store::Reader& reader, std::int64_t county,
                                            Kept const& kept) {
    FX_TRY(auto const now, journal.head(reader, county, kept.year));
    auto const differs = [&](std::string const& detail) {
        return std::vector{store::Finding{county, {kept.year * 10'000'000'000 + kept.size - 1}, "head_mismatch", detail}};
    };
    if (now.size < kept.size)
        return differs("the log of " + std::to_string(kept.year) + " holds " + std::to_string(now.size) +
                       " entries; the kept head closed " + std::to_string(kept.size));
    FX_TRY(auto const path, journal.consistency(reader, county, kept.year, kept.size, now.size));
    if (store::verify_consistency(kept.size, kept.root, now.size, now.root, path)) return std::vector<store::Finding>();
    return differs("the first " + std::to_string(kept.size) + " entries of " + std::to_string(kept.year) +
                   " are not those that the kept head closed");
}

/// The head of the last year that has one; size 0 when nothing was ever written.
Result<store::Head> newest_head(store::Journal& journal, store::Reader& reader, std::int64_t county, int year) {
    constexpr int first_year = 2019;
    for (; year > first_year; --year) {
        FX_TRY(auto const head, journal.head(reader, county, year));
        if (head.size > 0) return head;
    }
    return journal.head(reader, county, year);
}

struct Verified {
    std::vector<store::Finding> findings;
    std::int64_t records = 0, attachments = 0;
    store::Head head;
};

Result<Verified> verify(Program& program, std::optional<Kept> const& kept) {
    Verified done;
    FX_CHECK(program.store->read([&](store::Reader& reader) -> Result<void> {
        auto& journal = program.store->journal();
        auto const add = [&](std::vector<store::Finding> const& found) {
            done.findings.insert(done.findings.end(), found.begin(), found.end());
        };
        FX_TRY(auto const entries, journal.verify(reader, program.county()));
        add(entries);
        FX_TRY(auto const rows, records::verify_rows(*program.engine, reader, journal, program.county(), done.records));
        add(rows);
        FX_TRY(auto const photos, records::verify_attachments(*program.engine, reader, program.county(), done.attachments));
        add(photos);
        if (kept) {
            FX_TRY(auto const against, compare(journal, reader, program.county(), *kept));
            add(against);
        }
        FX_TRY(done.head, newest_head(journal, reader, program.county(), civil(date_at(program.clock.now())).year));
        return {};
    }));
    return done;
}

void print_json(Verified const& done) {
    JsonWriter json;
    json.begin_object()
        .key("records")
        .integer(done.records)
        .key("attachments")
        .integer(done.attachments)
        .key("head")
        .begin_object();
    write_head_members(json, done.head);
    json.end_object().key("findings").begin_array();
    for (auto const& finding : done.findings) {
        json.begin_object().key("kind").string(finding.kind).key("sequence").integer(finding.sequence.value);
        json.key("detail").string(finding.detail).end_object();
    }
    std::printf("%s\n", json.end_array().end_object().take().c_str());
}

void print(Context const& context, Verified const& done) {
    for (auto const& finding : done.findings)
        std::printf("%s  %lld  %s\n", finding.kind.c_str(), (long long)finding.sequence.value, finding.detail.c_str());
    if (done.findings.empty())
        std::printf("%s: %lld, %s: %lld\n", context.say("核验通过，记录数", "nothing was altered; records checked").c_str(),
                    (long long)done.records, context.say("照片数", "photos").c_str(), (long long)done.attachments);
    std::printf("%s %d: %lld  %s\n", context.say("日志", "journal").c_str(), done.head.year, (long long)done.head.size,
                to_hex(done.head.root).c_str());
}

}  // namespace

/// Recomputes the journal and compares every record with it. Exit 3 when anything was altered.
void add_verify(CLI::App& app, Context& context) {
    auto const file = std::make_shared<std::string>();
    auto* command = app.add_subcommand(
        "verify", "Find any altered, missing or reordered journal entry, and any record that differs from its journal");
    common(*command, context);
    command->add_option("--head", *file, "A head kept elsewhere (verify --json, a receipt): the journal must extend it");
    command->footer(
        "Example: fangxian verify --data /srv/ganquan --head /media/usb/head.json\nExit 0: nothing was altered. Exit 3: "
        "findings, one a line.");
    command->callback([&context, file] {
        std::optional<Kept> kept;
        if (!file->empty()) {
            auto read = read_kept(*file);
            if (read.has_error()) return context.fail(read.error());
            kept = *read;
        }
        auto const program = open(context, true);
        if (!program) return;
        auto const done = verify(*program, kept);
        if (done.has_error()) return context.fail(done.error());
        if (context.json)
            print_json(*done);
        else
            print(context, *done);
        if (!done->findings.empty()) context.exit = found_something;
    });
}

}  // namespace fx::app::cli
