-- What boards and lists need for reading: names in the order of the alphabet, closed units of a past day, who was told.

-- Names as a Chinese reader looks for them; the database's own order would follow code points.
create collation if not exists zh_pinyin (provider = icu, locale = 'zh-Hans-u-co-pinyin');
-- A unit that was closed since still counts on the days before; there are few, so that looking costs nothing.
create index unit_closed on unit (closed_at) where closed_at is not null;
-- Which notices named a task.
create index notice_tasks on notice using gin (task_ids);
-- A paper in hand is found by the digest printed on it.
create index published_digest on published (digest);
