-- Proposed by fangxian catalog migration --engine sqlite from the first catalogue; with the tables of the engine and of accounts.

CREATE TABLE obligation_period (
    county INTEGER NOT NULL,
    id BLOB NOT NULL,
    type TEXT,
    label TEXT,
    area INTEGER,
    opens_at INTEGER,
    due_at INTEGER,
    closed_at INTEGER,
    source BLOB,
    subject_type TEXT,
    PRIMARY KEY (county, id)
) WITHOUT ROWID;

CREATE TABLE obligation (
    county INTEGER NOT NULL,
    period BLOB NOT NULL,
    subject BLOB NOT NULL,
    type TEXT,
    place INTEGER,
    opened_at INTEGER,
    due_at INTEGER,
    state INTEGER,
    fulfilled_at INTEGER,
    fulfilled_by BLOB,
    PRIMARY KEY (county, period, subject)
) WITHOUT ROWID;

CREATE TABLE quarantine (
    county INTEGER NOT NULL,
    id BLOB NOT NULL,
    received_at INTEGER,
    user_id BLOB,
    post_id BLOB,
    kind TEXT,
    type TEXT,
    record BLOB,
    body TEXT,
    problem TEXT,
    state TEXT,
    note TEXT,
    PRIMARY KEY (county, id)
) WITHOUT ROWID;

CREATE TABLE access_log (
    county INTEGER NOT NULL,
    id BLOB NOT NULL,
    at INTEGER,
    user_id BLOB,
    post_id BLOB,
    action TEXT,
    type TEXT,
    record BLOB,
    purpose TEXT,
    PRIMARY KEY (county, id)
) WITHOUT ROWID;
CREATE INDEX quarantine_state_id ON quarantine (county, state, id);

CREATE TABLE r_duplicate_candidate (
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
    first BLOB,
    second BLOB,
    score INTEGER,
    reasons TEXT,
    found_at INTEGER,
    note TEXT,
    ext TEXT,
    PRIMARY KEY (county, id)
) WITHOUT ROWID;
CREATE INDEX r_duplicate_candidate_state ON r_duplicate_candidate (county, state);

CREATE TABLE r_household (
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
    zone INTEGER,
    house_code TEXT,
    house_use TEXT,
    address TEXT,
    head_name TEXT,
    phone BLOB,
    phone_hash BLOB,
    resident_count INTEGER,
    location TEXT,
    moved_to BLOB,
    valid_from INTEGER,
    valid_to INTEGER,
    note TEXT,
    ext TEXT,
    PRIMARY KEY (county, id)
) WITHOUT ROWID;
CREATE INDEX r_household_house_code ON r_household (county, house_code);
CREATE INDEX r_household_phone_hash ON r_household (county, phone_hash);
CREATE INDEX r_household_place ON r_household (county, place);

CREATE TABLE r_household_screening (
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
    round BLOB,
    household BLOB,
    visited_at INTEGER,
    visit_mode TEXT,
    visit_outcome TEXT,
    present_count INTEGER,
    away_count INTEGER,
    any_symptom INTEGER,
    any_key_area INTEGER,
    persons TEXT,
    need_help TEXT,
    confirmation BLOB,
    entered_at_point TEXT,
    note TEXT,
    ext TEXT,
    PRIMARY KEY (county, id)
) WITHOUT ROWID;
CREATE INDEX r_household_screening_household ON r_household_screening (county, household);

CREATE TABLE r_key_person (
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
    key_class TEXT,
    reasons TEXT,
    found_by_screening BLOB,
    found_by_registration BLOB,
    measure TEXT,
    observe_from INTEGER,
    observe_until INTEGER,
    readings_per_day INTEGER,
    transfer_due_at INTEGER,
    team TEXT,
    outcome TEXT,
    outcome_on INTEGER,
    note TEXT,
    ext TEXT,
    PRIMARY KEY (county, id)
) WITHOUT ROWID;
CREATE INDEX r_key_person_person ON r_key_person (county, person);
CREATE INDEX r_key_person_state ON r_key_person (county, state);

CREATE TABLE r_person (
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
    household BLOB,
    name TEXT,
    name_sound TEXT,
    sex TEXT,
    birth_date INTEGER,
    id_type TEXT,
    id_number BLOB,
    id_number_hash BLOB,
    document_number BLOB,
    document_number_hash BLOB,
    phone BLOB,
    phone_hash BLOB,
    relation_to_head TEXT,
    residence_type TEXT,
    occupation TEXT,
    employer TEXT,
    registered_division INTEGER,
    registered_address TEXT,
    valid_from INTEGER,
    valid_to INTEGER,
    merged_into BLOB,
    note TEXT,
    ext TEXT,
    PRIMARY KEY (county, id)
) WITHOUT ROWID;
CREATE INDEX r_person_document_number_hash ON r_person (county, document_number_hash);
CREATE INDEX r_person_household ON r_person (county, household);
CREATE INDEX r_person_id_number_hash ON r_person (county, id_number_hash);
CREATE INDEX r_person_name_sound ON r_person (county, name_sound);
CREATE INDEX r_person_phone_hash ON r_person (county, phone_hash);

