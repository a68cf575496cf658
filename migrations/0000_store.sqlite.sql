-- The store's own tables. Columns of journal as in src/store/journal.hpp; a body and a salt are NULL once erased.
CREATE TABLE journal (
    county INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    at INTEGER NOT NULL,
    type TEXT NOT NULL,
    record BLOB NOT NULL,
    version INTEGER NOT NULL,
    action TEXT NOT NULL,
    place INTEGER NOT NULL,
    command BLOB NOT NULL,
    post BLOB NOT NULL,
    account BLOB NOT NULL,
    stated_at INTEGER NOT NULL,
    previous INTEGER NOT NULL,
    body TEXT,
    salt BLOB,
    commitment BLOB NOT NULL,
    leaf BLOB NOT NULL,
    PRIMARY KEY (county, sequence)
) WITHOUT ROWID;

-- 256 hashes of the log's tree: level 0 when complete, levels 8, 16… as they grow.
CREATE TABLE journal_tile (
    county INTEGER NOT NULL,
    year INTEGER NOT NULL,
    level INTEGER NOT NULL,
    tile INTEGER NOT NULL,
    hashes BLOB NOT NULL,
    PRIMARY KEY (county, year, level, tile)
) WITHOUT ROWID;

-- A signed head for every commit that touched the county.
CREATE TABLE journal_head (
    county INTEGER NOT NULL,
    year INTEGER NOT NULL,
    size INTEGER NOT NULL,
    from_size INTEGER NOT NULL,
    root BLOB NOT NULL,
    at INTEGER NOT NULL,
    signature BLOB NOT NULL,
    PRIMARY KEY (county, year, size)
) WITHOUT ROWID;

-- Settings that belong to the data and not to the program; county 0 = all.
CREATE TABLE meta (
    county INTEGER NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (county, name)
) WITHOUT ROWID;
