/// Writes the pinyin table of src/names from ICU's transliterators: pinyin_table OUTPUT. Run by the build.

#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

std::unique_ptr<icu::Transliterator> transliterator(char const* id) {
    UErrorCode error = U_ZERO_ERROR;
    std::unique_ptr<icu::Transliterator> made(icu::Transliterator::createInstance(id, UTRANS_FORWARD, error));
    if (U_FAILURE(error)) throw std::runtime_error(std::string("ICU has no ") + id);
    return made;
}

/// Lower-case letters only, ü as v; empty when the character has no reading.
std::string reading(icu::Transliterator const& to_latin, UChar32 code) {
    UErrorCode error = U_ZERO_ERROR;
    icu::UnicodeString text(code);
    to_latin.transliterate(text);
    auto const bare = icu::Normalizer2::getNFDInstance(error)->normalize(text, error);
    if (U_FAILURE(error)) throw std::runtime_error("ICU cannot decompose");
    std::string out;
    for (int i = 0; i < bare.length(); ++i) {
        auto const c = bare.charAt(i);
        if (c >= 'a' && c <= 'z')
            out += char(c);
        else if (c == 0x308 && out.ends_with('u'))
            out.back() = 'v';
        else if (c < 0x300 || c > 0x36F)
            return "";
    }
    return out;
}

struct Table {
    std::map<std::string, int> number{{"", 0}};
    std::vector<std::string> syllables{""};

    int of(std::string const& syllable) {
        auto const [found, fresh] = number.emplace(syllable, int(syllables.size()));
        if (fresh) syllables.push_back(syllable);
        return found->second;
    }
};

void write_range(std::ostream& out, char const* name, std::vector<int> const& numbers) {
    out << "constexpr std::array<std::uint16_t, " << numbers.size() << "> " << name << "{{";
    for (std::size_t i = 0; i < numbers.size(); ++i) out << numbers[i] << (i % 40 == 39 ? ",\n" : ",");
    out << "}};\n";
}

void write_table(std::ostream& out) {
    auto const common = transliterator("Han-Latin"), surname = transliterator("Han-Latin/Names");
    Table table;
    auto const range = [&](UChar32 first, UChar32 last) {
        std::vector<int> numbers;
        for (UChar32 code = first; code <= last; ++code) numbers.push_back(table.of(reading(*common, code)));
        return numbers;
    };
    write_range(out, "main", range(0x3400, 0x9FFF));
    write_range(out, "compatibility", range(0xF900, 0xFAFF));
    write_range(out, "supplement", range(0x20000, 0x323AF));
    std::vector<std::pair<UChar32, int>> surnames;
    for (UChar32 code = 0x4E00; code <= 0x9FFF; ++code)
        if (auto const own = reading(*surname, code); own != reading(*common, code))
            surnames.emplace_back(code, table.of(own));
    out << "constexpr std::array<std::pair<std::uint32_t, std::uint16_t>, " << surnames.size() << "> surnames{{";
    for (auto const& [code, syllable] : surnames) out << "{" << code << "," << syllable << "},";
    out << "}};\nconstexpr std::array<std::string_view, " << table.syllables.size() << "> syllables{{";
    for (auto const& syllable : table.syllables) out << '"' << syllable << "\",";
    out << "}};\n";
}

}  // namespace

int main(int count, char** arguments) try {
    if (count != 2) throw std::runtime_error("usage: pinyin_table OUTPUT");
    std::ofstream out(arguments[1]);
    write_table(out);
    return out.flush() ? 0 : 1;
} catch (std::exception const& error) {
    std::cerr << "pinyin_table: " << error.what() << "\n";
    return 1;
}
