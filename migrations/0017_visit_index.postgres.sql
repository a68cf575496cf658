-- The visits of one day, which returns and situation reports count: without it they read every visit of the round.
CREATE INDEX r_household_screening_round_visited_at ON r_household_screening (county, round, visited_at);
