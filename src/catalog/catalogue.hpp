#pragma once
/// The catalogue in memory: what is recorded, by whom, with which words, rules and privacy. Immutable once loaded.

#include "base/place.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "base/value.hpp"
#include "base/words.hpp"
#include "catalog/predicate.hpp"
#include "catalog/setting.hpp"

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fx::catalog {

class Kind;  // catalog/kind.hpp

using Label = Words;

struct Field;

/// Finds a field by its name in one probe, mostly. Built by the loader.
class NameIndex {
public:
    void build(std::span<Field const> fields);
    /// -1 when there is none. `fields` are those it was built from; an index that was never built searches them in order.
    int find(std::span<Field const> fields, std::string_view name) const;

private:
    std::vector<std::int16_t> slots_;  ///< open addressing, a power of two of slots, at most half of them taken
};

struct Code {
    std::string code;
    Label label;
    std::optional<Date> valid_from, valid_to;  ///< inclusive; outside them the code is refused for new records
};

struct CodeList {
    std::string name;
    Label label;
    std::vector<Code> codes;
    bool dated = false;  ///< some code has validity dates
    Code const* find(std::string_view code) const;
};

/// Who may see a field. No class = the catalogue does not load.
enum class Privacy {
    open,      ///< may be published
    internal,  ///< any signed-in post with authority over the place
    personal,  ///< names, addresses: posts with authority over the place; masked in exports
    identity,  ///< identity numbers, phones: encrypted at rest, masked unless unmasked with a stated, logged purpose
    health     ///< temperatures, symptoms, classes: posts with authority and a duty of care
};

std::string_view privacy_name(Privacy privacy);

struct Field {
    std::string name;
    Label label;
    Label hint;
    Kind const* kind = nullptr;
    Privacy privacy = Privacy::internal;
    bool derived = false;                  ///< set by the server (effects, generate); refused from outside
    bool extension = false;                ///< added by a site overlay: stored in the `ext` JSON column
    bool searchable = false;               ///< identity: keyed hash column `<name>_hash`; text: index
    bool found_by_pinyin = false;          ///< a person's name: key column `<name>_pinyin`, see records/name_keys.hpp
    bool found_by_initials = false;        ///< a person's name: key column `<name>_initials`
    bool bulk = false;                     ///< may be set for many records at once
    bool documents = false;                ///< attachment: takes PDF files besides photos
    CodeList const* codes = nullptr;       ///< code, codes
    std::string unit;                      ///< shown beside the value: "°C"
    int digits = 0;                        ///< decimal: digits after the point
    std::optional<std::int64_t> min, max;  ///< scaled like the value
    int length_max = 200;                  ///< text: code points; codes, table: items ("items_max" in the file)
    std::string refers_to;                 ///< household, person, reference: record type, or "account"
    std::vector<Field> columns;            ///< table: the sub-row's fields
    NameIndex column_index;
    Predicate relevant;    ///< asked and kept only when it holds
    Predicate required;    ///< must have a value when relevant and this holds; Op::any without parts = never
    Predicate constraint;  ///< must hold when a value is present
    Label constraint_text;
    std::vector<std::string> read_roles;  ///< further narrowing: only these roles read it; empty = as the type
};

/// One named action on a record type and the post roles that may do it within their place. Silence means nobody.
/// Actions: read, create, change, erase, export, unmask, merge and move:<transition>.
struct Permission {
    std::string action;
    std::vector<std::string> roles;
};

struct Transition {
    std::string name;
    std::vector<std::string> from;
    std::string to;
    Label label;
    Predicate guard;   ///< over the record's fields
    bool bulk = true;  ///< may be made for many records at once; false where each one wants a look
};

/// A duty the catalogue declares: who or what must be done, by when. `name` is the obligation type of coverage.
struct ObligationRule {
    std::string name;  ///< "household_screening"
    Label label;
    std::string subject;            ///< record type of the subject: household, person, …
    std::string fulfilled_by;       ///< record type whose accepted record fulfils it
    std::string subject_field;      ///< field of fulfilled_by that names the subject
    std::string period_field;       ///< field of fulfilled_by that names the period (round id); empty = by day and slot
    Predicate fulfils;              ///< over the fulfilling record's fields
    std::vector<Setting> settings;  ///< numbers of the rule: escalate_after, escalate_every, …
    /// `otherwise` when the rule has none of that name.
    std::int64_t setting(std::string_view name, std::int64_t otherwise) const;
};

/// Where a record stands in the tree, from which it follows who may see it.
struct PlaceRule {
    enum class From { field, reference, post };
    From from = From::post;
    std::string field;  ///< field: a division or place field; reference: a household/person/reference field
};

struct RecordType {
    std::string name;
    std::string duty;  ///< folder in catalog/: network, watch, …
    Label label;
    Label plural;
    std::vector<Field> fields;
    std::vector<std::string> states;  ///< first = initial; empty = no workflow
    std::vector<Label> state_labels;
    std::vector<Transition> transitions;
    std::vector<Permission> permissions;
    std::vector<ObligationRule> obligations;
    PlaceRule place;
    std::vector<std::vector<std::string>> indexes;  ///< SQL indexes beyond the key, each led by county. One whose
                                                    ///< first field refers to records that are few (rounds) also serves
                                                    ///< a search by its second
    std::vector<std::string> title;                 ///< fields that name a record in lists
    std::vector<Setting> settings;                  ///< numbers of rules: fever_c 373 …
    bool client_creates = true;                     ///< false: made by the server's effects only
    NameIndex index;

    int field_index(std::string_view field) const;  ///< -1 when there is none
    bool allows(std::string_view action, std::string_view role) const;
    /// A number of this type's rules as it holds at this site (asserted: a handle of this type).
    std::int64_t setting(SettingHandle of) const;
    Transition const* transition(std::string_view transition) const;  ///< nullptr when there is none
    Label state_label(std::string_view state) const;                  ///< the state itself when it is unknown
};

/// Columns every r_<type> table has before its fields; no field may take their names.
inline constexpr std::string_view common_columns[] = {
    "county", "id", "place", "state", "version", "made_at", "changed_at", "made_by", "made_by_user", "last_sequence", "ext"};
/// What a permission may name besides move:<transition>.
inline constexpr std::string_view actions[] = {"read", "create", "change", "erase", "export", "unmask", "merge"};

class Catalogue {
public:
    RecordType const* type(std::string_view name) const;  ///< nullptr when there is none
    CodeList const* code_list(std::string_view name) const;
    std::vector<RecordType const*> types() const;  ///< by name
    std::vector<CodeList const*> code_lists() const;
    std::int64_t setting(SettingHandle of) const;
    /// SHA-256 of the canonical catalogue, hex: clients and stores name the version they were made with.
    std::string const& version() const { return version_; }

private:
    friend class Loader;
    std::map<std::string, std::unique_ptr<RecordType>, std::less<>> types_;
    std::map<std::string, std::unique_ptr<CodeList>, std::less<>> code_lists_;
    std::string version_;
};

/// A mistake in a catalogue file: where, what, and how to mend it.
struct Mistake {
    std::string file;
    int line = 0;  ///< 1-based; 0 = the whole file
    Label what;
    Label remedy;
    std::string name;  ///< "unknown_kind", of mistakes.def
};

struct Source {
    std::string file;  ///< "watch/household_screening.jsonc"
    std::string text;  ///< JSON with // and /* */ comments
};

struct Loaded {
    std::shared_ptr<Catalogue const> catalogue;  ///< null when there are mistakes
    std::vector<Mistake> mistakes;
};

/// `overlay` may add fields and codes, tighten rules and set settings within their bounds; anything else in it is a mistake.
Loaded load(std::vector<Source> const& sources, std::vector<Source> const& overlay = {});
/// The catalogue compiled into the program.
std::vector<Source> embedded_sources();
/// Every *.jsonc below `directory`. 503.20 when it cannot be read.
Result<std::vector<Source>> read_sources(std::string const& directory);

}  // namespace fx::catalog
