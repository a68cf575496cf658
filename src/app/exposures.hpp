#pragma once
/// Whom a case has exposed, for one reader; and their registration as contacts of the case, many at once.

#include "app/program.hpp"

#include <boost/json/object.hpp>

#include <string>
#include <vector>

namespace fx::app {

struct ExposureQuery {
    int generations = 1;           ///< 1..3
    std::int64_t minutes_min = 1;  ///< 1..1440: of one infector with one person
    std::size_t offset = 0, limit = 50;
};

/// {"case","person","from","until","generations":[{"exposed"}],"visible","items":[{"generation","person","through",
/// "minutes","first","last","reason","place","contact"}],"next"}: `next` is the offset of the next page as text, or null.
/// Somebody outside the reader's area is counted, not shown. 404.55 for a case the reader may not see, 403.50 for a role
/// that may not read visits.
Result<std::string> exposed_json(Program& program, records::Actor const& actor, Id const& case_id,
                                 ExposureQuery const& query);

struct NewContacts {
    Id command;                  ///< sent twice it is done once
    std::vector<Id> persons;     ///< 1..contacts_at_once_max, each exposed to the case itself
    boost::json::object fields;  ///< over what the exposure tells: a determination, the protection, …
};
inline constexpr std::size_t contacts_at_once_max = 200;

/// What became of each of the persons: a contact was made, or why not.
struct ContactMade {
    Id person, contact;
    std::optional<Problem> refused;
};
/// One commit. Somebody who is a contact of the case already, or was not exposed to it, is refused and the others stand.
Result<std::vector<ContactMade>> add_contacts(Program& program, records::Actor const& actor, Id const& case_id,
                                              NewContacts const& wanted);

}  // namespace fx::app