CREATE TABLE r_post (
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
    role TEXT,
    area INTEGER,
    holder BLOB,
    deputy BLOB,
    holder_name TEXT,
    phone BLOB,
    valid_from INTEGER,
    valid_to INTEGER,
    note TEXT,
    ext TEXT,
    PRIMARY KEY (county, id)
) WITHOUT ROWID;
CREATE INDEX r_post_place ON r_post (county, place);

CREATE TABLE r_quality_flag (
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
    flag_kind TEXT,
    area INTEGER,
    post BLOB,
    round BLOB,
    screening BLOB,
    reading BLOB,
    found_at INTEGER,
    count INTEGER,
    detail TEXT,
    explanation TEXT,
    ext TEXT,
    PRIMARY KEY (county, id)
) WITHOUT ROWID;
CREATE INDEX r_quality_flag_state ON r_quality_flag (county, state);

CREATE TABLE r_recheck (
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
    round BLOB,
    household BLOB,
    screening BLOB,
    draw BLOB,
    drawn_at INTEGER,
    seed INTEGER,
    post BLOB,
    due_at INTEGER,
    visited_at INTEGER,
    visit_outcome TEXT,
    was_screened TEXT,
    present_count INTEGER,
    result TEXT,
    entered_at_point TEXT,
    note TEXT,
    ext TEXT,
    PRIMARY KEY (county, id)
) WITHOUT ROWID;
CREATE INDEX r_recheck_round ON r_recheck (county, round);
CREATE INDEX r_recheck_state ON r_recheck (county, state);

CREATE TABLE r_reporting_unit (
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
    unit_kind TEXT,
    area INTEGER,
    credit_code TEXT,
    address TEXT,
    responsible_head TEXT,
    contact_name TEXT,
    phone BLOB,
    location TEXT,
    valid_from INTEGER,
    valid_to INTEGER,
    ext TEXT,
    PRIMARY KEY (county, id)
) WITHOUT ROWID;
CREATE INDEX r_reporting_unit_credit_code ON r_reporting_unit (county, credit_code);
CREATE INDEX r_reporting_unit_place ON r_reporting_unit (county, place);

CREATE TABLE r_returnee_registration (
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
    name TEXT,
    id_type TEXT,
    id_number BLOB,
    id_number_hash BLOB,
    document_number BLOB,
    sex TEXT,
    birth_date INTEGER,
    phone BLOB,
    phone_hash BLOB,
    occupation TEXT,
    employer TEXT,
    registered_division INTEGER,
    registered_address TEXT,
    live_place INTEGER,
    household BLOB,
    live_address TEXT,
    residence_type TEXT,
    came_from TEXT,
    in_key_area INTEGER,
    left_key_area_on INTEGER,
    transport TEXT,
    trip_number TEXT,
    seat TEXT,
    arrived_at INTEGER,
    companions BLOB,
    same_vehicle_case TEXT,
    contact_case TEXT,
    estate_has_case TEXT,
    temperature_c INTEGER,
    symptoms TEXT,
    key_class TEXT,
    measure TEXT,
    measure_from INTEGER,
    measure_to INTEGER,
    team TEXT,
    lead_source TEXT,
    phone_outcome TEXT,
    entered_at_point TEXT,
    note TEXT,
    ext TEXT,
    PRIMARY KEY (county, id)
) WITHOUT ROWID;
CREATE INDEX r_returnee_registration_id_number_hash ON r_returnee_registration (county, id_number_hash);
CREATE INDEX r_returnee_registration_person ON r_returnee_registration (county, person);
CREATE INDEX r_returnee_registration_phone_hash ON r_returnee_registration (county, phone_hash);

CREATE TABLE r_screening_round (
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
    area INTEGER,
    rule TEXT,
    opens_at INTEGER,
    due_at INTEGER,
    revisit_hours INTEGER,
    instructions TEXT,
    legal_basis TEXT,
    closed_at INTEGER,
    ext TEXT,
    PRIMARY KEY (county, id)
) WITHOUT ROWID;

CREATE TABLE r_temperature_reading (
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
    date INTEGER,
    slot TEXT,
    temperature_c INTEGER,
    measure_method TEXT,
    symptoms TEXT,
    in_place INTEGER,
    left_home_reason TEXT,
    measured_by TEXT,
    proof BLOB,
    action TEXT,
    entered_at_point TEXT,
    ext TEXT,
    PRIMARY KEY (county, id)
) WITHOUT ROWID;
CREATE INDEX r_temperature_reading_person ON r_temperature_reading (county, person);

CREATE TABLE r_zone (
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
    village INTEGER,
    number INTEGER,
    name TEXT,
    zone_kind TEXT,
    valid_from INTEGER,
    valid_to INTEGER,
    note TEXT,
    ext TEXT,
    PRIMARY KEY (county, id)
) WITHOUT ROWID;

CREATE TABLE account (
    county INTEGER NOT NULL,
    id BLOB NOT NULL,
    username TEXT NOT NULL,
    name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    must_change INTEGER NOT NULL,
    disabled INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (county, id),
    UNIQUE (county, username)
) WITHOUT ROWID;

CREATE TABLE api_token (
    county INTEGER NOT NULL,
    id TEXT NOT NULL,
    account BLOB NOT NULL,
    post BLOB NOT NULL,
    label TEXT NOT NULL,
    secret_hash TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    revoked_at INTEGER,
    PRIMARY KEY (county, id)
) WITHOUT ROWID;
