-- Webhooks: the record type as proposed by fangxian catalog migration, and how far each has got in the journal.
CREATE TABLE r_webhook (
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
    name TEXT,
    area BIGINT,
    url TEXT,
    events TEXT,
    note TEXT,
    ext TEXT,
    PRIMARY KEY (county, id)
);
CREATE INDEX r_webhook_place ON r_webhook (county, place);
CREATE INDEX r_webhook_state ON r_webhook (county, state);

CREATE TABLE webhook_delivery (
    county BIGINT NOT NULL,
    webhook UUID NOT NULL,
    cursor BIGINT NOT NULL,
    for_version BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    next_at BIGINT,
    delivered BIGINT NOT NULL,
    given_up BIGINT NOT NULL,
    last_at BIGINT,
    delivered_at BIGINT,
    last_status BIGINT NOT NULL,
    last_error TEXT NOT NULL,
    PRIMARY KEY (county, webhook)
);
