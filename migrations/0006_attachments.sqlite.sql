-- Photos. What is known of them, and apart from it, so that lists stay quick, the sealed bytes.
CREATE TABLE attachment (
    county INTEGER NOT NULL,
    id BLOB NOT NULL,
    type TEXT NOT NULL,
    field TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    sha256 BLOB NOT NULL,
    made_at INTEGER NOT NULL,
    user_id BLOB NOT NULL,
    post_id BLOB NOT NULL,
    place INTEGER NOT NULL,
    record BLOB,
    PRIMARY KEY (county, id)
) WITHOUT ROWID;
-- Those that no record names yet are few: counted for each sender, removed when they stay so.
CREATE INDEX attachment_unused ON attachment (county, user_id) WHERE record IS NULL;

CREATE TABLE attachment_content (
    county INTEGER NOT NULL,
    id BLOB NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (county, id)
);
