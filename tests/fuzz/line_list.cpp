// Whatever the bytes of a line list, of its links and of a mapping: no crash, every link between cases of the list, and
// every output can be written.
#include "app/cli/chains_export.hpp"
#include "app/cli/chains_output.hpp"

#include <boost/json.hpp>

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace fx::app::cli;
    if (size < 2) return 0;
    std::string const text(reinterpret_cast<char const*>(data) + 1, size - 1);
    auto const cut = text.find('\f');
    auto const links = cut == std::string::npos ? std::string() : text.substr(cut + 1);
    boost::json::object mapping;
    boost::system::error_code error;
    if (auto const json = boost::json::parse(links, error); !error && json.is_object()) mapping = json.get_object();
    auto list = parse_line_list(text.substr(0, cut), "f.csv", mapping, fx::Date{18'322});
    if (!list) return 0;
    if (mapping.empty() && !links.empty() && parse_links(links, "l.csv", {}, *list).has_error()) return 0;
    if (list->cases.size() != list->ids.size() || list->settings.size() != list->links.size()) std::abort();
    for (auto const& link : list->links)
        if (link.infector >= list->cases.size() || link.infectee >= list->cases.size()) std::abort();
    ChainRules const rules;
    auto const outbreak = analyse(*list, rules);
    if (chains_json(*list, outbreak, rules, true).empty()) std::abort();
    for (auto const& file : export_chains(chain_formats[data[0] % chain_formats.size()], *list, outbreak))
        if (file.text.empty()) std::abort();
    return 0;
}
