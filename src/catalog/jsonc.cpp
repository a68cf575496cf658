#include "catalog/jsonc.hpp"

#include "base/text.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>

namespace fx::catalog {
namespace {

class Scanner {
public:
    Scanner(std::string_view text, JsoncError& error) : text_(text), error_(error) {}

    bool document(Node& out) {
        if (!skip() || !value(out, 0) || !skip()) return false;
        return at_ == text_.size() || fail("文件末尾有多余内容", "there is more after the end of the value");
    }

private:
    bool fail(std::string_view zh, std::string_view en) {
        error_ = {line_, {std::string(zh), std::string(en)}};
        return false;
    }

    /// White space and comments.
    bool skip() {
        while (at_ < text_.size()) {
            auto const rest = text_.substr(at_);
            if (rest.starts_with("//")) {
                at_ = std::min(text_.find('\n', at_), text_.size());
            } else if (rest.starts_with("/*")) {
                auto const end = text_.find("*/", at_ + 2);
                if (end == text_.npos) return fail("注释没有结束", "a comment is not closed");
                line_ += int(std::count(text_.begin() + std::ptrdiff_t(at_), text_.begin() + std::ptrdiff_t(end), '\n'));
                at_ = end + 2;
            } else if (rest[0] == '\n') {
                ++line_, ++at_;
            } else if (rest[0] == ' ' || rest[0] == '\t' || rest[0] == '\r') {
                ++at_;
            } else {
                break;
            }
        }
        return true;
    }

    bool take(char c) { return at_ < text_.size() && text_[at_] == c && ++at_; }

    bool value(Node& out, int depth) {
        if (depth > jsonc_depth_max) return fail("嵌套过深", "the value nests too deep");
        if (at_ == text_.size()) return fail("内容不完整", "the text ends too early");
        out.line = line_;
        switch (text_[at_]) {
            case '{': return object(out, depth);
            case '[': return array(out, depth);
            case '"': out.shape = Node::Shape::string; return string(out.text);
            default: return word(out);
        }
    }

    bool object(Node& out, int depth) {
        out.shape = Node::Shape::object;
        ++at_;
        if (!skip()) return false;
        if (take('}')) return true;
        for (;;) {
            std::string key;
            int const key_line = line_;
            if (at_ == text_.size() || text_[at_] != '"')
                return fail("此处应为成员名", "a member name in quotes is expected");
            if (!string(key) || !skip()) return false;
            if (!take(':')) return fail("成员名后应为冒号", "a colon is expected after the member name");
            if (out.find(key) != nullptr) return fail("成员“" + key + "”重复", "member \"" + key + "\" stands twice");
            Node child;
            if (!skip() || !value(child, depth + 1) || !skip()) return false;
            out.keys.push_back(std::move(key));
            out.key_lines.push_back(key_line);
            out.items.push_back(std::move(child));
            if (take('}')) return true;
            if (!take(',')) return fail("此处应为逗号或右花括号", "a comma or } is expected");
            if (!skip()) return false;
        }
    }

    bool array(Node& out, int depth) {
        out.shape = Node::Shape::array;
        ++at_;
        if (!skip()) return false;
        if (take(']')) return true;
        for (;;) {
            Node child;
            if (!value(child, depth + 1) || !skip()) return false;
            out.items.push_back(std::move(child));
            if (take(']')) return true;
            if (!take(',')) return fail("此处应为逗号或右方括号", "a comma or ] is expected");
            if (!skip()) return false;
        }
    }

    bool string(std::string& out) {
        auto end = at_ + 1;
        while (end < text_.size() && text_[end] != '"' && text_[end] != '\n') end += text_[end] == '\\' ? 2 : 1;
        if (end >= text_.size() || text_[end] != '"') return fail("字符串没有结束", "a string is not closed");
        return scalar(end + 1, [&](boost::json::value const& json) { out = std::string(json.as_string()); });
    }

    bool word(Node& out) {
        auto const end = std::min(text_.find_first_of(" \t\r\n,]}/", at_), text_.size());
        auto const written = std::string(text_.substr(at_, end - at_));
        return scalar(end, [&](boost::json::value const& json) {
            out.text = written;
            out.shape = json.is_null() ? Node::Shape::null : json.is_bool() ? Node::Shape::boolean : Node::Shape::number;
        });
    }

    template <class Accept>
    bool scalar(std::size_t end, Accept const& accept) {
        boost::json::error_code code;
        auto const json = boost::json::parse(text_.substr(at_, end - at_), code);
        if (code || json.is_structured()) return fail("不是有效的 JSON 值", "this is not a JSON value");
        accept(json);
        at_ = end;
        return true;
    }

    std::string_view text_;
    JsoncError& error_;
    std::size_t at_ = 0;
    int line_ = 1;
};

}  // namespace

Node const* Node::find(std::string_view key) const {
    auto const found = std::find(keys.begin(), keys.end(), key);
    return found == keys.end() ? nullptr : &items[std::size_t(found - keys.begin())];
}

std::optional<Node> parse_jsonc(std::string_view text, JsoncError& error) {
    if (text.size() > jsonc_bytes_max) {
        error = {1, {"文件超过 1 MB", "the file is larger than 1 MB"}};
        return std::nullopt;
    }
    if (!is_utf8(text)) {
        error = {1, {"文件不是 UTF-8 编码", "the file is not UTF-8"}};
        return std::nullopt;
    }
    Node root;
    if (!Scanner(text, error).document(root)) return std::nullopt;
    return root;
}

boost::json::value to_json(Node const& node) {
    switch (node.shape) {
        case Node::Shape::null: return nullptr;
        case Node::Shape::boolean: return node.text == "true";
        case Node::Shape::number: return boost::json::parse(node.text);
        case Node::Shape::string: return boost::json::value(node.text);
        case Node::Shape::array: {
            boost::json::array out;
            for (auto const& item : node.items) out.push_back(to_json(item));
            return out;
        }
        case Node::Shape::object: break;
    }
    boost::json::object out;
    for (std::size_t i = 0; i < node.items.size(); ++i) out[node.keys[i]] = to_json(node.items[i]);
    return out;
}

}  // namespace fx::catalog
