#pragma once
/// The HTTP interface described from the catalogue: for machines (OpenAPI 3.1) and for people (a page).

#include "catalog/catalogue.hpp"

#include <span>
#include <string>
#include <vector>

namespace fx::catalog {

/// A fixed URL, from app's list of routes. Record URLs follow from the catalogue and are not listed.
struct Endpoint {
    std::string method;      ///< "GET"
    std::string path;        ///< "/api/places/{place}"
    std::string permission;  ///< of the route; empty = public
    Label summary;
    std::vector<std::string> query;  ///< names of query parameters
    std::string body_type = {};      ///< media type of the request's body; empty = JSON
    std::string answer_type = {};    ///< media type of the answer; empty = JSON
};

/// An OpenAPI 3.1 document: the record endpoints of every type and the fixed ones.
std::string write_openapi(Catalogue const& catalogue, std::span<Endpoint const> endpoints);

/// A page of every type, field, code list and URL in both languages. One file, no script, nothing fetched.
std::string write_reference(Catalogue const& catalogue, std::span<Endpoint const> endpoints);

}  // namespace fx::catalog
