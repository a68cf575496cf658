#include "base/problem.hpp"

#include "base/assert.hpp"

#include <fmt/format.h>

#include <array>

namespace fx {
namespace {

struct Entry {
    std::string_view name;
    int status;
    int number;
    std::string_view zh;
    std::string_view en;
};

constexpr auto entries = std::to_array<Entry>({
#define FX_PROBLEM(name, status, number, zh, en) {#name, status, number, zh, en},
#include "base/problems.def"
#undef FX_PROBLEM
});

Entry const& entry(ProblemKind kind) {
    auto const index = static_cast<std::size_t>(kind);
    FX_ASSERT(index < entries.size());
    return entries[index];
}

/// Replaces {0}..{9}; any other brace stays as it is, so that user text can never break a message.
std::string fill(std::string_view text, std::vector<Words> const& args, std::string Words::*language) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        bool const placeholder =
            text[i] == '{' && i + 2 < text.size() && text[i + 2] == '}' && text[i + 1] >= '0' && text[i + 1] <= '9';
        if (!placeholder) {
            out += text[i];
            continue;
        }
        auto const index = static_cast<std::size_t>(text[i + 1] - '0');
        if (index < args.size()) out += args[index].*language;
        i += 2;
    }
    return out;
}

}  // namespace

Problem::Problem(ProblemKind kind, std::vector<Words> args) : kind_(kind), args_(std::move(args)) {}

Problem&& Problem::at(std::string field) && {
    field_ = std::move(field);
    return std::move(*this);
}

Problem&& Problem::because(std::string detail) && {
    detail_ = std::move(detail);
    return std::move(*this);
}

int Problem::status() const { return entry(kind_).status; }
std::string Problem::number() const { return fmt::format("{}.{}", entry(kind_).status, entry(kind_).number); }
std::string_view Problem::name() const { return entry(kind_).name; }
std::string Problem::zh() const { return fill(entry(kind_).zh, args_, &Words::zh); }
std::string Problem::en() const { return fill(entry(kind_).en, args_, &Words::en); }

}  // namespace fx
