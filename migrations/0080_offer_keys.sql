-- The key a mail was last offered under, for a provider that keeps keys. The first is the dispatch's own id: data that were
-- put back, and do not know of an offer, offer it again under the same.
alter table dispatch add column offer_key text;
update dispatch set offer_key = id || '.' || floor(extract(epoch from first_offered_at) * 1000)::bigint
  where transport = 'keyed' and first_offered_at is not null;
