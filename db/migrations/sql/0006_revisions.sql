-- Who names no revision has read nothing: a step without one does nothing at all, as comparing with it gave neither yes nor no.
ALTER FUNCTION refund_step(uuid, integer, text, jsonb, text) STRICT;
ALTER FUNCTION relief_step(uuid, integer, text, jsonb, text) STRICT;
ALTER FUNCTION article_check(uuid, integer) STRICT;
ALTER FUNCTION article_owner(uuid, integer, integer) STRICT;
ALTER FUNCTION article_retire(uuid, integer, boolean, text) STRICT;
