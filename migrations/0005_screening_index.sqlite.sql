-- A visit is entered beside the others of its round: by household alone, each of two thousand visits touched a page of its own.
DROP INDEX r_household_screening_household;
CREATE INDEX r_household_screening_round_household ON r_household_screening (county, round, household);
