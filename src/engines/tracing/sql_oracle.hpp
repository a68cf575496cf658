#pragma once
/// For the property test: the answers of tracing.hpp by plain SQL in a database in memory. It knows nothing of blocks,
/// columns or additions that stand aside; minutes are counted one by one.

#include "engines/tracing/tracing.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <string>
#include <vector>

namespace fx::tracing {

class SqlOracle {
public:
    /// Every window asked for must lie within [0, minutes).
    SqlOracle(int minutes, std::vector<PlaceKind> const& places, std::vector<GroupKind> const& groups) {
        EXPECT_EQ(sqlite3_open(":memory:", &db_), SQLITE_OK);
        run("CREATE TABLE visit (id INTEGER PRIMARY KEY, person INTEGER, place INTEGER, begin INTEGER, end INTEGER, row "
            "INTEGER); CREATE INDEX visit_place ON visit (place); CREATE INDEX visit_person ON visit (person);"
            "CREATE TABLE member (person INTEGER, grp INTEGER, since INTEGER, until INTEGER, a_day INTEGER);"
            "CREATE TABLE place (id INTEGER PRIMARY KEY, vehicle INTEGER);"
            "CREATE TABLE grp (id INTEGER PRIMARY KEY, work INTEGER);"
            "CREATE TABLE minute (at INTEGER PRIMARY KEY);"
            "CREATE TABLE front (person INTEGER, since INTEGER, until INTEGER);"
            "CREATE TABLE contact (infector INTEGER, other INTEGER, begin INTEGER, end INTEGER, place INTEGER, minutes "
            "INTEGER, reason INTEGER); CREATE INDEX contact_pair ON contact (infector, other);"
            "CREATE TABLE link (infector INTEGER, other INTEGER, place INTEGER, minutes INTEGER, first INTEGER, last "
            "INTEGER, reason INTEGER);"
            "CREATE TABLE known (person INTEGER PRIMARY KEY, generation INTEGER, through INTEGER, place INTEGER, minutes "
            "INTEGER, first INTEGER, last INTEGER, since INTEGER, reason INTEGER);");
        run("INSERT INTO minute WITH RECURSIVE m (at) AS (SELECT 0 UNION ALL SELECT at + 1 FROM m WHERE at + 1 < " +
            std::to_string(minutes) + ") SELECT at FROM m");
        for (std::size_t i = 0; i < places.size(); ++i)
            run("INSERT INTO place VALUES (" + list(i, int(places[i] == PlaceKind::vehicle)) + ")");
        for (std::size_t i = 0; i < groups.size(); ++i)
            run("INSERT INTO grp VALUES (" + list(i, int(groups[i] == GroupKind::work)) + ")");
    }
    ~SqlOracle() { sqlite3_close(db_); }
    SqlOracle(SqlOracle const&) = delete;
    SqlOracle& operator=(SqlOracle const&) = delete;

    void add(Visit const& v) {
        run("INSERT INTO visit (person, place, begin, end, row) VALUES (" +
            list(v.person, v.place, v.begin, v.end, row_of(v)) + ")");
    }
    /// How many rows changed: 0 or 1.
    int remove(Visit const& v) { return run("DELETE FROM visit WHERE id = " + one_of(v)); }
    int close(Visit const& v, Minute end) {
        return run("UPDATE visit SET end = " + list(end) + " WHERE begin < " + list(end) + " AND id = " + one_of(v));
    }
    void add(Membership const& m) {
        run("INSERT INTO member VALUES (" + list(m.person, m.group, m.from, m.until, m.minutes_a_day) + ")");
    }

    std::vector<Exposed> exposed(PersonIndex person, Window window, ExposureOptions const& options) {
        run("DELETE FROM known; INSERT INTO known (person, generation, since) VALUES (" + list(person, 0, window.from) +
            ")");
        for (int generation = 1; generation <= options.generations; ++generation) {
            auto const latent = generation == 1 ? 0 : options.latent_minutes;
            run("DELETE FROM front; INSERT INTO front SELECT person, since + " + list(latent) + ", " + list(window.until) +
                " FROM known WHERE generation = " + list(generation - 1));
            link(options.rows_apart, options.min_minutes);
            run("INSERT INTO known SELECT other, " + list(generation) +
                ", infector, place, minutes, first, last, since, reason FROM (SELECT *, min(first) OVER (PARTITION BY "
                "other) AS since, row_number() OVER (PARTITION BY other ORDER BY minutes DESC, infector) AS nth FROM link "
                "WHERE other NOT IN (SELECT person FROM known)) WHERE nth = 1");
        }
        std::vector<Exposed> rows;
        each(
            "SELECT person, generation, through, place, minutes, first, last, since, reason FROM known "
            "WHERE generation > 0 ORDER BY generation, minutes DESC, person",
            [&](auto const& at) {
                rows.push_back({PersonIndex(at(0)), std::uint32_t(at(1)), PersonIndex(at(2)), std::uint32_t(at(3)), at(4),
                                Minute(at(5)), Minute(at(6)), Minute(at(7)), Reason(at(8))});
            });
        return rows;
    }

