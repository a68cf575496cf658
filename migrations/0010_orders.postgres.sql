-- Proposed by fangxian catalog migration: orders, their receipts, and what is told upwards.
CREATE TABLE r_escalation (
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
    recipient UUID,
    area BIGINT,
    duty TEXT,
    about TEXT,
    period TEXT,
    of_order UUID,
    hop BIGINT,
    missing BIGINT,
    raised_at BIGINT,
    note TEXT,
    ext TEXT,
    PRIMARY KEY (county, id)
);
CREATE INDEX r_escalation_period ON r_escalation (county, period);
CREATE INDEX r_escalation_recipient ON r_escalation (county, recipient);
CREATE INDEX r_escalation_state ON r_escalation (county, state);

CREATE TABLE r_order (
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
    subject TEXT,
    topic TEXT,
    urgency TEXT,
    body TEXT,
    addressees TEXT,
    acknowledge_by BIGINT,
    report_by BIGINT,
    report_asks TEXT,
    legal_basis TEXT,
    carries_out UUID,
    supersedes UUID,
    end_reason TEXT,
    issued_at BIGINT,
    addressed BIGINT,
    ext TEXT,
    PRIMARY KEY (county, id)
);
CREATE INDEX r_order_carries_out ON r_order (county, carries_out);
CREATE INDEX r_order_place ON r_order (county, place);
CREATE INDEX r_order_state ON r_order (county, state);

CREATE TABLE r_order_receipt (
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
    of_order UUID,
    post UUID,
    area BIGINT,
    subject TEXT,
    urgency TEXT,
    acknowledge_by BIGINT,
    report_by BIGINT,
    report TEXT,
    return_reason TEXT,
    delivered_at BIGINT,
    acknowledged_at BIGINT,
    reported_at BIGINT,
    verified_at BIGINT,
    ext TEXT,
    PRIMARY KEY (county, id)
);
CREATE INDEX r_order_receipt_of_order ON r_order_receipt (county, of_order);
CREATE INDEX r_order_receipt_place ON r_order_receipt (county, place);
CREATE INDEX r_order_receipt_post ON r_order_receipt (county, post);
