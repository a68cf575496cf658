#include "paper/page.hpp"

#include "base/text.hpp"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include <algorithm>
#include <mutex>

namespace fx::paper {
namespace {

/// Families in the order in which they are tried; one of the first two is a package of the product.
constexpr auto families = "WenQuanYi Micro Hei, Noto Sans CJK SC, sans-serif";
/// Longer texts are cut before they are laid out.
constexpr std::size_t text_bytes_max = 16'000;

/// Pango's font maps belong to one thread at a time. One for all keeps the fonts loaded.
std::mutex& fonts_mutex() {
    static std::mutex mutex;
    return mutex;
}
PangoFontMap* fonts() {
    static PangoFontMap* const map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
    return map;
}

cairo_status_t append(void* to, unsigned char const* bytes, unsigned int length) {
    static_cast<std::string*>(to)->append(reinterpret_cast<char const*>(bytes), length);
    return CAIRO_STATUS_SUCCESS;
}

/// What can be laid out: UTF-8 of a bounded length without control characters other than the end of a line.
std::string clean(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size() && at < text_bytes_max;) {
        auto const length = utf8_length_at(text, at);
        auto const character = text.substr(at, length);
        auto const control = length == 1 && static_cast<unsigned char>(character[0]) < 0x20 && character[0] != '\n';
        out += control ? std::string_view(" ") : is_utf8(character) ? character : std::string_view("\xEF\xBF\xBD");
        at += length;
    }
    return out;
}

}  // namespace

struct Page::Drawing {
    struct Unref {
        void operator()(PangoLayout* of) const { g_object_unref(of); }
        void operator()(PangoContext* of) const { g_object_unref(of); }
        void operator()(cairo_t* of) const { cairo_destroy(of); }
        void operator()(cairo_surface_t* of) const { cairo_surface_destroy(of); }
        void operator()(PangoFontDescription* of) const { pango_font_description_free(of); }
    };
    template <class T>
    using Owned = std::unique_ptr<T, Unref>;

    std::unique_lock<std::mutex> lock{fonts_mutex()};
    std::string bytes;
    Owned<cairo_surface_t> surface{cairo_pdf_surface_create_for_stream(append, &bytes, a4_width, a4_height)};
    Owned<cairo_t> cairo{cairo_create(surface.get())};
    Owned<PangoContext> context{pango_font_map_create_context(fonts())};

    Owned<PangoLayout> layout(double width, std::string_view text, Style const& style) const {
        Owned<PangoLayout> out(pango_layout_new(context.get()));
        Owned<PangoFontDescription> const font(pango_font_description_from_string(families));
        pango_font_description_set_absolute_size(font.get(), style.size * PANGO_SCALE);
        pango_font_description_set_weight(font.get(), style.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
        pango_layout_set_font_description(out.get(), font.get());
        auto const shown = clean(text);
        pango_layout_set_text(out.get(), shown.data(), int(shown.size()));
        pango_layout_set_width(out.get(), int(width * PANGO_SCALE));
        pango_layout_set_height(out.get(), -std::max(style.lines, 1));
        pango_layout_set_wrap(out.get(), PANGO_WRAP_WORD_CHAR);
        pango_layout_set_ellipsize(out.get(), PANGO_ELLIPSIZE_END);
        pango_layout_set_single_paragraph_mode(out.get(), style.lines <= 1);
        pango_layout_set_alignment(out.get(), style.align == Align::left     ? PANGO_ALIGN_LEFT
                                              : style.align == Align::center ? PANGO_ALIGN_CENTER
                                                                             : PANGO_ALIGN_RIGHT);
        return out;
    }
    void ink(Color color) const { cairo_set_source_rgb(cairo.get(), color.red, color.green, color.blue); }
};

Page::Page(std::unique_ptr<Drawing> drawing) : drawing_(std::move(drawing)) {}
Page::Page(Page&&) noexcept = default;
Page::~Page() = default;

Result<Page> Page::make(Info const& info) {
    auto drawing = std::make_unique<Drawing>();
    pango_cairo_context_set_resolution(drawing->context.get(), 72);
    // Without hinting the widths are those of the font itself, on every machine.
    std::unique_ptr<cairo_font_options_t, decltype(&cairo_font_options_destroy)> const options(cairo_font_options_create(),
                                                                                               cairo_font_options_destroy);
    cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(drawing->context.get(), options.get());
    if (pango_layout_get_unknown_glyphs_count(drawing->layout(100, "疫情防控", {}).get()) > 0)
        return Problem().because("no font with Chinese characters: install fonts-wqy-microhei");
    auto const put = [&](cairo_pdf_metadata_t what, std::string const& text) {
        cairo_pdf_surface_set_metadata(drawing->surface.get(), what, text.c_str());
    };
    put(CAIRO_PDF_METADATA_TITLE, clean(info.title));
    put(CAIRO_PDF_METADATA_SUBJECT, clean(info.subject));
    put(CAIRO_PDF_METADATA_CREATOR, "Fangxian");
    put(CAIRO_PDF_METADATA_CREATE_DATE, format(info.created));
    put(CAIRO_PDF_METADATA_MOD_DATE, format(info.created));
    return Page(std::move(drawing));
}

double Page::text(double x, double y, double width, std::string_view text, Style const& style) {
    auto const layout = drawing_->layout(width, text, style);
    drawing_->ink(style.color);
    cairo_move_to(drawing_->cairo.get(), x, y);
    pango_cairo_show_layout(drawing_->cairo.get(), layout.get());
    int height = 0;
    pango_layout_get_size(layout.get(), nullptr, &height);
    return double(height) / PANGO_SCALE;
}

double Page::height(double width, std::string_view text, Style const& style) {
    int height = 0;
    pango_layout_get_size(drawing_->layout(width, text, style).get(), nullptr, &height);
    return double(height) / PANGO_SCALE;
}

void Page::box(double x, double y, double width, double height, Color fill) {
    drawing_->ink(fill);
    cairo_rectangle(drawing_->cairo.get(), x, y, width, height);
    cairo_fill(drawing_->cairo.get());
}

void Page::line(double x1, double y1, double x2, double y2, Color color, double width) {
    drawing_->ink(color);
    cairo_set_line_width(drawing_->cairo.get(), width);
    cairo_move_to(drawing_->cairo.get(), x1, y1);
    cairo_line_to(drawing_->cairo.get(), x2, y2);
    cairo_stroke(drawing_->cairo.get());
}

std::string Page::finish() {
    cairo_show_page(drawing_->cairo.get());
    cairo_surface_finish(drawing_->surface.get());
    return std::move(drawing_->bytes);
}

}  // namespace fx::paper
