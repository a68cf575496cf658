-- Proposed by fangxian catalog migration: responses and their measures; an order is verified by a deadline.

ALTER TABLE r_order ADD COLUMN verify_by INTEGER;
ALTER TABLE r_order ADD COLUMN of_response BLOB;
ALTER TABLE r_order ADD COLUMN of_measure BLOB;
ALTER TABLE r_order ADD COLUMN issuer BLOB;
ALTER TABLE r_order ADD COLUMN ended_at INTEGER;

DROP INDEX r_order_receipt_of_order;
CREATE INDEX r_order_receipt_of_order_state ON r_order_receipt (county, of_order, state);

CREATE TABLE r_response (
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
    plan TEXT,
    level TEXT,
    ends_at INTEGER,
    decided_by TEXT,
    document TEXT,
    reason TEXT,
    confirmed_total INTEGER,
    confirmed_recent INTEGER,
    clusters_recent INTEGER,
    unlinked_recent INTEGER,
    deviation_reason TEXT,
    adjustments TEXT,
    replaces BLOB,
    replaces_version INTEGER,
    prolong_reason TEXT,
    end_reason TEXT,
    post BLOB,
    scheme TEXT,
    judged TEXT,
    declared_at INTEGER,
    reviewed_at INTEGER,
    opened INTEGER,
    continued INTEGER,
    ended INTEGER,
    notice BLOB,
    ext TEXT,
    PRIMARY KEY (county, id)
) WITHOUT ROWID;
CREATE INDEX r_response_area_state ON r_response (county, area, state);
CREATE INDEX r_response_place ON r_response (county, place);
CREATE INDEX r_response_state ON r_response (county, state);

CREATE TABLE r_response_measure (
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
    of_response BLOB,
    plan TEXT,
    measure TEXT,
    subject TEXT,
    topic TEXT,
    body TEXT,
    owners TEXT,
    resources TEXT,
    legal_basis TEXT,
    starts_at INTEGER,
    ends_at INTEGER,
    issued_order BLOB,
    prolong_reason TEXT,
    end_reason TEXT,
    ended_at INTEGER,
    ext TEXT,
    PRIMARY KEY (county, id)
) WITHOUT ROWID;
CREATE INDEX r_response_measure_area_state ON r_response_measure (county, area, state);
CREATE INDEX r_response_measure_of_response ON r_response_measure (county, of_response);
CREATE INDEX r_response_measure_place ON r_response_measure (county, place);
CREATE INDEX r_response_measure_state ON r_response_measure (county, state);
