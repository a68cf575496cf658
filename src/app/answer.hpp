#pragma once
/// From results to HTTP answers: the few forms every handler uses.

#include "app/caller.hpp"
#include "base/json_writer.hpp"
#include "records/engine.hpp"
#include "records/push.hpp"
#include "records/query.hpp"
#include "server/responder.hpp"
#include "server/router.hpp"
#include "store/store.hpp"

#include <boost/json/object.hpp>

#include <functional>
#include <optional>
#include <string>

namespace fx::app {

/// Runs `work` on a snapshot; its JSON, or its Problem as an answer.
server::Response read(store::Store& store, std::function<Result<std::string>(store::Reader&)> const& work);

/// Runs `work` in the next group commit and answers after it is durable. `work` gives the answer; a Problem rolls its
/// job back. With `receipt_county` an accepted answer (a JSON object) also gets "head": the signed journal head of that very
/// commit, which proves later that what was sent has not been left out or altered.
void write(store::Store& store, server::Responder to, std::function<Result<server::Response>(store::Tx&)> work,
           std::int64_t receipt_county = 0);
/// The members county, year, size, root, at, signature of the object under way.
void write_head_members(JsonWriter& json, store::Head const& head);

/// The body as a JSON object. 400.2, 400.4 (deeper than 16), 400.1.
Result<boost::json::object> body_object(server::Request const& request, boost::json::storage_ptr memory = {});
/// A path or query parameter as what it must be; 400.7 naming it.
Result<Id> id_param(server::Request const& request, std::string_view name);
Result<Place> place_param(server::Request const& request, std::string_view name);
/// The query's `place`, or the caller's own.
Result<Place> place_or_own(server::Request const& request);
/// place, limit, cursor and state of a list of records.
Result<records::ListQuery> page_query(server::Request const& request);
/// "next" of a page: the cursor of the one that follows, null at the end.
void write_next(JsonWriter& json, std::optional<std::string> const& next);
std::string text_or(server::Request const& request, std::string_view name, std::string_view fallback);
Caller const& caller(server::Request const& request);

/// {"problems":[…],"conflicts":[…]} with the first problem's status.
server::Response refusal(records::Outcome const& outcome);
server::Response refusal(std::vector<Problem> const& problems);
/// {"id","version","sequence","outcome","effects":[…]}: 201 created, 200 else.
server::Response accepted(records::Receipt const& receipt);
void write_effects(JsonWriter& json, std::vector<records::EffectSummary> const& effects);

}  // namespace fx::app
