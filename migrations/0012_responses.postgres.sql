-- Proposed by fangxian catalog migration: responses and their measures; an order is verified by a deadline.

ALTER TABLE r_order ADD COLUMN verify_by BIGINT;
ALTER TABLE r_order ADD COLUMN of_response UUID;
ALTER TABLE r_order ADD COLUMN of_measure UUID;
ALTER TABLE r_order ADD COLUMN issuer UUID;
ALTER TABLE r_order ADD COLUMN ended_at BIGINT;

DROP INDEX r_order_receipt_of_order;
CREATE INDEX r_order_receipt_of_order_state ON r_order_receipt (county, of_order, state);

CREATE TABLE r_response (
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
    plan TEXT,
    level TEXT,
    ends_at BIGINT,
    decided_by TEXT,
    document TEXT,
    reason TEXT,
    confirmed_total BIGINT,
    confirmed_recent BIGINT,
    clusters_recent BIGINT,
    unlinked_recent BIGINT,
    deviation_reason TEXT,
    adjustments TEXT,
    replaces UUID,
    replaces_version BIGINT,
    prolong_reason TEXT,
    end_reason TEXT,
    post UUID,
    scheme TEXT,
    judged TEXT,
    declared_at BIGINT,
    reviewed_at BIGINT,
    opened BIGINT,
    continued BIGINT,
    ended BIGINT,
    notice UUID,
    ext TEXT,
    PRIMARY KEY (county, id)
);
CREATE INDEX r_response_area_state ON r_response (county, area, state);
CREATE INDEX r_response_place ON r_response (county, place);
CREATE INDEX r_response_state ON r_response (county, state);

CREATE TABLE r_response_measure (
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
    of_response UUID,
    plan TEXT,
    measure TEXT,
    subject TEXT,
    topic TEXT,
    body TEXT,
    owners TEXT,
    resources TEXT,
    legal_basis TEXT,
    starts_at BIGINT,
    ends_at BIGINT,
    issued_order UUID,
    prolong_reason TEXT,
    end_reason TEXT,
    ended_at BIGINT,
    ext TEXT,
    PRIMARY KEY (county, id)
);
CREATE INDEX r_response_measure_area_state ON r_response_measure (county, area, state);
CREATE INDEX r_response_measure_of_response ON r_response_measure (county, of_response);
CREATE INDEX r_response_measure_place ON r_response_measure (county, place);
CREATE INDEX r_response_measure_state ON r_response_measure (county, state);
