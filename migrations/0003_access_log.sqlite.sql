-- The audit page asks by person, by action and by type, newest first; ids are in the order of time.
CREATE INDEX access_log_user_id_id ON access_log (county, user_id, id);
CREATE INDEX access_log_action_id ON access_log (county, action, id);
CREATE INDEX access_log_type_id ON access_log (county, type, id);
