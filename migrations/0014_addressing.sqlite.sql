-- Orders by kind of unit, saved query and with attachments; calendar days: as proposed by fangxian catalog migration.
CREATE TABLE r_calendar_day (
    county INTEGER NOT NULL,
    id BLOB NOT NULL,
    place INTEGER,
    state TEXT,
    version INTEGER,
    made_at INTEGER,
    changed_at INTEGER,
    made_by BLOB,
    made_by_user BLOB,
    last_sequence INTEGER,
    date INTEGER,
    day_kind TEXT,
    name TEXT,
    ext TEXT,
    PRIMARY KEY (county, id)
) WITHOUT ROWID;
CREATE INDEX r_calendar_day_date ON r_calendar_day (county, date);

ALTER TABLE r_order ADD COLUMN attachment BLOB;
ALTER TABLE r_order ADD COLUMN attachment_2 BLOB;
ALTER TABLE r_order ADD COLUMN attachment_3 BLOB;

ALTER TABLE r_post ADD COLUMN unit BLOB;

CREATE TABLE r_saved_query (
    county INTEGER NOT NULL,
    id BLOB NOT NULL,
    place INTEGER,
    state TEXT,
    version INTEGER,
    made_at INTEGER,
    changed_at INTEGER,
    made_by BLOB,
    made_by_user BLOB,
    last_sequence INTEGER,
    name TEXT,
    of_type TEXT,
    filter TEXT,
    ext TEXT,
    PRIMARY KEY (county, id)
) WITHOUT ROWID;
CREATE INDEX r_saved_query_place ON r_saved_query (county, place);
