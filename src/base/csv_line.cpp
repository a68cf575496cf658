#include "base/csv_line.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <memory>

namespace fx {
namespace {
constexpr std::size_t line_bytes_max = 64 << 10;
constexpr std::size_t lines_max = 2'000'000;
}  // namespace

bool split_csv_line(std::string_view line, std::vector<std::string>& fields) {
    std::size_t count = 0;
    auto const fresh = [&]() -> std::string& {
        if (count == fields.size()) fields.emplace_back();
        fields[count].clear();
        return fields[count++];
    };
    auto* field = &fresh();
    bool good = true;
    for (std::size_t i = 0; i < line.size() && good;) {
        if (line[i] == ',') {
            field = &fresh();
            ++i;
        } else if (line[i] == '"' && field->empty()) {
            bool closed = false;
            for (++i; i < line.size() && !closed; ++i) {
                if (line[i] != '"') {
                    *field += line[i];
                } else if (i + 1 < line.size() && line[i + 1] == '"') {
                    *field += line[i++];
                } else {
                    closed = true;
                }
            }
            good = closed && (i == line.size() || line[i] == ',');
        } else {
            auto const end = std::min(line.find(',', i), line.size());
            field->append(line.substr(i, end - i));
            i = end;
        }
    }
    fields.resize(count);
    return good;
}

struct CsvFile::State {
    std::string path;
    std::ifstream in;
    std::string line;
    std::size_t line_number = 0;
    std::vector<std::string> fields;
    std::vector<std::size_t> positions;  // of each wanted column; npos = not there

    /// False at the end of the file.
    Result<bool> read_line() {
        line.clear();
        if (!std::getline(in, line)) return false;
        ++line_number;
        if (line.size() > line_bytes_max || line_number > lines_max) return problem("too long");
        if (line.ends_with('\r')) line.pop_back();
        if (line_number == 1 && line.starts_with("\xEF\xBB\xBF")) line.erase(0, 3);
        if (!split_csv_line(line, fields)) return problem("a quote is not closed");
        return true;
    }
    Problem problem(std::string what) const {
        return Problem(ProblemKind::data_row_invalid, {path, fmt::format("{}", line_number), std::move(what)});
    }
};

Result<CsvFile> CsvFile::open(std::string const& path, std::vector<std::string_view> const& columns,
                              std::vector<std::string_view> const& optional) {
    auto state = std::make_unique<State>();
    state->path = path;
    state->in.open(path, std::ios::binary);
    if (!state->in) return Problem(ProblemKind::data_file_unreadable, {path, "cannot be opened"});
    FX_TRY(bool const header, state->read_line());
    if (!header) return Problem(ProblemKind::data_file_unreadable, {path, "empty"});
    auto const add = [&](std::string_view name) {
        auto const at = std::find(state->fields.begin(), state->fields.end(), name);
        state->positions.push_back(at == state->fields.end() ? std::string::npos : std::size_t(at - state->fields.begin()));
        return at != state->fields.end();
    };
    for (auto const name : columns)
        if (!add(name)) return Problem(ProblemKind::data_file_unreadable, {path, fmt::format("no column {}", name)});
    for (auto const name : optional) add(name);
    return CsvFile(state.release());
}

Result<bool> CsvFile::next() {
    do {
        FX_TRY(bool const more, state_->read_line());
        if (!more) return false;
    } while (state_->line.empty());
    for (auto const position : state_->positions)
        if (position != std::string::npos && position >= state_->fields.size()) return row_problem("too few fields");
    return true;
}

std::string_view CsvFile::field(std::size_t index) const {
    auto const position = state_->positions[index];
    return position == std::string::npos ? std::string_view() : state_->fields[position];
}

Result<std::int64_t> CsvFile::number(std::size_t index) const {
    auto const text = field(index);
    std::int64_t value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < 0 || text.size() > 18)
        return row_problem(fmt::format("\"{}\" is not a whole number", text.substr(0, 40)));
    return value;
}

Problem CsvFile::row_problem(std::string what) const { return state_->problem(std::move(what)); }

CsvFile::CsvFile(State* state) : state_(state) {}
CsvFile::CsvFile(CsvFile&& other) noexcept : state_(std::exchange(other.state_, nullptr)) {}
CsvFile::~CsvFile() { delete state_; }

}  // namespace fx