    Sources common_sources(std::vector<CaseWindow> const& cases, SourceOptions const& options) {
        run("DELETE FROM front");
        for (auto const& each_case : cases)
            run("INSERT INTO front VALUES (" + list(each_case.person, each_case.window.from, each_case.window.until) + ")");
        link(options.rows_apart, options.min_minutes);
        Sources sources;
        each(
            "SELECT other, count(*), sum(minutes), min(first), max(last) FROM link GROUP BY other HAVING count(*) >= 2 "
            "ORDER BY 2 DESC, 3 DESC, 1",
            [&](auto const& at) { sources.persons.push_back(source(at)); });
        auto const within = list(options.within_minutes);
        each(
            "WITH cut AS (SELECT v.person, v.place, max(v.begin, f.since) AS begin, min(v.end, f.until) AS end FROM visit v "
            "JOIN front f ON f.person = v.person WHERE max(v.begin, f.since) < min(v.end, f.until)) "
            "SELECT place, count(DISTINCT person), sum(end - begin), min(begin), max(end) FROM cut c WHERE EXISTS "
            "(SELECT 1 FROM cut d WHERE d.place = c.place AND d.person <> c.person AND d.begin - c.end <= " +
                within + " AND c.begin - d.end <= " + within + ") GROUP BY place ORDER BY 2 DESC, 3 DESC, 1",
            [&](auto const& at) { sources.places.push_back(source(at)); });
        return sources;
    }

private:
    /// Fills `link` with whom each of `front` met, for at least `min_minutes`, in its own window.
    void link(int rows_apart, std::int64_t min_minutes) {
        run("DELETE FROM contact; INSERT INTO contact "
            "SELECT *, end - begin, 3 - (SELECT vehicle FROM place p WHERE p.id = place) FROM ("
            "SELECT f.person, b.person, max(a.begin, b.begin, f.since) AS begin, min(a.end, b.end, f.until) AS end, a.place "
            "FROM front f JOIN visit a ON a.person = f.person JOIN visit b ON b.place = a.place AND b.person <> a.person "
            "WHERE a.row IS NULL OR b.row IS NULL OR abs(a.row - b.row) <= " +
            list(rows_apart) + ") WHERE begin < end");
        run("INSERT INTO contact SELECT person, other, begin, end, grp, (end - begin) * a_day / 1440, "
            "(SELECT work FROM grp g WHERE g.id = grp) FROM ("
            "SELECT f.person AS person, b.person AS other, max(a.since, b.since, f.since) AS begin, "
            "min(a.until, b.until, f.until) AS end, a.grp AS grp, min(a.a_day, b.a_day) AS a_day FROM front f "
            "JOIN member a ON a.person = f.person JOIN member b ON b.grp = a.grp AND b.person <> a.person) WHERE begin < "
            "end");
        run("DELETE FROM link; INSERT INTO link SELECT infector, other, "
            "(SELECT place FROM contact s WHERE s.infector = c.infector AND s.other = c.other "
            "ORDER BY minutes DESC, reason, place LIMIT 1), "
            "(SELECT count(DISTINCT at) FROM contact s JOIN minute ON at >= s.begin AND at < s.end "
            "WHERE s.infector = c.infector AND s.other = c.other AND reason >= 2) "
            "+ sum(CASE WHEN reason < 2 THEN minutes ELSE 0 END) AS total, min(begin), max(end), "
            "(SELECT reason FROM contact s WHERE s.infector = c.infector AND s.other = c.other "
            "ORDER BY minutes DESC, reason, place LIMIT 1) FROM contact c GROUP BY infector, other HAVING total >= " +
            list(min_minutes));
    }

    template <class... Values>
    static std::string list(Values... values) {
        std::string text;
        ((text += (text.empty() ? "" : ", ") + to_text(values)), ...);
        return text;
    }
    static std::string to_text(std::string const& text) { return text; }
    static std::string to_text(std::integral auto value) { return std::to_string(value); }
    static std::string row_of(Visit const& v) { return v.row == row_unknown ? "NULL" : std::to_string(v.row); }
    static std::string one_of(Visit const& v) {
        return "(SELECT min(id) FROM visit WHERE person = " + list(v.person) + " AND place = " + list(v.place) +
               " AND begin = " + list(v.begin) + " AND end = " + list(v.end) + " AND row IS " + row_of(v) + ")";
    }
    template <class At>
    static Source source(At const& at) {
        return {std::uint32_t(at(0)), std::uint32_t(at(1)), at(2), Minute(at(3)), Minute(at(4))};
    }

    int run(std::string const& text) {
        EXPECT_EQ(sqlite3_exec(db_, text.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(db_) << text;
        return sqlite3_changes(db_);
    }
    template <class Row>
    void each(std::string const& text, Row row) {
        sqlite3_stmt* statement = nullptr;
        EXPECT_EQ(sqlite3_prepare_v2(db_, text.c_str(), -1, &statement, nullptr), SQLITE_OK) << sqlite3_errmsg(db_) << text;
        while (sqlite3_step(statement) == SQLITE_ROW)
            row([statement](int column) { return std::int64_t(sqlite3_column_int64(statement, column)); });
        sqlite3_finalize(statement);
    }

    sqlite3* db_ = nullptr;
};

}  // namespace fx::tracing
