#pragma once
/// One catalogue file being read: its members as the loader wants them, its mistakes with their lines.

#include "catalog/jsonc.hpp"

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace fx::catalog {

enum class MistakeKind {
#define FX_MISTAKE(name, zh, en, remedy_zh, remedy_en) name,
#include "catalog/mistakes.def"
#undef FX_MISTAKE
};

class Reading {
public:
    Reading(std::string file, std::vector<Mistake>& mistakes) : file_(std::move(file)), mistakes_(mistakes) {}

    std::string const& file() const { return file_; }
    void mistake(MistakeKind kind, int line, std::vector<std::string> args = {});
    std::size_t mistakes() const { return mistakes_.size(); }

    /// Members outside `known` are mistakes.
    void only(Node const& object, std::vector<std::string_view> const& known);
    /// nullptr when absent; a mistake and nullptr when of another shape, or absent though `required`.
    Node const* member(Node const& object, std::string_view key, Node::Shape shape, bool required = false);
    std::string string(Node const& object, std::string_view key, bool required = false);
    bool boolean(Node const& object, std::string_view key, bool otherwise);
    /// A whole number in [min, max].
    std::int64_t integer(Node const& object, std::string_view key, std::int64_t otherwise, std::int64_t min,
                         std::int64_t max);
    std::vector<std::string> strings(Node const& object, std::string_view key);
    /// Where the member stands, or the object when it has none of that name.
    int line_of(Node const& object, std::string_view key) const;
    /// {"zh","en"}, both there and not empty; absent is fine unless `required`. `of` names the thing in the mistake.
    Label label(Node const& object, std::string_view key, std::string_view of, bool required);
    /// A mistake unless `name` is a snake_case name.
    bool name_is_good(std::string_view name, int line);
    /// The catalogue's own settings, each with its value, bounds and label.
    std::vector<Setting> settings(Node const& object);
    /// A site's values for settings that are there, within their bounds.
    void set_settings(Node const& object, std::vector<Setting>& out);

private:
    std::string file_;
    std::vector<Mistake>& mistakes_;
};

/// "a, b, c"
std::string listed(std::vector<std::string> const& names);

}  // namespace fx::catalog
