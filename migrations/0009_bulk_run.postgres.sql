-- Actions on many records at once: who did what, where each record stood before, and what came of it. The changes themselves
-- stand in the journal under the run's id.
CREATE TABLE bulk_run (
    county BIGINT NOT NULL,
    id UUID NOT NULL,
    user_id UUID,
    post_id UUID,
    started_at BIGINT,
    finished_at BIGINT,
    action TEXT,
    digest BYTEA,
    undoes UUID,
    undone_by UUID,
    outcome TEXT,
    PRIMARY KEY (county, id)
);
CREATE INDEX bulk_run_user_id_id ON bulk_run (county, user_id, id);
