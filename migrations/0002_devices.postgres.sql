CREATE TABLE r_device (
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
    username TEXT,
    label TEXT,
    note TEXT,
    ext TEXT,
    PRIMARY KEY (county, id)
);
CREATE INDEX r_device_state ON r_device (county, state);

-- What a device last said of itself. No record: it says nothing about anybody, and changes with every batch.
CREATE TABLE device_seen (
    county BIGINT NOT NULL,
    device UUID NOT NULL,
    sequence BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    clock_offset_ms BIGINT NOT NULL,
    PRIMARY KEY (county, device)
);
