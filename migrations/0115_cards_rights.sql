-- What came of a request about one's data: how many reports were deleted for it, and when.

alter table rights_request add column deleted_at timestamptz, add column deleted_reports int;
create index rights_request_open on rights_request (at) where answered_at is null;
