-- Proposed by fangxian catalog migration: daily reports, and the units that owe them.
CREATE TABLE r_daily_report (
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
    unit BLOB,
    date INTEGER,
    nil_declared INTEGER,
    sites_checked INTEGER,
    publicity INTEGER,
    matters TEXT,
    reason TEXT,
    return_reason TEXT,
    figures TEXT,
    mapping INTEGER,
    signed_at INTEGER,
    ext TEXT,
    PRIMARY KEY (county, id)
) WITHOUT ROWID;
CREATE INDEX r_daily_report_date ON r_daily_report (county, date);
CREATE INDEX r_daily_report_place ON r_daily_report (county, place);

ALTER TABLE r_reporting_unit ADD COLUMN reports_daily INTEGER;

CREATE INDEX r_temperature_reading_date ON r_temperature_reading (county, date);
