-- Persons and heads of households are found by pinyin and by its initials. The program fills the new columns of the rows
-- that are there when it next starts; place comes last, so that a village finds its own without reading the county's.
ALTER TABLE r_person ADD COLUMN name_initials TEXT;
ALTER TABLE r_household ADD COLUMN head_name_pinyin TEXT;
ALTER TABLE r_household ADD COLUMN head_name_initials TEXT;
DROP INDEX r_person_name_sound;
CREATE INDEX r_person_name_sound_place ON r_person (county, name_sound, place);
CREATE INDEX r_person_name_initials_place ON r_person (county, name_initials, place);
CREATE INDEX r_household_head_name_pinyin_place ON r_household (county, head_name_pinyin, place);
CREATE INDEX r_household_head_name_initials_place ON r_household (county, head_name_initials, place);
