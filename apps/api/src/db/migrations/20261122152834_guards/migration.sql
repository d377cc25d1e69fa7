-- One record is one thing in a connected company; NULL counts as a company of its own.
CREATE UNIQUE INDEX sync_maps_linked_key ON sync_maps (realm_id, local_entity_type, local_entity_id, qbo_entity_type)
  NULLS NOT DISTINCT WHERE state = 'linked';
--> statement-breakpoint
-- Two accounts may be one QuickBooks customer; two orders are never one document.
CREATE UNIQUE INDEX sync_maps_order_document_key ON sync_maps (realm_id, qbo_entity_type, qbo_entity_id)
  NULLS NOT DISTINCT WHERE local_entity_type = 'order' AND state = 'linked';
--> statement-breakpoint
INSERT INTO company DEFAULT VALUES;
--> statement-breakpoint
-- Headers are sums: compared in one SELECT at commit, whoever wrote what in which order. Names are qualified: a temporary
-- table of the same name, which comes first on the search path, would be compared instead.
CREATE FUNCTION check_order_totals(checked_order uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  wrong record;
BEGIN
  SELECT o.order_no, o.total_amount, o.commission_total, s.line_total, s.commission_amount INTO wrong
  FROM public.orders o
  CROSS JOIN LATERAL (
    SELECT coalesce(sum(l.line_total), 0) AS line_total, coalesce(sum(l.commission_amount), 0) AS commission_amount
    FROM public.order_lines l WHERE l.order_id = o.id
  ) s
  WHERE o.id = checked_order
    AND (coalesce(o.total_amount, 0) <> s.line_total OR coalesce(o.commission_total, 0) <> s.commission_amount);
  IF FOUND THEN
    RAISE EXCEPTION 'order % says total % and commission %, its lines add up to % and %',
      wrong.order_no, wrong.total_amount, wrong.commission_total, wrong.line_total, wrong.commission_amount
      USING ERRCODE = 'check_violation', CONSTRAINT = 'orders_totals_are_sums', TABLE = 'orders';
  END IF;
END $$;
--> statement-breakpoint
CREATE FUNCTION orders_check_totals() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM public.check_order_totals(NEW.id);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION order_lines_check_totals() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    PERFORM public.check_order_totals(OLD.order_id);
  END IF;
  IF TG_OP = 'INSERT' OR (TG_OP = 'UPDATE' AND NEW.order_id <> OLD.order_id) THEN
    PERFORM public.check_order_totals(NEW.order_id);
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER orders_totals_are_sums
  AFTER INSERT OR UPDATE OF total_amount, commission_total ON orders
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION orders_check_totals();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER order_lines_add_up
  AFTER INSERT OR DELETE OR UPDATE OF order_id, line_total, commission_amount ON order_lines
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION order_lines_check_totals();
--> statement-breakpoint
-- A TRUNCATE fires no row trigger, so it is refused where row triggers are the guard.
CREATE FUNCTION refuse_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% cannot be truncated', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
--> statement-breakpoint
-- History is only added to.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
--> statement-breakpoint
CREATE TRIGGER orders_no_truncate BEFORE TRUNCATE ON orders EXECUTE FUNCTION refuse_truncate();
--> statement-breakpoint
CREATE TRIGGER order_lines_no_truncate BEFORE TRUNCATE ON order_lines EXECUTE FUNCTION refuse_truncate();
--> statement-breakpoint
CREATE TRIGGER order_revisions_no_truncate BEFORE TRUNCATE ON order_revisions EXECUTE FUNCTION refuse_truncate();
--> statement-breakpoint
CREATE TRIGGER activities_no_truncate BEFORE TRUNCATE ON activities EXECUTE FUNCTION refuse_truncate();
--> statement-breakpoint
CREATE TRIGGER order_revisions_append_only
  BEFORE UPDATE OR DELETE ON order_revisions FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER activities_append_only
  BEFORE UPDATE OR DELETE ON activities FOR EACH ROW EXECUTE FUNCTION refuse_change();
