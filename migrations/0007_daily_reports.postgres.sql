-- Proposed by fangxian catalog migration: daily reports, and the units that owe them.
CREATE TABLE r_daily_report (
    county BIGINT NOT NULL,
    id UUID NOT NULL,
    place BIGINT,
    state TEXT,
    version BIGINT,
    made_at BIGINT,
    changed_at BIGINT,
    made_by UUID,
    made_by_user UUID,
    last_sequence BIGINT,
    unit UUID,
    date BIGINT,
    nil_declared BIGINT,
    sites_checked BIGINT,
    publicity BIGINT,
    matters TEXT,
    reason TEXT,
    return_reason TEXT,
    figures TEXT,
    mapping BIGINT,
    signed_at BIGINT,
    ext TEXT,
    PRIMARY KEY (county, id)
);
CREATE INDEX r_daily_report_date ON r_daily_report (county, date);
CREATE INDEX r_daily_report_place ON r_daily_report (county, place);

ALTER TABLE r_reporting_unit ADD COLUMN reports_daily BIGINT;

CREATE INDEX r_temperature_reading_date ON r_temperature_reading (county, date);
