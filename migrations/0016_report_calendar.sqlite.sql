-- Units report every day, on working days or weekly; a report says which days it covers.
ALTER TABLE r_reporting_unit ADD COLUMN report_calendar TEXT;
ALTER TABLE r_daily_report ADD COLUMN since INTEGER;
