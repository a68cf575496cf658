#include "app/return_preview.hpp"

#include "app/return_sheet.hpp"
#include "catalog/describe.hpp"
#include "catalog/jsonc.hpp"
#include "command/saved_query.hpp"
#include "records/permitted.hpp"
#include "returns/compare.hpp"

#include <algorithm>
#include <filesystem>

namespace fx::app {
namespace {

using catalog::Node;

/// The cell whose object holds the line: the last one that begins at or before it, within the version that does.
std::string cell_at(Node const& root, int line) {
    std::string found;
    auto const* versions = root.find("versions");
    if (versions == nullptr || !versions->is(Node::Shape::array)) return found;
    for (auto const& version : versions->items) {
        if (version.line > line) break;
        found.clear();
        auto const* cells = version.find("cells");
        if (cells == nullptr || !cells->is(Node::Shape::array)) continue;
        for (auto const& cell : cells->items) {
            auto const* name = cell.find("name");
            if (cell.line <= line && name != nullptr) found = name->text;
        }
    }
    // What follows the versions belongs to none of them.
    for (std::size_t i = 0; i < root.keys.size(); ++i)
        if (root.key_lines[i] <= line && root.key_lines[i] > versions->line) found.clear();
    return found;
}

/// Where a site would put the file.
std::string path_of(std::string const& file, Node const* root) {
    if (!file.empty()) return "returns/" + std::filesystem::path(file).filename().string();
    auto const* name = root != nullptr ? root->find("return") : nullptr;
    bool const good = name != nullptr && !name->text.empty() && name->text.find('/') == std::string::npos;
    return "returns/" + (good ? name->text : std::string("preview")) + ".jsonc";
}

Result<catalog::ReturnVersion const*> version_of(catalog::Return const& form, Date day, std::string_view named) {
    if (!named.empty() || form.on(day) != nullptr) return return_version(form, day, named);
    return &form.versions.front();
}

void write_side(JsonWriter& json, returns::Sheet const& sheet) {
    json.begin_object().key("version").string(format(sheet.version->valid_from));
    catalog::write_label(json, "note", sheet.version->note);
    json.end_object();
}

constexpr std::size_t mistakes_max = 100;

Result<void> may_try(Program const& program, catalog::Return const& form, std::string const& role) {
    for (auto const& version : form.versions)
        for (auto const& cell : version.cells)
            if (cell.type != nullptr &&
                (!cell.type->allows("read", role) || command::names_identity(cell.where, *cell.type)))
                return records::not_permitted(*program.catalogue, role, cell.type->label).at(cell.name);
    return {};
}

}  // namespace

Result<std::unique_ptr<ReturnPreview>> preview_return(Program const& program, store::Reader& reader, catalog::Source source,
                                                      returns::Scope const& scope, std::string_view version,
                                                      std::string const& role) {
    if (source.text.size() > mapping_bytes_max)
        return Problem(ProblemKind::mapping_too_large, {std::to_string(mapping_bytes_max >> 10)}).at("file");
    catalog::JsoncError error;
    auto const root = catalog::parse_jsonc(source.text, error);
    auto const* object = root && root->is(Node::Shape::object) ? &*root : nullptr;
    source.file = path_of(source.file, object);
    auto out = std::make_unique<ReturnPreview>();
    out->proposed = catalog::load_returns({source}, {}, *program.catalogue);
    for (auto& mistake : out->proposed.mistakes) {
        if (out->mistakes.size() >= mistakes_max) break;
        auto cell = object != nullptr ? cell_at(*object, mistake.line) : std::string();
        out->mistakes.push_back({mistake, std::move(cell)});
    }
    std::ranges::stable_sort(out->mistakes, {}, [](MappingMistake const& one) { return one.mistake.line; });
    if (!out->mistakes.empty() || out->proposed.returns.empty()) return out;
    auto const& form = out->proposed.returns.front();
    if (!role.empty()) FX_CHECK(may_try(program, form, role));
    for (auto const& built_in : catalog::embedded_sources())
        out->built_in = out->built_in || built_in.file == "returns/" + form.name + ".jsonc";
    FX_TRY(auto const* const by, version_of(form, scope.day, version));
    FX_TRY(out->sheet, returns::fill(*program.engine, reader, form, *by, scope));
    auto const* installed = program.returns.find(form.name);
    bool const may_see = installed != nullptr && (role.empty() || installed->allows(role));
    auto const* in_force = may_see ? installed->on(scope.day) : nullptr;
    if (in_force != nullptr) {
        FX_TRY(out->in_force, returns::fill(*program.engine, reader, *installed, *in_force, scope));
    }
    return out;
}

/// Of each part the figures before and after, in the order of the cells.
void write_parts(JsonWriter& json, DivisionTree const& divisions, std::vector<returns::CellChange> const& changes,
                 returns::Sheet const* a, returns::Sheet const& b) {
    json.key("parts").begin_array();
    for (std::size_t n = 0; n < b.children.size(); ++n) {
        auto const& part = b.children[n];
        json.begin_object().key("place").string(format(part.place)).key("name").string(divisions.name(part.place));
        json.key("a").begin_array();
        for (auto const& change : changes)
            if (change.a)
                write_figure(json, a->version->cells[*change.a], a->children[n].figures[*change.a]);
            else
                json.null();
        json.end_array().key("b").begin_array();
        for (auto const& change : changes)
            if (change.b)
                write_figure(json, b.version->cells[*change.b], part.figures[*change.b]);
            else
                json.null();
        json.end_array().end_object();
    }
    json.end_array();
}

void write_comparison(JsonWriter& json, Program const& program, returns::Sheet const* a, returns::Sheet const& b) {
    static catalog::ReturnVersion const nothing;
    auto const changes = returns::compare(a != nullptr ? *a->version : nothing, *b.version);
    auto const view = program.network->view();
    json.begin_object().key("return").string(b.form->name);
    catalog::write_label(json, "label", b.form->label);
    json.key("place").string(format(b.node.place)).key("name").string(view.divisions().full_name(b.node.place));
    json.key("date").string(format(b.day)).key("as_of").string(format(program.clock.now())).key("a");
    if (a != nullptr)
        write_side(json, *a);
    else
        json.null();
    json.key("b");
    write_side(json, b);
    json.key("members").begin_array();
    if (a != nullptr)
        for (auto const& member : returns::compare(*a->form, *b.form)) json.string(member);
    json.end_array().key("cells").begin_array();
    for (auto const& change : changes) {
        auto const& cell = change.b ? b.version->cells[*change.b] : a->version->cells[*change.a];
        json.begin_object().key("name").string(cell.name).key("change").string(change.kind());
        json.key("members").begin_array();
        for (auto const& member : change.members) json.string(member);
        json.end_array().key("cell");
        write_cell(json, change.b ? b : *a, cell);
        auto const was = change.a ? a->node.figures[*change.a] : returns::Figure();
        auto const is = change.b ? b.node.figures[*change.b] : returns::Figure();
        auto const& before = change.a ? a->version->cells[*change.a] : cell;
        json.key("a");
        write_figure(json, before, was);
        json.key("b");
        write_figure(json, cell, is);
        json.key("differs").boolean(returns::figure_text(before, was) != returns::figure_text(cell, is)).end_object();
    }
    json.end_array();
    write_parts(json, view.divisions(), changes, a, b);
    json.end_object();
}

void write_preview(JsonWriter& json, Program const& program, ReturnPreview const& preview) {
    json.begin_object().key("mistakes").begin_array();
    for (auto const& [mistake, cell] : preview.mistakes) {
        json.begin_object().key("line").integer(mistake.line).key("cell").string(cell).key("mistake").string(mistake.name);
        catalog::write_label(json, "what", mistake.what);
        catalog::write_label(json, "remedy", mistake.remedy);
        json.end_object();
    }
    json.end_array().key("built_in").boolean(preview.built_in).key("comparison");
    if (preview.sheet)
        write_comparison(json, program, preview.in_force ? &*preview.in_force : nullptr, *preview.sheet);
    else
        json.null();
    json.end_object();
}

}  // namespace fx::app
