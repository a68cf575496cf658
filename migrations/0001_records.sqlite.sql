-- Proposed by fangxian catalog migration --engine sqlite from the first catalogue; with the tables of the engine and of accounts.

CREATE TABLE account (
    county INTEGER NOT NULL,
    id BLOB NOT NULL,
    username TEXT NOT NULL,
    name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    must_change INTEGER NOT NULL,
    disabled INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (county, id),
    UNIQUE (county, username)
) WITHOUT ROWID;

CREATE TABLE api_token (
    county INTEGER NOT NULL,
    id TEXT NOT NULL,
    account BLOB NOT NULL,
    post BLOB NOT NULL,
    label TEXT NOT NULL,
    secret_hash TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    revoked_at INTEGER,
    PRIMARY KEY (county, id)
) WITHOUT ROWID;
