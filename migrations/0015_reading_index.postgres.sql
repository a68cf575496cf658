-- The last readings of a person are found by their days; the index of the person alone is within it.
DROP INDEX r_temperature_reading_person;
CREATE INDEX r_temperature_reading_person_date ON r_temperature_reading (county, person, date);
