-- Proposed by fangxian catalog migration: cases, contacts, visits and samples.

CREATE TABLE r_case_report (
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
    disease TEXT,
    found_by TEXT,
    diagnosed_at BIGINT,
    facility UUID,
    symptoms TEXT,
    onset_on BIGINT,
    temperature_c BIGINT,
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
    infected_by UUID,
    outcome TEXT,
    outcome_on BIGINT,
    reported_at BIGINT,
    report_due_at BIGINT,
    verified_at BIGINT,
    investigated_at BIGINT,
    note TEXT,
    ext TEXT,
    PRIMARY KEY (county, id)
);
CREATE INDEX r_case_report_infected_by ON r_case_report (county, infected_by);
CREATE INDEX r_case_report_person ON r_case_report (county, person);
CREATE INDEX r_case_report_state ON r_case_report (county, state);

CREATE TABLE r_contact (
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
    index_case UUID,
    exposure_type TEXT,
    relation TEXT,
    mode TEXT,
    contact_place TEXT,
    frequency TEXT,
    first_contact_at BIGINT,
    last_contact_at BIGINT,
    protection TEXT,
    decision TEXT,
    managed_by TEXT,
    measure TEXT,
    follow_up_until BIGINT,
    became_case UUID,
    ended_on BIGINT,
    note TEXT,
    ext TEXT,
    PRIMARY KEY (county, id)
);
CREATE INDEX r_contact_index_case ON r_contact (county, index_case);
CREATE INDEX r_contact_person ON r_contact (county, person);
CREATE INDEX r_contact_state ON r_contact (county, state);

ALTER TABLE r_key_person ADD COLUMN found_by_contact UUID;
ALTER TABLE r_key_person ADD COLUMN found_by_case UUID;

CREATE TABLE r_lab_sample (
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
    disease TEXT,
    sample_kind TEXT,
    taken_at BIGINT,
    test_kind TEXT,
    laboratory UUID,
    result TEXT,
    result_at BIGINT,
    note TEXT,
    ext TEXT,
    PRIMARY KEY (county, id)
);
CREATE INDEX r_lab_sample_person ON r_lab_sample (county, person);

CREATE TABLE r_place_visit (
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
    visit_kind TEXT,
    unit UUID,
    place_name TEXT,
    transport TEXT,
    trip_number TEXT,
    carriage TEXT,
    seat_row BIGINT,
    began_at BIGINT,
    ended_at BIGINT,
    place_key TEXT,
    note TEXT,
    ext TEXT,
    PRIMARY KEY (county, id)
);
CREATE INDEX r_place_visit_person ON r_place_visit (county, person);
CREATE INDEX r_place_visit_place_key_began_at ON r_place_visit (county, place_key, began_at);
