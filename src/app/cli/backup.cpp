#include "app/cli/cli.hpp"

#include <filesystem>

namespace fx::app::cli {
namespace {

namespace fs = std::filesystem;

/// What a site is besides its database. Keys go along only when asked: who has a backup with keys can read everything.
constexpr std::string_view site_files[] = {"site.jsonc", "divisions.csv", "journal.pub", "map.geojson"};
constexpr std::string_view key_files[] = {"identity.key", "journal.key", "relay.key"};

Result<void> copy(std::string const& from, std::string const& to) {
    std::error_code error;
    if (!fs::exists(from, error)) return {};
    fs::copy(from, to, fs::copy_options::recursive, error);
    if (!error && !fs::is_directory(to)) fs::permissions(to, fs::perms::owner_read | fs::perms::owner_write, error);
    if (error) return Problem(ProblemKind::file_unwritable, {to}).because(error.message());
    return {};
}

Result<void> empty_folder(std::string const& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error || !fs::is_empty(folder, error)) return Problem(ProblemKind::restore_refused, {folder, "not empty"});
    return {};
}

template <std::size_t n>
Result<void> copy_all(std::string_view const (&names)[n], std::string const& from, std::string const& to) {
    for (auto const& name : names) FX_CHECK(copy(from + "/" + std::string(name), to + "/" + std::string(name)));
    return {};
}

Result<void> make_backup(Context& context, std::string const& folder, bool with_keys) {
    FX_TRY(auto const site, load_site(context.data));
    FX_CHECK(empty_folder(folder));
    SystemClock const clock;
    SecureRandom random;
    FX_TRY(auto const store, store::Store::open({site.store_url, site.directory, true}, clock, random));
    FX_CHECK(store->backup(folder + (site.store_url.empty() ? "/fangxian.db" : "/fangxian.pgdump")));
    FX_CHECK(copy_all(site_files, context.data, folder));
    FX_CHECK(copy(site.file("catalog"), folder + "/catalog"));
    return with_keys ? copy_all(key_files, context.data, folder) : Result<void>();
}

Result<void> restore(Context& context, std::string const& folder, std::string const& keys) {
    auto const& kept = keys.empty() ? folder : keys;
    // A new journal key can be made, and old heads stay verifiable; without the identity key nothing can be read again.
    if (auto const key = kept + "/identity.key"; !fs::exists(key))
        return Problem(ProblemKind::file_unreadable, {key}).at("--keys");
    FX_CHECK(empty_folder(context.data));
    FX_CHECK(copy_all(site_files, folder, context.data));
    FX_CHECK(copy(folder + "/catalog", context.data + "/catalog"));
    FX_CHECK(copy_all(key_files, kept, context.data));
    FX_TRY(auto const site, load_site(context.data));
    return store::Store::restore(folder + (site.store_url.empty() ? "/fangxian.db" : "/fangxian.pgdump"),
                                 {site.store_url, site.directory, false});
}

}  // namespace

void add_backup(CLI::App& app, Context& context) {
    struct Arguments {
        std::string folder, keys;
        bool with_keys = false;
    };
    auto const arguments = std::make_shared<Arguments>();
    auto* backup =
        app.add_subcommand("backup", "A consistent copy of a site into a new folder, also while it is being served");
    common(*backup, context);
    backup->add_option("folder", arguments->folder, "New or empty folder")->required();
    backup->add_flag("--with-keys", arguments->with_keys, "Also copy the secret keys; keep such a backup locked away");
    backup->footer("Example: fangxian backup --data /srv/ganquan /backup/2020-02-03");
    backup->callback([&context, arguments] {
        if (auto const made = make_backup(context, arguments->folder, arguments->with_keys); made.has_error())
            context.fail(made.error());
    });
    auto* command = app.add_subcommand("restore", "Make a site from a backup; check it with verify afterwards");
    common(*command, context);
    command->add_option("folder", arguments->folder, "Folder of the backup")->required();
    command->add_option("--keys", arguments->keys, "Folder of the keys, when the backup does not hold them");
    command->footer(
        "Example: fangxian restore --data /srv/new /backup/2020-02-03 --keys /safe/keys && fangxian verify --data /srv/new");
    command->callback([&context, arguments] {
        if (auto const made = restore(context, arguments->folder, arguments->keys); made.has_error())
            context.fail(made.error());
    });
}

}  // namespace fx::app::cli
