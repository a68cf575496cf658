-- Webhooks: the record type as proposed by fangxian catalog migration, and how far each has got in the journal.
CREATE TABLE r_webhook (
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
    url TEXT,
    events TEXT,
    note TEXT,
    ext TEXT,
    PRIMARY KEY (county, id)
) WITHOUT ROWID;
CREATE INDEX r_webhook_place ON r_webhook (county, place);
CREATE INDEX r_webhook_state ON r_webhook (county, state);

CREATE TABLE webhook_delivery (
    county INTEGER NOT NULL,
    webhook BLOB NOT NULL,
    cursor INTEGER NOT NULL,
    for_version INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    next_at INTEGER,
    delivered INTEGER NOT NULL,
    given_up INTEGER NOT NULL,
    last_at INTEGER,
    delivered_at INTEGER,
    last_status INTEGER NOT NULL,
    last_error TEXT NOT NULL,
    PRIMARY KEY (county, webhook)
) WITHOUT ROWID;
