
CREATE TABLE r_transfer (
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
    person BLOB,
    reason TEXT,
    care_level TEXT,
    pick_up_at TEXT,
    ward BLOB,
    vehicle TEXT,
    refused_why TEXT,
    case_report BLOB,
    suspected_at INTEGER,
    due_at INTEGER,
    admitted_at INTEGER,
    minutes_to_bed INTEGER,
    steps TEXT,
    note TEXT,
    ext TEXT,
    PRIMARY KEY (county, id)
) WITHOUT ROWID;
CREATE INDEX r_transfer_person ON r_transfer (county, person);
CREATE INDEX r_transfer_state ON r_transfer (county, state);
CREATE INDEX r_transfer_ward ON r_transfer (county, ward);

CREATE TABLE r_ward (
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
    facility BLOB,
    name TEXT,
    care_level TEXT,
    beds_total INTEGER,
    beds_occupied INTEGER,
    beds_reserved INTEGER,
    beds_free INTEGER,
    phone TEXT,
    note TEXT,
    ext TEXT,
    PRIMARY KEY (county, id)
) WITHOUT ROWID;
CREATE INDEX r_ward_state ON r_ward (county, state);
