-- Actions on many records at once: who did what, where each record stood before, and what came of it. The changes themselves
-- stand in the journal under the run's id.
CREATE TABLE bulk_run (
    county INTEGER NOT NULL,
    id BLOB NOT NULL,
    user_id BLOB,
    post_id BLOB,
    started_at INTEGER,
    finished_at INTEGER,
    action TEXT,
    digest BLOB,
    undoes BLOB,
    undone_by BLOB,
    outcome TEXT,
    PRIMARY KEY (county, id)
) WITHOUT ROWID;
CREATE INDEX bulk_run_user_id_id ON bulk_run (county, user_id, id);
