-- Proposed by fangxian catalog migration: the duty roster, and situation reports.
CREATE TABLE r_duty_matter (
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
    area BIGINT,
    of_shift UUID,
    at BIGINT,
    caller TEXT,
    caller_phone BYTEA,
    matter TEXT,
    reported_to TEXT,
    reported_at BIGINT,
    result TEXT,
    ext TEXT,
    PRIMARY KEY (county, id)
);
CREATE INDEX r_duty_matter_area_at ON r_duty_matter (county, area, at);
CREATE INDEX r_duty_matter_of_shift ON r_duty_matter (county, of_shift);
CREATE INDEX r_duty_matter_place ON r_duty_matter (county, place);
CREATE INDEX r_duty_matter_state ON r_duty_matter (county, state);

CREATE TABLE r_duty_shift (
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
    area BIGINT,
    starts_at BIGINT,
    ends_at BIGINT,
    phone TEXT,
    staff TEXT,
    note TEXT,
    handover_note TEXT,
    cancel_reason TEXT,
    duty_leader UUID,
    handed_over_at BIGINT,
    handed_over_to UUID,
    open_matters BIGINT,
    ext TEXT,
    PRIMARY KEY (county, id)
);
CREATE INDEX r_duty_shift_area_starts_at ON r_duty_shift (county, area, starts_at);
CREATE INDEX r_duty_shift_place ON r_duty_shift (county, place);
CREATE INDEX r_duty_shift_state_starts_at ON r_duty_shift (county, state, starts_at);

CREATE TABLE r_duty_turn (
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
    of_shift UUID,
    post UUID,
    area BIGINT,
    duty_role TEXT,
    starts_at BIGINT,
    ends_at BIGINT,
    signed_in_point TEXT,
    swap_with UUID,
    swap_reason TEXT,
    swap_answer TEXT,
    signed_in_at BIGINT,
    ext TEXT,
    PRIMARY KEY (county, id)
);
CREATE INDEX r_duty_turn_of_shift ON r_duty_turn (county, of_shift);
CREATE INDEX r_duty_turn_place ON r_duty_turn (county, place);
CREATE INDEX r_duty_turn_post_starts_at ON r_duty_turn (county, post, starts_at);
CREATE INDEX r_duty_turn_state ON r_duty_turn (county, state);

CREATE TABLE r_situation_report (
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
    area BIGINT,
    day BIGINT,
    number BIGINT,
    as_of BIGINT,
    by_clock BIGINT,
    figures TEXT,
    journal_heads TEXT,
    judgement TEXT,
    withdraw_reason TEXT,
    issued_at BIGINT,
    issued_by UUID,
    ext TEXT,
    PRIMARY KEY (county, id)
);
CREATE INDEX r_situation_report_day ON r_situation_report (county, day);
CREATE INDEX r_situation_report_place ON r_situation_report (county, place);
