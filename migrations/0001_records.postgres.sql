-- Proposed by fangxian catalog migration --engine postgres from the first catalogue; with the tables of the engine and of accounts.

CREATE TABLE obligation_period (
    county BIGINT NOT NULL,
    id UUID NOT NULL,
    type TEXT,
    label TEXT,
    area BIGINT,
    opens_at BIGINT,
    due_at BIGINT,
    closed_at BIGINT,
    source UUID,
    subject_type TEXT,
    PRIMARY KEY (county, id)
);

CREATE TABLE obligation (
    county BIGINT NOT NULL,
    period UUID NOT NULL,
    subject UUID NOT NULL,
    type TEXT,
    place BIGINT,
    opened_at BIGINT,
    due_at BIGINT,
    state BIGINT,
    fulfilled_at BIGINT,
    fulfilled_by UUID,
    PRIMARY KEY (county, period, subject)
);

CREATE TABLE quarantine (
    county BIGINT NOT NULL,
    id UUID NOT NULL,
    received_at BIGINT,
    user_id UUID,
    post_id UUID,
    kind TEXT,
    type TEXT,
    record UUID,
    body TEXT,
    problem TEXT,
    state TEXT,
    note TEXT,
    PRIMARY KEY (county, id)
);

CREATE TABLE access_log (
    county BIGINT NOT NULL,
    id UUID NOT NULL,
    at BIGINT,
    user_id UUID,
    post_id UUID,
    action TEXT,
    type TEXT,
    record UUID,
    purpose TEXT,
    PRIMARY KEY (county, id)
);
CREATE INDEX quarantine_state_id ON quarantine (county, state, id);

CREATE TABLE r_duplicate_candidate (
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
    first UUID,
    second UUID,
    score BIGINT,
    reasons TEXT,
    found_at BIGINT,
    note TEXT,
    ext TEXT,
    PRIMARY KEY (county, id)
);
CREATE INDEX r_duplicate_candidate_state ON r_duplicate_candidate (county, state);

CREATE TABLE r_household (
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
    zone BIGINT,
    house_code TEXT,
    house_use TEXT,
    address TEXT,
    head_name TEXT,
    phone BYTEA,
    phone_hash BYTEA,
    resident_count BIGINT,
    location TEXT,
    moved_to UUID,
    valid_from BIGINT,
    valid_to BIGINT,
    note TEXT,
    ext TEXT,
    PRIMARY KEY (county, id)
);
CREATE INDEX r_household_house_code ON r_household (county, house_code);
CREATE INDEX r_household_phone_hash ON r_household (county, phone_hash);
CREATE INDEX r_household_place ON r_household (county, place);

CREATE TABLE r_household_screening (
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
    round UUID,
    household UUID,
    visited_at BIGINT,
    visit_mode TEXT,
    visit_outcome TEXT,
    present_count BIGINT,
    away_count BIGINT,
    any_symptom BIGINT,
    any_key_area BIGINT,
    persons TEXT,
    need_help TEXT,
    confirmation UUID,
    entered_at_point TEXT,
    note TEXT,
    ext TEXT,
    PRIMARY KEY (county, id)
);
CREATE INDEX r_household_screening_household ON r_household_screening (county, household);

CREATE TABLE r_key_person (
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
    key_class TEXT,
    reasons TEXT,
    found_by_screening UUID,
    found_by_registration UUID,
    measure TEXT,
    observe_from BIGINT,
    observe_until BIGINT,
    readings_per_day BIGINT,
    transfer_due_at BIGINT,
    team TEXT,
    outcome TEXT,
    outcome_on BIGINT,
    note TEXT,
    ext TEXT,
    PRIMARY KEY (county, id)
);
CREATE INDEX r_key_person_person ON r_key_person (county, person);
CREATE INDEX r_key_person_state ON r_key_person (county, state);

CREATE TABLE r_person (
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
    household UUID,
    name TEXT,
    name_sound TEXT,
    sex TEXT,
    birth_date BIGINT,
    id_type TEXT,
    id_number BYTEA,
    id_number_hash BYTEA,
    document_number BYTEA,
    document_number_hash BYTEA,
    phone BYTEA,
    phone_hash BYTEA,
    relation_to_head TEXT,
    residence_type TEXT,
    occupation TEXT,
    employer TEXT,
    registered_division BIGINT,
    registered_address TEXT,
    valid_from BIGINT,
    valid_to BIGINT,
    merged_into UUID,
    note TEXT,
    ext TEXT,
    PRIMARY KEY (county, id)
);
CREATE INDEX r_person_document_number_hash ON r_person (county, document_number_hash);
CREATE INDEX r_person_household ON r_person (county, household);
CREATE INDEX r_person_id_number_hash ON r_person (county, id_number_hash);
CREATE INDEX r_person_name_sound ON r_person (county, name_sound);
CREATE INDEX r_person_phone_hash ON r_person (county, phone_hash);

