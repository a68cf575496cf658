/// Photos as they come from phones, and what people who mean harm would send.

#include "images/image.hpp"
#include "images/pdf.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace fx::images {
namespace {

using namespace std::string_literals;

std::string big(std::uint32_t value, int bytes) {
    std::string out;
    for (int i = bytes; i-- > 0;) out += char(value >> (8 * i) & 0xff);
    return out;
}
std::string little(std::uint32_t value, int bytes) {
    auto const text = big(value, bytes);
    return {text.rbegin(), text.rend()};
}

std::string segment(int code, std::string const& data) {
    return "\xff"s + char(code) + big(std::uint32_t(data.size() + 2), 2) + data;
}
std::string frame(std::uint32_t width, std::uint32_t height, int code = 0xc0) {
    return segment(code, "\x08"s + big(height, 2) + big(width, 2) + "\x01\x01\x11\x00"s);
}
auto const jfif = segment(0xe0, "JFIF\0\x01\x01\x00\x00\x01\x00\x01\x00\x00"s);
auto const scan = segment(0xda, "\x01\x01\x00\x00\x3f\x00"s) + "coded\xff\x00 data\xff\xd0 more"s;
auto const end = "\xff\xd9"s;
std::string jpeg(std::string const& middle) { return "\xff\xd8"s + middle; }

std::string chunk(std::string const& name, std::string const& data) {
    return big(std::uint32_t(data.size()), 4) + name + data + "\0\0\0\0"s;
}
std::string png(std::uint32_t width, std::uint32_t height, std::string const& middle = "") {
    return "\x89PNG\r\n\x1a\n"s + chunk("IHDR", big(width, 4) + big(height, 4) + "\x08\x02\x00\x00\x00"s) + middle +
           chunk("IDAT", "data") + chunk("IEND", "");
}

std::string part(std::string const& name, std::string const& data) {
    return name + little(std::uint32_t(data.size()), 4) + data + (data.size() % 2 ? "\0"s : ""s);
}
std::string webp(std::string const& parts) { return "RIFF" + little(std::uint32_t(parts.size() + 4), 4) + "WEBP" + parts; }
std::string lossy(std::uint32_t width, std::uint32_t height) {
    return part("VP8 ", "\x10\x00\x00\x9d\x01\x2a"s + little(width, 2) + little(height, 2) + "data");
}
std::string canvas(std::uint32_t width, std::uint32_t height, char flags = 0) {
    return part("VP8X", flags + "\0\0\0"s + little(width - 1, 3) + little(height - 1, 3));
}

std::string problem(std::string const& bytes) {
    auto const read = read_image(bytes);
    return read.has_value() ? "" : read.error().number();
}

TEST(Photo, ItsFormatAndSizeAreReadFromItsContent) {
    struct Case {
        std::string bytes;
        Format format;
    };
    std::vector<Case> const cases{
        {jpeg(jfif + frame(1600, 1200) + scan + end), Format::jpeg},
        {jpeg(jfif + frame(1600, 1200, 0xc2) + scan + segment(0xc4, "table") + scan + end), Format::jpeg},
        {png(1600, 1200), Format::png},
        {png(1600, 1200, chunk("sRGB", "\0"s)), Format::png},
        {webp(lossy(1600, 1200)), Format::webp},
        {webp(part("VP8L", "\x2f"s + little(1599 | 1199 << 14, 4) + "x")), Format::webp},
        {webp(canvas(1600, 1200) + part("ICCP", "profile") + lossy(1600, 1200)), Format::webp},
    };
    for (auto const& one : cases) {
        auto const read = read_image(one.bytes);
        ASSERT_TRUE(read.has_value()) << read.error().en();
        EXPECT_EQ(read->format, one.format);
        EXPECT_EQ(read->width, 1600U);
        EXPECT_EQ(read->height, 1200U);
    }
}

TEST(Photo, WhatIsNoPhotoIsRefusedWhateverItIsCalled) {
    for (auto const& bytes : {""s, "x"s, "GIF89a"s, "<svg xmlns='http://www.w3.org/2000/svg'/>"s, "%PDF-1.7"s, "PK\x03\x04"s,
                              "RIFF\x24\0\0\0WAVE"s, "BM"s})
        EXPECT_EQ(problem(bytes), "415.220") << bytes;
}

TEST(Pdf, IsWholeAndNamesNothingThatActs) {
    auto const judged = [](std::string const& middle, std::string const& tail = "startxref\n9\n%%EOF\n") {
        auto const checked = check_pdf("%PDF-1.7\n" + middle + tail);
        return checked.has_value() ? "" : checked.error().number();
    };
    EXPECT_EQ(judged("1 0 obj<</Type/Catalog/OpenAction[3 0 R/Fit]>>endobj\n"), "");
    EXPECT_EQ(judged("<</JSON 1/Launches 2>>"), "") << "longer names are others";
    for (auto const* acts :
         {"/JavaScript", "/S/SubmitForm", "/GoToR", "/S /Rendition/JS(app.alert)", "/#4a#61vaScript", "/Launch",
          "/EmbeddedFile", "/Encrypt 5 0 R", "/XFA[", "/RichMedia", "/Names<</EmbeddedFiles 4 0 R>>"})
        EXPECT_EQ(judged(acts + " "s), "422.317") << acts;
    EXPECT_EQ(judged("x", ""), "422.318");
    EXPECT_EQ(judged("startxref 1 %%EOF" + std::string(2000, ' '), ""), "422.318") << "cut off or drawn out";
    EXPECT_EQ(check_pdf("").has_error(), true);
    EXPECT_EQ(check_pdf("/#4").has_error(), true);
    EXPECT_FALSE(is_pdf("\n%PDF-1.4"));
}

TEST(Photo, ASmallFileOfHugeDimensionsIsRefusedByItsHead) {
    EXPECT_EQ(problem(png(30'000, 30'000)), "413.223");
    EXPECT_EQ(problem(png(0xffffffff, 1)), "413.223");
    EXPECT_EQ(problem(jpeg(frame(65'535, 65'535) + scan + end)), "413.223");
    EXPECT_EQ(problem(webp(lossy(16'383, 16'383))), "413.223");
    EXPECT_EQ(problem(webp(canvas(1 << 24, 1))), "413.223");
    EXPECT_EQ(problem(png(side_max + 1, 1)), "413.223");
    EXPECT_EQ(problem(png(side_max, side_max)), "");
}

TEST(Photo, ACanvasThatHidesALargerPictureIsRefused) {
    EXPECT_EQ(problem(webp(canvas(16, 16) + lossy(4000, 4000))), "422.221");
    EXPECT_EQ(problem(webp(canvas(16, 16))), "422.221");
}

TEST(Photo, EveryTruncationOfAPhotoIsSeen) {
    for (auto const& whole : {jpeg(jfif + frame(16, 12) + scan + end), png(16, 12), webp(canvas(16, 12) + lossy(16, 12))}) {
        ASSERT_EQ(problem(whole), "");
        for (std::size_t size = 0; size < whole.size(); ++size) EXPECT_NE(problem(whole.substr(0, size)), "") << size;
        EXPECT_EQ(problem(whole + "x"), "422.221") << "nothing may follow the picture";
    }
}

TEST(Photo, WhereAndWithWhatItWasTakenIsRefused) {
    auto const rest = frame(16, 12) + scan + end;
    EXPECT_EQ(problem(jpeg(segment(0xe1, "Exif\0\0GPS"s) + rest)), "422.224");
    EXPECT_EQ(problem(jpeg(segment(0xe1, "http://ns.adobe.com/xap/1.0/") + rest)), "422.224");
    EXPECT_EQ(problem(jpeg(segment(0xed, "Photoshop 3.0") + rest)), "422.224");
    EXPECT_EQ(problem(jpeg(segment(0xe2, "MPF\0"s) + rest)), "422.224");
    EXPECT_EQ(problem(jpeg(segment(0xe0, "JFXX\0 preview"s) + rest)), "422.224");
    EXPECT_EQ(problem(jpeg(segment(0xfe, "written by hand") + rest)), "422.224");
    EXPECT_EQ(problem(png(16, 12, chunk("eXIf", "II"))), "422.224");
    EXPECT_EQ(problem(png(16, 12, chunk("tEXt", "Author"))), "422.224");
    EXPECT_EQ(problem(webp(canvas(16, 12, 0x08) + lossy(16, 12) + part("EXIF", "II"))), "422.224");
    EXPECT_EQ(problem(webp(canvas(16, 12, 0x04) + lossy(16, 12) + part("XMP ", "<x/>"))), "422.224");
    auto const read = read_image(jpeg(segment(0xe1, "Exif\0\0"s) + rest));
    EXPECT_NE(read.error().en().find("EXIF"), std::string::npos);
}

TEST(Photo, FilmsAndOddShapesAreRefused) {
    EXPECT_EQ(problem(png(16, 12, chunk("acTL", "12345678"))), "422.221");
    EXPECT_EQ(problem(webp(canvas(16, 12, 0x02) + lossy(16, 12))), "422.221");
    EXPECT_EQ(problem(webp(lossy(16, 12) + lossy(16, 12))), "422.221");
    EXPECT_EQ(problem(png(0, 12)), "422.221");
    EXPECT_EQ(problem(jpeg(frame(16, 0) + scan + end)), "422.221");
    EXPECT_EQ(problem(jpeg(scan + end)), "422.221") << "a scan before the frame";
    EXPECT_EQ(problem(jpeg(frame(16, 12) + frame(16, 12) + scan + end)), "422.221");
    EXPECT_EQ(problem(jpeg(frame(16, 12, 0xc9) + scan + end)), "422.221") << "arithmetic coding: no browser shows it";
    EXPECT_EQ(problem(jpeg(end)), "422.221");
    EXPECT_EQ(problem(jpeg(frame(16, 12) + end)), "422.221") << "no picture in it";
}

}  // namespace
}  // namespace fx::images
