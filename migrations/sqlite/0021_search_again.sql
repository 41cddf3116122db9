-- The normal form of names changed, and phone numbers are searched too: index every
-- application again.
UPDATE applications SET indexed = 0;
