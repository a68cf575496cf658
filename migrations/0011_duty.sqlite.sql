-- Proposed by fangxian catalog migration: the duty roster, and situation reports.
CREATE TABLE r_duty_matter (
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
    area INTEGER,
    of_shift BLOB,
    at INTEGER,
    caller TEXT,
    caller_phone BLOB,
    matter TEXT,
    reported_to TEXT,
    reported_at INTEGER,
    result TEXT,
    ext TEXT,
    PRIMARY KEY (county, id)
) WITHOUT ROWID;
CREATE INDEX r_duty_matter_area_at ON r_duty_matter (county, area, at);
CREATE INDEX r_duty_matter_of_shift ON r_duty_matter (county, of_shift);
CREATE INDEX r_duty_matter_place ON r_duty_matter (county, place);
CREATE INDEX r_duty_matter_state ON r_duty_matter (county, state);

CREATE TABLE r_duty_shift (
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
    area INTEGER,
    starts_at INTEGER,
    ends_at INTEGER,
    phone TEXT,
    staff TEXT,
    note TEXT,
    handover_note TEXT,
    cancel_reason TEXT,
    duty_leader BLOB,
    handed_over_at INTEGER,
    handed_over_to BLOB,
    open_matters INTEGER,
    ext TEXT,
    PRIMARY KEY (county, id)
) WITHOUT ROWID;
CREATE INDEX r_duty_shift_area_starts_at ON r_duty_shift (county, area, starts_at);
CREATE INDEX r_duty_shift_place ON r_duty_shift (county, place);
CREATE INDEX r_duty_shift_state_starts_at ON r_duty_shift (county, state, starts_at);

CREATE TABLE r_duty_turn (
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
    of_shift BLOB,
    post BLOB,
    area INTEGER,
    duty_role TEXT,
    starts_at INTEGER,
    ends_at INTEGER,
    signed_in_point TEXT,
    swap_with BLOB,
    swap_reason TEXT,
    swap_answer TEXT,
    signed_in_at INTEGER,
    ext TEXT,
    PRIMARY KEY (county, id)
) WITHOUT ROWID;
CREATE INDEX r_duty_turn_of_shift ON r_duty_turn (county, of_shift);
CREATE INDEX r_duty_turn_place ON r_duty_turn (county, place);
CREATE INDEX r_duty_turn_post_starts_at ON r_duty_turn (county, post, starts_at);
CREATE INDEX r_duty_turn_state ON r_duty_turn (county, state);

CREATE TABLE r_situation_report (
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
    area INTEGER,
    day INTEGER,
    number INTEGER,
    as_of INTEGER,
    by_clock INTEGER,
    figures TEXT,
    journal_heads TEXT,
    judgement TEXT,
    withdraw_reason TEXT,
    issued_at INTEGER,
    issued_by BLOB,
    ext TEXT,
    PRIMARY KEY (county, id)
) WITHOUT ROWID;
CREATE INDEX r_situation_report_day ON r_situation_report (county, day);
CREATE INDEX r_situation_report_place ON r_situation_report (county, place);
