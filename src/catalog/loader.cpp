#include "catalog/load_parts.hpp"

#include "base/text.hpp"
#include "catalog/describe.hpp"

#include <sodium/crypto_hash_sha256.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace fx::catalog {
namespace {

std::string hex_digest(std::string const& text) {
    std::array<std::uint8_t, crypto_hash_sha256_BYTES> hash;
    crypto_hash_sha256(hash.data(), reinterpret_cast<unsigned char const*>(text.data()), text.size());
    return to_hex(hash);
}

}  // namespace

class Loader {
public:
    Loaded run(std::vector<Source> const& sources, std::vector<Source> const& overlay) {
        auto base = parse_sources(sources, Part::types_and_codes, mistakes_),
             site = parse_sources(overlay, Part::types_and_codes, mistakes_);
        load_code_lists(base, site);
        load_types(base, site);
        finish(base);
        for (auto& file : site)
            if (file.folder != "codes") overlay_type(file);
        Loaded out;
        if (mistakes_.empty()) {
            catalogue_->version_ = hex_digest(describe(*catalogue_));
            out.catalogue = std::move(catalogue_);
        }
        out.mistakes = std::move(mistakes_);
        return out;
    }

private:
    /// Lists first, with the site's codes: fields keep pointers to them.
    void load_code_lists(std::vector<Parsed>& base, std::vector<Parsed>& site) {
        for (auto& file : base) {
            if (file.folder != "codes") continue;
            auto list = std::make_unique<CodeList>();
            list->name = file.name;
            read_code_list(file.reading, file.root, *list);
            if (!catalogue_->code_lists_.try_emplace(file.name, std::move(list)).second)
                file.reading.mistake(MistakeKind::duplicate_name, 0, {file.name});
        }
        for (auto& file : site) {
            if (file.folder != "codes") continue;
            auto const found = catalogue_->code_lists_.find(file.name);
            if (found == catalogue_->code_lists_.end())
                file.reading.mistake(MistakeKind::overlay_unknown_target, 0, {file.name});
            else
                apply_codes_overlay(file.reading, file.root, *found->second);
        }
    }

    /// The site's settings before anything else of a type: predicates may name them.
    void load_types(std::vector<Parsed>& base, std::vector<Parsed>& site) {
        for (auto const& file : base)
            if (file.folder != "codes") type_names_.push_back(file.name);
        for (auto& file : base) {
            if (file.folder == "codes") continue;
            auto type = std::make_unique<RecordType>();
            type->name = file.name;
            type->duty = file.folder;
            file.reading.name_is_good(file.folder, 0);
            read_type_head(file.reading, file.root, *type);
            for (auto& own : site)
                if (own.folder == file.folder && own.name == file.name) own.reading.set_settings(own.root, type->settings);
            if (auto const* fields = file.reading.member(file.root, "fields", Node::Shape::array, true)) {
                read_fields(file.reading, *fields, names_, false, type->fields);
                read_field_rules(file.reading, *fields, type->fields, 0, type->settings);
            }
            type->index.build(type->fields);
            read_type_body(file.reading, file.root, catalogue_->code_list("post_role"), *type);
            if (!catalogue_->types_.try_emplace(file.name, std::move(type)).second)
                file.reading.mistake(MistakeKind::duplicate_name, 0, {file.name});
        }
    }

    void overlay_type(Parsed& file) {
        auto const found = catalogue_->types_.find(file.name);
        if (found == catalogue_->types_.end() || found->second->duty != file.folder)
            file.reading.mistake(MistakeKind::overlay_unknown_target, 0, {file.folder + "/" + file.name});
        else if (mistakes_.empty())  // the base must stand before it can be tightened
            apply_type_overlay(file.reading, file.root, names_, *found->second);
    }

    void finish(std::vector<Parsed>& base) {
        auto const type = [&](std::string_view name) { return catalogue_->type(name); };
        for (auto& file : base)
            if (file.folder != "codes") read_obligations(file.reading, file.root, type, *catalogue_->types_.at(file.name));
    }

    std::vector<Mistake> mistakes_;
    std::shared_ptr<Catalogue> catalogue_ = std::make_shared<Catalogue>();
    std::vector<std::string> type_names_;
    Names names_{[this](std::string_view name) { return catalogue_->code_list(name); },
                 [this](std::string_view name) { return std::ranges::find(type_names_, name) != type_names_.end(); }};
};

std::vector<Parsed> parse_sources(std::vector<Source> const& sources, Part part, std::vector<Mistake>& mistakes) {
    std::vector<Parsed> out;
    for (auto const& source : sources) {
        auto const parts = split(source.file, '/');
        auto const of = parts[0] == "returns"    ? Part::returns
                        : parts[0] == "plans"    ? Part::plans
                        : parts[0] == "diseases" ? Part::diseases
                        : parts[0] == "exchange" ? Part::exchange
                                                 : Part::types_and_codes;
        if (of != part) continue;
        Reading reading(source.file, mistakes);
        if (parts.size() != 2 || !parts[1].ends_with(".jsonc")) {
            reading.mistake(MistakeKind::file_misplaced, 0, {source.file});
            continue;
        }
        JsoncError error;
        auto root = parse_jsonc(source.text, error);
        if (root && !root->is(Node::Shape::object)) error.what = {"文件应为一个对象", "the file must be one object"};
        if (!root || !root->is(Node::Shape::object))
            reading.mistake(MistakeKind::syntax_error, error.line, {error.what.zh, error.what.en});
        else
            out.push_back(
                {reading, std::move(*root), std::string(parts[0]), std::string(parts[1].substr(0, parts[1].size() - 6))});
    }
    return out;
}

Loaded load(std::vector<Source> const& sources, std::vector<Source> const& overlay) {
    return Loader().run(sources, overlay);
}

Result<std::vector<Source>> read_sources(std::string const& directory) {
    namespace fs = std::filesystem;
    std::error_code error;
    std::vector<Source> out;
    for (auto at = fs::recursive_directory_iterator(directory, error); !error && at != fs::recursive_directory_iterator();
         at.increment(error)) {
        if (at->path().extension() != ".jsonc") continue;
        std::ifstream in(at->path(), std::ios::binary);
        std::ostringstream text;
        text << in.rdbuf();
        if (!in) return Problem(ProblemKind::catalogue_unreadable, {at->path().string(), "read"});
        out.push_back({fs::relative(at->path(), directory).generic_string(), text.str()});
    }
    if (error) return Problem(ProblemKind::catalogue_unreadable, {directory, error.message()});
    std::ranges::sort(out, {}, &Source::file);
    return out;
}

}  // namespace fx::catalog