CREATE TABLE r_post (
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
    role TEXT,
    area BIGINT,
    holder UUID,
    deputy UUID,
    holder_name TEXT,
    phone BYTEA,
    valid_from BIGINT,
    valid_to BIGINT,
    note TEXT,
    ext TEXT,
    PRIMARY KEY (county, id)
);
CREATE INDEX r_post_place ON r_post (county, place);

CREATE TABLE r_quality_flag (
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
    flag_kind TEXT,
    area BIGINT,
    post UUID,
    round UUID,
    screening UUID,
    reading UUID,
    found_at BIGINT,
    count BIGINT,
    detail TEXT,
    explanation TEXT,
    ext TEXT,
    PRIMARY KEY (county, id)
);
CREATE INDEX r_quality_flag_state ON r_quality_flag (county, state);

CREATE TABLE r_recheck (
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
    round UUID,
    household UUID,
    screening UUID,
    draw UUID,
    drawn_at BIGINT,
    seed BIGINT,
    post UUID,
    due_at BIGINT,
    visited_at BIGINT,
    visit_outcome TEXT,
    was_screened TEXT,
    present_count BIGINT,
    result TEXT,
    entered_at_point TEXT,
    note TEXT,
    ext TEXT,
    PRIMARY KEY (county, id)
);
CREATE INDEX r_recheck_round ON r_recheck (county, round);
CREATE INDEX r_recheck_state ON r_recheck (county, state);

CREATE TABLE r_reporting_unit (
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
    unit_kind TEXT,
    area BIGINT,
    credit_code TEXT,
    address TEXT,
    responsible_head TEXT,
    contact_name TEXT,
    phone BYTEA,
    location TEXT,
    valid_from BIGINT,
    valid_to BIGINT,
    ext TEXT,
    PRIMARY KEY (county, id)
);
CREATE INDEX r_reporting_unit_credit_code ON r_reporting_unit (county, credit_code);
CREATE INDEX r_reporting_unit_place ON r_reporting_unit (county, place);

CREATE TABLE r_returnee_registration (
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
    name TEXT,
    id_type TEXT,
    id_number BYTEA,
    id_number_hash BYTEA,
    document_number BYTEA,
    sex TEXT,
    birth_date BIGINT,
    phone BYTEA,
    phone_hash BYTEA,
    occupation TEXT,
    employer TEXT,
    registered_division BIGINT,
    registered_address TEXT,
    live_place BIGINT,
    household UUID,
    live_address TEXT,
    residence_type TEXT,
    came_from TEXT,
    in_key_area BIGINT,
    left_key_area_on BIGINT,
    transport TEXT,
    trip_number TEXT,
    seat TEXT,
    arrived_at BIGINT,
    companions BYTEA,
    same_vehicle_case TEXT,
    contact_case TEXT,
    estate_has_case TEXT,
    temperature_c BIGINT,
    symptoms TEXT,
    key_class TEXT,
    measure TEXT,
    measure_from BIGINT,
    measure_to BIGINT,
    team TEXT,
    lead_source TEXT,
    phone_outcome TEXT,
    entered_at_point TEXT,
    note TEXT,
    ext TEXT,
    PRIMARY KEY (county, id)
);
CREATE INDEX r_returnee_registration_id_number_hash ON r_returnee_registration (county, id_number_hash);
CREATE INDEX r_returnee_registration_person ON r_returnee_registration (county, person);
CREATE INDEX r_returnee_registration_phone_hash ON r_returnee_registration (county, phone_hash);

CREATE TABLE r_screening_round (
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
    area BIGINT,
    rule TEXT,
    opens_at BIGINT,
    due_at BIGINT,
    revisit_hours BIGINT,
    instructions TEXT,
    legal_basis TEXT,
    closed_at BIGINT,
    ext TEXT,
    PRIMARY KEY (county, id)
);

CREATE TABLE r_temperature_reading (
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
    date BIGINT,
    slot TEXT,
    temperature_c BIGINT,
    measure_method TEXT,
    symptoms TEXT,
    in_place BIGINT,
    left_home_reason TEXT,
    measured_by TEXT,
    proof UUID,
    action TEXT,
    entered_at_point TEXT,
    ext TEXT,
    PRIMARY KEY (county, id)
);
CREATE INDEX r_temperature_reading_person ON r_temperature_reading (county, person);

CREATE TABLE r_zone (
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
    village BIGINT,
    number BIGINT,
    name TEXT,
    zone_kind TEXT,
    valid_from BIGINT,
    valid_to BIGINT,
    note TEXT,
    ext TEXT,
    PRIMARY KEY (county, id)
);

CREATE TABLE account (
    county BIGINT NOT NULL,
    id UUID NOT NULL,
    username TEXT NOT NULL,
    name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    must_change BIGINT NOT NULL,
    disabled BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (county, id),
    UNIQUE (county, username)
);

CREATE TABLE api_token (
    county BIGINT NOT NULL,
    id TEXT NOT NULL,
    account UUID NOT NULL,
    post UUID NOT NULL,
    label TEXT NOT NULL,
    secret_hash TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    revoked_at BIGINT,
    PRIMARY KEY (county, id)
);
