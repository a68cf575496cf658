-- Federation between levels: figures that travel upward. No table here holds anything about a person.

-- Where this instance relays to, and how far it has come.
CREATE TABLE relay_upstream (
    county INTEGER NOT NULL,
    url TEXT NOT NULL,
    name TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    hash TEXT NOT NULL,
    whole INTEGER NOT NULL,
    acknowledged_at INTEGER,
    PRIMARY KEY (county)
) WITHOUT ROWID;

-- Statements made and not yet acknowledged.
CREATE TABLE relay_outbox (
    county INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    hash TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (county, sequence)
) WITHOUT ROWID;

-- What has been stated of each period: the next statement says what differs.
CREATE TABLE relay_stated (
    county INTEGER NOT NULL,
    period BLOB NOT NULL,
    stated TEXT NOT NULL,
    PRIMARY KEY (county, period)
) WITHOUT ROWID;

-- Lower instances that may speak here; county is the code of their division, here and below.
CREATE TABLE relay_lower (
    county INTEGER NOT NULL,
    name TEXT NOT NULL,
    public_key TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    hash TEXT NOT NULL,
    as_of INTEGER,
    known_at INTEGER,
    received_at INTEGER,
    PRIMARY KEY (county)
) WITHOUT ROWID;

CREATE TABLE relay_period (
    county INTEGER NOT NULL,
    period BLOB NOT NULL,
    type TEXT NOT NULL,
    area INTEGER NOT NULL,
    opens_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    closed_at INTEGER,
    expected INTEGER NOT NULL,
    fulfilled INTEGER NOT NULL,
    late INTEGER NOT NULL,
    PRIMARY KEY (county, period)
) WITHOUT ROWID;

CREATE TABLE relay_figure (
    county INTEGER NOT NULL,
    period BLOB NOT NULL,
    place INTEGER NOT NULL,
    expected INTEGER NOT NULL,
    fulfilled INTEGER NOT NULL,
    late INTEGER NOT NULL,
    PRIMARY KEY (county, period, place)
) WITHOUT ROWID;
