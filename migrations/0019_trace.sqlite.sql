-- Proposed by fangxian catalog migration: cases, contacts, visits and samples.

CREATE TABLE r_case_report (
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
    disease TEXT,
    found_by TEXT,
    diagnosed_at INTEGER,
    facility BLOB,
    symptoms TEXT,
    onset_on INTEGER,
    temperature_c INTEGER,
    pneumonia_on_image TEXT,
    leukocytes_low TEXT,
    exposures TEXT,
    lab_result TEXT,
    classification TEXT,
    basis TEXT,
    definition_met TEXT,
    decisions TEXT,
    severity TEXT,
    stays TEXT,
    origin TEXT,
    infected_by BLOB,
    outcome TEXT,
    outcome_on INTEGER,
    reported_at INTEGER,
    report_due_at INTEGER,
    verified_at INTEGER,
    investigated_at INTEGER,
    note TEXT,
    ext TEXT,
    PRIMARY KEY (county, id)
) WITHOUT ROWID;
CREATE INDEX r_case_report_infected_by ON r_case_report (county, infected_by);
CREATE INDEX r_case_report_person ON r_case_report (county, person);
CREATE INDEX r_case_report_state ON r_case_report (county, state);

CREATE TABLE r_contact (
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
    index_case BLOB,
    exposure_type TEXT,
    relation TEXT,
    mode TEXT,
    contact_place TEXT,
    frequency TEXT,
    first_contact_at INTEGER,
    last_contact_at INTEGER,
    protection TEXT,
    decision TEXT,
    managed_by TEXT,
    measure TEXT,
    follow_up_until INTEGER,
    became_case BLOB,
    ended_on INTEGER,
    note TEXT,
    ext TEXT,
    PRIMARY KEY (county, id)
) WITHOUT ROWID;
CREATE INDEX r_contact_index_case ON r_contact (county, index_case);
CREATE INDEX r_contact_person ON r_contact (county, person);
CREATE INDEX r_contact_state ON r_contact (county, state);

ALTER TABLE r_key_person ADD COLUMN found_by_contact BLOB;
ALTER TABLE r_key_person ADD COLUMN found_by_case BLOB;

CREATE TABLE r_lab_sample (
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
    disease TEXT,
    sample_kind TEXT,
    taken_at INTEGER,
    test_kind TEXT,
    laboratory BLOB,
    result TEXT,
    result_at INTEGER,
    note TEXT,
    ext TEXT,
    PRIMARY KEY (county, id)
) WITHOUT ROWID;
CREATE INDEX r_lab_sample_person ON r_lab_sample (county, person);

CREATE TABLE r_place_visit (
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
    visit_kind TEXT,
    unit BLOB,
    place_name TEXT,
    transport TEXT,
    trip_number TEXT,
    carriage TEXT,
    seat_row INTEGER,
    began_at INTEGER,
    ended_at INTEGER,
    place_key TEXT,
    note TEXT,
    ext TEXT,
    PRIMARY KEY (county, id)
) WITHOUT ROWID;
CREATE INDEX r_place_visit_person ON r_place_visit (county, person);
CREATE INDEX r_place_visit_place_key_began_at ON r_place_visit (county, place_key, began_at);
