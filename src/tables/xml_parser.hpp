#pragma once
/// Bounded XML for the parts of an XLSX: no document type, hence no entities of its own (billion laughs) and no
/// outside files; bounded nesting; bounded tags.

#include "base/result.hpp"
#include "tables/limits.hpp"
#include "tables/zip_parts.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace fx::tables {

/// Receives the elements of one part. Names come without their prefix ("x:row" is "row").
class XmlHandler {
public:
    virtual ~XmlHandler() = default;
    /// `attributes`: name, value, name, value, …, nullptr.
    virtual void start(std::string_view name, char const** attributes) = 0;
    virtual void end(std::string_view) {}
    virtual void text(std::string_view) {}
    /// Set by the handler to stop reading.
    std::optional<Problem> failure;
};

class XmlParser {
public:
    XmlParser(XmlHandler& handler, Limits const& limits);
    ~XmlParser();
    XmlParser(XmlParser const&) = delete;
    XmlParser& operator=(XmlParser const&) = delete;
    /// 400.118 forbidden or too deep, 400.117 not well-formed, or what the handler failed with.
    Result<void> feed(std::string_view bytes, bool last);
    /// Within a handler: where what it is told begins in the bytes fed so far, and how long it is (0 = not known).
    std::size_t position() const;
    std::size_t length() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Value of the attribute (prefix ignored), or nullptr.
char const* attribute(char const** attributes, std::string_view name);

/// Reads a whole part; at most `bytes_max` unpacked bytes.
Result<void> read_part(ZipParts& zip, std::string const& name, XmlHandler& handler, Limits const& limits,
                       std::uint64_t bytes_max);

}  // namespace fx::tables
