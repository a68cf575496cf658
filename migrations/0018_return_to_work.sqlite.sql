-- Proposed by fangxian catalog migration: return-to-work filings.

CREATE TABLE r_return_to_work (
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
    unit BLOB,
    industry TEXT,
    batch INTEGER,
    planned_on INTEGER,
    staff_total INTEGER,
    staff_batch INTEGER,
    staff_local INTEGER,
    staff_key_area INTEGER,
    staff_contact INTEGER,
    roster BLOB,
    masks INTEGER,
    masks_daily INTEGER,
    thermometers INTEGER,
    disinfectant_l INTEGER,
    isolation_rooms INTEGER,
    isolation_facility TEXT,
    canteen TEXT,
    plan_file BLOB,
    task_group BLOB,
    committed INTEGER,
    answer TEXT,
    filed_at INTEGER,
    answered_at INTEGER,
    ext TEXT,
    PRIMARY KEY (county, id)
) WITHOUT ROWID;
CREATE INDEX r_return_to_work_place ON r_return_to_work (county, place);
CREATE INDEX r_return_to_work_state ON r_return_to_work (county, state);
CREATE INDEX r_return_to_work_unit ON r_return_to_work (county, unit);
