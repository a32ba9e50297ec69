-- The sweep asks each second which measures, dates and slots have just fallen due; a report changes no column of this index.
create index tally_due on tally (due_at);
