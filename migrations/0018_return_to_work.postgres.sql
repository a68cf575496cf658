-- Proposed by fangxian catalog migration: return-to-work filings.

CREATE TABLE r_return_to_work (
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
    industry TEXT,
    batch BIGINT,
    planned_on BIGINT,
    staff_total BIGINT,
    staff_batch BIGINT,
    staff_local BIGINT,
    staff_key_area BIGINT,
    staff_contact BIGINT,
    roster BYTEA,
    masks BIGINT,
    masks_daily BIGINT,
    thermometers BIGINT,
    disinfectant_l BIGINT,
    isolation_rooms BIGINT,
    isolation_facility TEXT,
    canteen TEXT,
    plan_file UUID,
    task_group BYTEA,
    committed BIGINT,
    answer TEXT,
    filed_at BIGINT,
    answered_at BIGINT,
    ext TEXT,
    PRIMARY KEY (county, id)
);
CREATE INDEX r_return_to_work_place ON r_return_to_work (county, place);
CREATE INDEX r_return_to_work_state ON r_return_to_work (county, state);
CREATE INDEX r_return_to_work_unit ON r_return_to_work (county, unit);
