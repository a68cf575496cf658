-- Proposed by fangxian catalog migration: orders, their receipts, and what is told upwards.
CREATE TABLE r_escalation (
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
    recipient BLOB,
    area INTEGER,
    duty TEXT,
    about TEXT,
    period TEXT,
    of_order BLOB,
    hop INTEGER,
    missing INTEGER,
    raised_at INTEGER,
    note TEXT,
    ext TEXT,
    PRIMARY KEY (county, id)
) WITHOUT ROWID;
CREATE INDEX r_escalation_period ON r_escalation (county, period);
CREATE INDEX r_escalation_recipient ON r_escalation (county, recipient);
CREATE INDEX r_escalation_state ON r_escalation (county, state);

CREATE TABLE r_order (
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
    subject TEXT,
    topic TEXT,
    urgency TEXT,
    body TEXT,
    addressees TEXT,
    acknowledge_by INTEGER,
    report_by INTEGER,
    report_asks TEXT,
    legal_basis TEXT,
    carries_out BLOB,
    supersedes BLOB,
    end_reason TEXT,
    issued_at INTEGER,
    addressed INTEGER,
    ext TEXT,
    PRIMARY KEY (county, id)
) WITHOUT ROWID;
CREATE INDEX r_order_carries_out ON r_order (county, carries_out);
CREATE INDEX r_order_place ON r_order (county, place);
CREATE INDEX r_order_state ON r_order (county, state);

CREATE TABLE r_order_receipt (
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
    of_order BLOB,
    post BLOB,
    area INTEGER,
    subject TEXT,
    urgency TEXT,
    acknowledge_by INTEGER,
    report_by INTEGER,
    report TEXT,
    return_reason TEXT,
    delivered_at INTEGER,
    acknowledged_at INTEGER,
    reported_at INTEGER,
    verified_at INTEGER,
    ext TEXT,
    PRIMARY KEY (county, id)
) WITHOUT ROWID;
CREATE INDEX r_order_receipt_of_order ON r_order_receipt (county, of_order);
CREATE INDEX r_order_receipt_place ON r_order_receipt (county, place);
CREATE INDEX r_order_receipt_post ON r_order_receipt (county, post);
