CREATE TABLE r_device (
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
    username TEXT,
    label TEXT,
    note TEXT,
    ext TEXT,
    PRIMARY KEY (county, id)
) WITHOUT ROWID;
CREATE INDEX r_device_state ON r_device (county, state);

-- What a device last said of itself. No record: it says nothing about anybody, and changes with every batch.
CREATE TABLE device_seen (
    county INTEGER NOT NULL,
    device BLOB NOT NULL,
    sequence INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    clock_offset_ms INTEGER NOT NULL,
    PRIMARY KEY (county, device)
) WITHOUT ROWID;
