-- Photos. What is known of them, and apart from it, so that lists stay quick, the sealed bytes.
CREATE TABLE attachment (
    county BIGINT NOT NULL,
    id UUID NOT NULL,
    type TEXT NOT NULL,
    field TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size BIGINT NOT NULL,
    width BIGINT NOT NULL,
    height BIGINT NOT NULL,
    sha256 BYTEA NOT NULL,
    made_at BIGINT NOT NULL,
    user_id UUID NOT NULL,
    post_id UUID NOT NULL,
    place BIGINT NOT NULL,
    record UUID,
    PRIMARY KEY (county, id)
);
-- Those that no record names yet are few: counted for each sender, removed when they stay so.
CREATE INDEX attachment_unused ON attachment (county, user_id) WHERE record IS NULL;

CREATE TABLE attachment_content (
    county BIGINT NOT NULL,
    id UUID NOT NULL,
    content BYTEA NOT NULL,
    PRIMARY KEY (county, id)
);
