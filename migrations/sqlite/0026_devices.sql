-- The device that a resume link was made on, as browser and operating system: "Firefox/Windows".
-- The applicant tells the links of an application apart by it.
ALTER TABLE return_links ADD COLUMN device TEXT;
