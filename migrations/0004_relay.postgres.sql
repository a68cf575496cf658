-- Federation between levels: figures that travel upward. No table here holds anything about a person.

-- Where this instance relays to, and how far it has come.
CREATE TABLE relay_upstream (
    county BIGINT NOT NULL,
    url TEXT NOT NULL,
    name TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    sequence BIGINT NOT NULL,
    hash TEXT NOT NULL,
    whole BIGINT NOT NULL,
    acknowledged_at BIGINT,
    PRIMARY KEY (county)
);

-- Statements made and not yet acknowledged.
CREATE TABLE relay_outbox (
    county BIGINT NOT NULL,
    sequence BIGINT NOT NULL,
    hash TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (county, sequence)
);

-- What has been stated of each period: the next statement says what differs.
CREATE TABLE relay_stated (
    county BIGINT NOT NULL,
    period UUID NOT NULL,
    stated TEXT NOT NULL,
    PRIMARY KEY (county, period)
);

-- Lower instances that may speak here; county is the code of their division, here and below.
CREATE TABLE relay_lower (
    county BIGINT NOT NULL,
    name TEXT NOT NULL,
    public_key TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    sequence BIGINT NOT NULL,
    hash TEXT NOT NULL,
    as_of BIGINT,
    known_at BIGINT,
    received_at BIGINT,
    PRIMARY KEY (county)
);

CREATE TABLE relay_period (
    county BIGINT NOT NULL,
    period UUID NOT NULL,
    type TEXT NOT NULL,
    area BIGINT NOT NULL,
    opens_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    closed_at BIGINT,
    expected BIGINT NOT NULL,
    fulfilled BIGINT NOT NULL,
    late BIGINT NOT NULL,
    PRIMARY KEY (county, period)
);

CREATE TABLE relay_figure (
    county BIGINT NOT NULL,
    period UUID NOT NULL,
    place BIGINT NOT NULL,
    expected BIGINT NOT NULL,
    fulfilled BIGINT NOT NULL,
    late BIGINT NOT NULL,
    PRIMARY KEY (county, period, place)
);
