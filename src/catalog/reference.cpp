/// The reference page: plain HTML of the catalogue, for a browser or a printer.

#include "base/json_writer.hpp"
#include "base/markup.hpp"
#include "catalog/describe.hpp"
#include "catalog/kind.hpp"
#include "catalog/openapi.hpp"

namespace fx::catalog {
namespace {

constexpr std::string_view head = R"(<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>防线填报目录 / Fangxian catalogue</title><style>
body{font:15px/1.6 system-ui,"Noto Sans CJK SC",sans-serif;margin:0 auto;max-width:72rem;padding:1rem;color:#1c2733}
h1{font-size:1.6rem}h2{margin-top:2.5rem;border-bottom:2px solid #b3261e}h3{margin-bottom:.2rem}
table{border-collapse:collapse;width:100%;font-size:.9rem}th,td{border:1px solid #d5dae0;padding:.25rem .5rem;text-align:left;vertical-align:top}
th{background:#f3f5f7}code{font-family:ui-monospace,monospace;font-size:.85em;overflow-wrap:anywhere}nav a{margin-right:1rem;white-space:nowrap}
.en{color:#5a6673}.mark{color:#b3261e}</style></head><body>
)";

class Page {
public:
    Page& raw(std::string_view html) {
        out_ += html;
        return *this;
    }
    Page& text(std::string_view plain) {
        out_ += escaped_markup(plain);
        return *this;
    }
    Page& label(Label const& both) { return text(both.zh).raw(" <span class=en>").text(both.en).raw("</span>"); }
    Page& code(std::string_view word) { return raw("<code>").text(word).raw("</code>"); }
    Page& link(std::string_view to, std::string_view word) {
        return raw("<a href=\"#").text(to).raw("\">").text(word).raw("</a>");
    }
    std::string take() { return std::move(out_); }

private:
    std::string out_ = std::string(head);
};

void rule(Page& page, std::string_view name, Predicate const& predicate, std::span<Field const> fields) {
    JsonWriter json;
    write_predicate(json, predicate, fields);
    page.raw("<div class=en>").text(name).raw(" ").code(json.text()).raw("</div>");
}

void limits(Page& page, Field const& field) {
    JsonWriter json;
    field.kind->write_schema(json, field);
    if (field.codes != nullptr)
        page.raw(" ").link("codes-" + field.codes->name, field.codes->name);
    else if (!field.refers_to.empty())
        page.raw(" → ").link("type-" + field.refers_to, field.refers_to);
    else if (field.columns.empty())
        page.raw(" ").code(json.text());
    if (!field.unit.empty()) page.raw(" ").text(field.unit);
}

void field_rows(Page& page, std::span<Field const> fields, std::string const& prefix) {
    for (auto const& field : fields) {
        page.raw("<tr><td>").code(prefix + field.name).raw("</td><td>").label(field.label);
        if (!field.hint.zh.empty()) page.raw("<div class=en>").label(field.hint).raw("</div>");
        page.raw("</td><td>").text(field.kind->name());
        limits(page, field);
        page.raw("</td><td>").text(privacy_name(field.privacy)).raw("</td><td>");
        if (field.derived) page.raw("<span class=mark>由系统填写 derived</span>");
        if (field.required.is_always()) page.raw("<span class=mark>必填 required</span>");
        if (!field.required.is_always() && !field.required.is_never()) rule(page, "必填 required", field.required, fields);
        if (!field.relevant.is_always()) rule(page, "适用 relevant", field.relevant, fields);
        if (!field.constraint.is_always()) {
            rule(page, "约束 constraint", field.constraint, fields);
            page.label(field.constraint_text);
        }
        page.raw("</td></tr>\n");
        field_rows(page, field.columns, prefix + field.name + "[].");
    }
}

void workflow(Page& page, RecordType const& type) {
    if (type.states.empty()) return;
    page.raw("<h3>状态 States</h3><p>");
    for (std::size_t i = 0; i < type.states.size(); ++i)
        page.code(type.states[i]).raw(" ").label(type.state_labels[i]).raw(" · ");
    page.raw("</p><table><tr><th>转换 Transition<th>从 From<th>到 To<th>条件 Guard</tr>\n");
    for (auto const& each : type.transitions) {
        page.raw("<tr><td>").code(each.name).raw(" ").label(each.label).raw("</td><td>");
        for (auto const& from : each.from) page.code(from).raw(" ");
        page.raw("</td><td>").code(each.to).raw("</td><td>");
        if (!each.guard.is_always()) rule(page, "", each.guard, type.fields);
        page.raw("</td></tr>\n");
    }
    page.raw("</table>");
}

/// What holds here, what a site may choose, and the catalogue's own where the site has chosen otherwise.
void settings(Page& page, std::vector<Setting> const& list, std::string const& prefix) {
    for (auto const& each : list) {
        page.raw("<tr><td>").code(prefix + each.name).raw("</td><td>").label(each.label).raw("</td><td>");
        page.text(std::to_string(each.value)).raw("</td><td>");
        page.text(std::to_string(each.min) + "…" + std::to_string(each.max));
        if (each.value != each.usual)
            page.raw(" <span class=mark>本站改定；目录为 set by this site; the catalogue has ")
                .text(std::to_string(each.usual))
                .raw("</span>");
        page.raw("</td></tr>\n");
    }
}

void settings_section(Page& page, RecordType const& type) {
    bool any = !type.settings.empty();
    for (auto const& duty : type.obligations) any = any || !duty.settings.empty();
    if (!any) return;
    page.raw("<h3>设置 Settings</h3><table><tr><th>设置 Setting<th>含义 Meaning<th>值 Value<th>可选 Bounds</tr>\n");
    settings(page, type.settings, "");
    for (auto const& duty : type.obligations) settings(page, duty.settings, duty.name + ".");
    page.raw("</table>");
}

void type_section(Page& page, RecordType const& type) {
    page.raw("<h2 id=\"type-").text(type.name).raw("\">").label(type.label).raw(" ").code(type.name).raw("</h2>\n");
    page.raw("<table><tr><th>字段 Field<th>名称 Label<th>类型 Kind<th>隐私 Privacy<th>规则 Rules</tr>\n");
    field_rows(page, type.fields, "");
    page.raw("</table>");
    workflow(page, type);
    settings_section(page, type);
    page.raw("<h3>权限 Permissions</h3><table>\n");
    for (auto const& each : type.permissions) {
        page.raw("<tr><td>").code(each.action).raw("</td><td>");
        for (auto const& role : each.roles) page.link("codes-post_role", role).raw(" ");
        page.raw("</td></tr>\n");
    }
    page.raw("</table>");
    if (!type.obligations.empty()) page.raw("<h3>义务 Obligations</h3><ul>");
    for (auto const& each : type.obligations)
        page.raw("<li>")
            .code(each.name)
            .raw(" ")
            .label(each.label)
            .raw("：")
            .link("type-" + each.subject, each.subject)
            .raw(" ← ")
            .link("type-" + each.fulfilled_by, each.fulfilled_by)
            .raw("</li>");
    if (!type.obligations.empty()) page.raw("</ul>");
}

void code_section(Page& page, CodeList const& list) {
    page.raw("<h3 id=\"codes-").text(list.name).raw("\">").label(list.label).raw(" ").code(list.name).raw("</h3><table>\n");
    for (auto const& code : list.codes)
        page.raw("<tr><td>").code(code.code).raw("</td><td>").label(code.label).raw("</td></tr>\n");
    page.raw("</table>\n");
}

}  // namespace

std::string write_reference(Catalogue const& catalogue, std::span<Endpoint const> endpoints) {
    Page page;
    page.raw("<h1>填报目录 <span class=en>Catalogue</span></h1><p class=en>").code(catalogue.version()).raw("</p>\n<nav>");
    for (auto const* type : catalogue.types()) page.link("type-" + type->name, type->label.zh + " " + type->label.en);
    page.link("codes", "代码表 Code lists").link("urls", "接口 URLs").raw("</nav>\n");
    for (auto const* type : catalogue.types()) type_section(page, *type);
    page.raw("<h2 id=codes>代码表 <span class=en>Code lists</span></h2>\n");
    for (auto const* list : catalogue.code_lists()) code_section(page, *list);
    page.raw("<h2 id=urls>接口 <span class=en>URLs</span></h2>\n<table>\n");
    for (auto const& each : endpoints)
        page.raw("<tr><td>")
            .code(each.method + " " + each.path)
            .raw("</td><td>")
            .label(each.summary)
            .raw("</td><td>")
            .text(each.permission)
            .raw("</td></tr>\n");
    page.raw("</table>\n</body></html>\n");
    return page.take();
}

}  // namespace fx::catalog
