
CREATE TABLE r_transfer (
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
    person UUID,
    reason TEXT,
    care_level TEXT,
    pick_up_at TEXT,
    ward UUID,
    vehicle TEXT,
    refused_why TEXT,
    case_report UUID,
    suspected_at BIGINT,
    due_at BIGINT,
    admitted_at BIGINT,
    minutes_to_bed BIGINT,
    steps TEXT,
    note TEXT,
    ext TEXT,
    PRIMARY KEY (county, id)
);
CREATE INDEX r_transfer_person ON r_transfer (county, person);
CREATE INDEX r_transfer_state ON r_transfer (county, state);
CREATE INDEX r_transfer_ward ON r_transfer (county, ward);

CREATE TABLE r_ward (
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
    facility UUID,
    name TEXT,
    care_level TEXT,
    beds_total BIGINT,
    beds_occupied BIGINT,
    beds_reserved BIGINT,
    beds_free BIGINT,
    phone TEXT,
    note TEXT,
    ext TEXT,
    PRIMARY KEY (county, id)
);
CREATE INDEX r_ward_state ON r_ward (county, state);
