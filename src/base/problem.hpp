#pragma once
/// Every expected failure of the product, numbered. The one list is base/problems.def.

#include "base/words.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace fx {

/// One enumerator per line of problems.def.
enum class ProblemKind : unsigned short {
#define FX_PROBLEM(name, status, number, zh, en) name,
#include "base/problems.def"
#undef FX_PROBLEM
};

/// A failure a person can act on: a number, the field it is about, and a text with the remedy in both
/// languages. `detail` goes to the log only and may hold what the person must not see.
class Problem {
public:
    /// 500.11, for the places where a Result must be able to name one.
    Problem() : Problem(ProblemKind::internal_error) {}
    /// `args` fill {0}, {1}… of the texts in problems.def, each in the language of its text. They are shown to the
    /// person: no secrets.
    explicit Problem(ProblemKind kind, std::vector<Words> args = {});

    /// The field the problem is about, as a path: `temperature_c`, `persons[2].id_number`. Empty = the whole.
    Problem&& at(std::string field) &&;
    /// Text for the log only.
    Problem&& because(std::string detail) &&;

    ProblemKind kind() const { return kind_; }
    int status() const;             ///< HTTP status, 400..599
    std::string number() const;     ///< "403.51"; never reused
    std::string_view name() const;  ///< "not_responsible"
    std::string zh() const;
    std::string en() const;
    std::string const& field() const { return field_; }
    std::string const& detail() const { return detail_; }

private:
    ProblemKind kind_;
    std::vector<Words> args_;
    std::string field_;
    std::string detail_;
};

}  // namespace fx
