-- A staff number is looked up for every report: everybody who bears it, wherever, so that a sender above detachments
-- learns of two instead of getting the first.
create index person_number on person (staff_no_key) where kind = 'member' and retired_at is null;
