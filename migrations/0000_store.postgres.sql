-- The store's own tables. Columns of journal as in src/store/journal.hpp; a body and a salt are NULL once erased.
CREATE TABLE journal (
    county BIGINT NOT NULL,
    sequence BIGINT NOT NULL,
    at BIGINT NOT NULL,
    type TEXT NOT NULL,
    record UUID NOT NULL,
    version BIGINT NOT NULL,
    action TEXT NOT NULL,
    place BIGINT NOT NULL,
    command UUID NOT NULL,
    post UUID NOT NULL,
    account UUID NOT NULL,
    stated_at BIGINT NOT NULL,
    previous BIGINT NOT NULL,
    body TEXT,
    salt BYTEA,
    commitment BYTEA NOT NULL,
    leaf BYTEA NOT NULL,
    PRIMARY KEY (county, sequence)
);

-- 256 hashes of the log's tree: level 0 when complete, levels 8, 16… as they grow.
CREATE TABLE journal_tile (
    county BIGINT NOT NULL,
    year BIGINT NOT NULL,
    level BIGINT NOT NULL,
    tile BIGINT NOT NULL,
    hashes BYTEA NOT NULL,
    PRIMARY KEY (county, year, level, tile)
);

-- A signed head for every commit that touched the county.
CREATE TABLE journal_head (
    county BIGINT NOT NULL,
    year BIGINT NOT NULL,
    size BIGINT NOT NULL,
    from_size BIGINT NOT NULL,
    root BYTEA NOT NULL,
    at BIGINT NOT NULL,
    signature BYTEA NOT NULL,
    PRIMARY KEY (county, year, size)
);

-- Settings that belong to the data and not to the program; county 0 = all.
CREATE TABLE meta (
    county BIGINT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (county, name)
);
