-- Proposed by fangxian catalog migration --engine postgres from the first catalogue; with the tables of the engine and of accounts.

CREATE TABLE account (
    county BIGINT NOT NULL,
    id UUID NOT NULL,
    username TEXT NOT NULL,
    name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    must_change BIGINT NOT NULL,
    disabled BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (county, id),
    UNIQUE (county, username)
);

CREATE TABLE api_token (
    county BIGINT NOT NULL,
    id TEXT NOT NULL,
    account UUID NOT NULL,
    post UUID NOT NULL,
    label TEXT NOT NULL,
    secret_hash TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    revoked_at BIGINT,
    PRIMARY KEY (county, id)
);
