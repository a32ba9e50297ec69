-- The order of the tree as text, so that a list of people starts at its page instead of sorting everybody: '1.4.12' is
-- '0000001.0000004.0000012'. A unit and all below it begin alike.
create function tree_order(path ltree) returns text language sql immutable strict parallel safe as $$
  select string_agg(lpad(n, 7, '0'), '.' order by i) from unnest(string_to_array(path::text, '.')) with ordinality as t(n, i)
$$;
alter table unit add column tree_order text collate "C" generated always as (tree_order(path)) stored;
create index unit_tree_order on unit (tree_order);
