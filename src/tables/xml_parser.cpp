#include "tables/xml_parser.hpp"

#include <expat.h>

#include <array>

namespace fx::tables {
namespace {

std::string_view local_name(std::string_view name) {
    auto const colon = name.rfind(':');
    return colon == name.npos ? name : name.substr(colon + 1);
}

}  // namespace

struct XmlParser::State {
    XmlHandler& handler;
    Limits limits;
    XML_Parser parser = XML_ParserCreate(nullptr);
    std::uint32_t depth = 0;
    std::uint64_t quiet_bytes = 0;  ///< fed since the last element or text

    void check() {
        quiet_bytes = 0;
        if (handler.failure) XML_StopParser(parser, XML_FALSE);
    }
    void forbid(char const* what) {
        if (!handler.failure) handler.failure = Problem(ProblemKind::table_xml_forbidden).because(what);
        XML_StopParser(parser, XML_FALSE);
    }
    static State& of(void* data) { return *static_cast<State*>(data); }

    static void XMLCALL on_start(void* data, char const* name, char const** attributes) {
        auto& state = of(data);
        if (state.handler.failure) return;
        if (++state.depth > state.limits.xml_depth_max) return state.forbid("nesting");
        state.handler.start(local_name(name), attributes);
        state.check();
    }
    static void XMLCALL on_end(void* data, char const* name) {
        auto& state = of(data);
        if (state.handler.failure) return;
        --state.depth;
        state.handler.end(local_name(name));
        state.check();
    }
    static void XMLCALL on_text(void* data, char const* text, int size) {
        auto& state = of(data);
        if (state.handler.failure) return;
        state.handler.text({text, std::size_t(size)});
        state.check();
    }
    static void XMLCALL on_doctype(void* data, char const*, char const*, char const*, int) {
        of(data).forbid("document type");
    }
};

XmlParser::XmlParser(XmlHandler& handler, Limits const& limits) : state_(new State{handler, limits}) {
    XML_SetUserData(state_->parser, state_.get());
    XML_SetElementHandler(state_->parser, State::on_start, State::on_end);
    XML_SetCharacterDataHandler(state_->parser, State::on_text);
    XML_SetStartDoctypeDeclHandler(state_->parser, State::on_doctype);
}

XmlParser::~XmlParser() { XML_ParserFree(state_->parser); }

Result<void> XmlParser::feed(std::string_view bytes, bool last) {
    state_->quiet_bytes += bytes.size();
    auto const status = XML_Parse(state_->parser, bytes.data(), int(bytes.size()), last);
    if (state_->handler.failure) return std::move(*state_->handler.failure);
    if (status != XML_STATUS_OK)
        return Problem(ProblemKind::table_broken).because(XML_ErrorString(XML_GetErrorCode(state_->parser)));
    // A tag that never ends is kept whole by the parser and read again with every piece of it.
    if (state_->quiet_bytes > state_->limits.xml_token_bytes_max)
        return Problem(ProblemKind::table_xml_forbidden).because("token length");
    return {};
}

std::size_t XmlParser::position() const { return std::size_t(XML_GetCurrentByteIndex(state_->parser)); }
std::size_t XmlParser::length() const { return std::size_t(XML_GetCurrentByteCount(state_->parser)); }

char const* attribute(char const** attributes, std::string_view name) {
    for (; *attributes != nullptr; attributes += 2)
        if (local_name(attributes[0]) == name) return attributes[1];
    return nullptr;
}

Result<void> read_part(ZipParts& zip, std::string const& name, XmlHandler& handler, Limits const& limits,
                       std::uint64_t bytes_max) {
    FX_CHECK(zip.open_part(name));
    XmlParser parser(handler, limits);
    std::array<char, 32 << 10> buffer;
    for (std::uint64_t total = 0;;) {
        FX_TRY(auto const count, zip.read(buffer));
        total += count;
        if (total > bytes_max)
            return Problem(ProblemKind::table_unpacked_too_large, {std::to_string(bytes_max >> 20) + " MiB"}).at(name);
        FX_CHECK(parser.feed({buffer.data(), count}, count == 0));
        if (count == 0) return {};
    }
}

}  // namespace fx::tables
