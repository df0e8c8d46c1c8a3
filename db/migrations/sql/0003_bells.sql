-- Two changes that rang no bell: a chat named or put in use, for which the sender waited a minute, and the public reply
-- of a post on its way, which stands beside its complaint. PostgreSQL 15+.

-- Heard as a change of the directory: chats are as seldom changed, and every seat looks up what it shows.
CREATE FUNCTION ring_chat() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM pg_notify('warmline', 'd');
    RETURN NULL;
END $$;

CREATE TRIGGER ring_chat AFTER INSERT OR UPDATE OF company_id, kind, name, address, secret, active ON group_chat
    FOR EACH STATEMENT EXECUTE FUNCTION ring_chat();

CREATE FUNCTION ring_reply() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM pg_notify('warmline', 'c:' || NEW.complaint_id);
    RETURN NULL;
END $$;

CREATE TRIGGER ring_reply AFTER UPDATE OF reply, approved_at, queued, state ON post FOR EACH ROW
    WHEN (NEW.complaint_id IS NOT NULL
        AND (NEW.reply, NEW.approved_at, NEW.queued, NEW.state) IS DISTINCT FROM (OLD.reply, OLD.approved_at, OLD.queued, OLD.state))
    EXECUTE FUNCTION ring_reply();

REVOKE ALL ON FUNCTION ring_chat(), ring_reply() FROM PUBLIC;
