-- One campaign runs at a unit at a time, and one person is named for a measure there; whatever the order of requests.
create unique index campaign_one_running on campaign (unit_id) where state = 'running';
create unique index responsible_one on responsible (unit_id, measure) where until_at is null;
