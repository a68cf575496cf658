-- Orders by kind of unit, saved query and with attachments; calendar days: as proposed by fangxian catalog migration.
CREATE TABLE r_calendar_day (
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
    date BIGINT,
    day_kind TEXT,
    name TEXT,
    ext TEXT,
    PRIMARY KEY (county, id)
);
CREATE INDEX r_calendar_day_date ON r_calendar_day (county, date);

ALTER TABLE r_order ADD COLUMN attachment UUID;
ALTER TABLE r_order ADD COLUMN attachment_2 UUID;
ALTER TABLE r_order ADD COLUMN attachment_3 UUID;

ALTER TABLE r_post ADD COLUMN unit UUID;

CREATE TABLE r_saved_query (
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
    name TEXT,
    of_type TEXT,
    filter TEXT,
    ext TEXT,
    PRIMARY KEY (county, id)
);
CREATE INDEX r_saved_query_place ON r_saved_query (county, place);
