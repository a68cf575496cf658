#pragma once
/// One A4 page as PDF, with Chinese text that can be selected and searched. The same calls give the same bytes: the only
/// date in the file is the one that is passed in.

#include "base/result.hpp"
#include "base/time.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace fx::paper {

/// In points (1/72 inch), from the upper left corner.
inline constexpr double a4_width = 595.28, a4_height = 841.89;

struct Color {
    double red = 0, green = 0, blue = 0;  ///< 0..1
};

enum class Align { left, center, right };

struct Style {
    double size = 9;  ///< points
    bool bold = false;
    Color color = {};
    Align align = Align::left;
    int lines = 1;  ///< at the most; a longer text ends in an ellipsis
};

class Page {
public:
    struct Info {
        std::string title, subject;
        Instant created;
    };
    /// 500.11 when this machine has no font with Chinese characters. One page is made at a time: fonts are shared.
    static Result<Page> make(Info const& info);
    Page(Page&&) noexcept;
    ~Page();

    /// Writes UTF-8 text into a column; the height it took. Bytes that are no UTF-8 and control characters are replaced.
    double text(double x, double y, double width, std::string_view text, Style const& style);
    /// The height that it would take.
    double height(double width, std::string_view text, Style const& style);
    void box(double x, double y, double width, double height, Color fill);
    void line(double x1, double y1, double x2, double y2, Color color, double width = 0.5);

    /// The bytes of the file. Once, as the last call.
    std::string finish();

private:
    struct Drawing;
    explicit Page(std::unique_ptr<Drawing> drawing);
    std::unique_ptr<Drawing> drawing_;
};

}  // namespace fx::paper
