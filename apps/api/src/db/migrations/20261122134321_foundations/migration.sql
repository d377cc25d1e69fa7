CREATE EXTENSION IF NOT EXISTS pg_trgm;
--> statement-breakpoint
-- TIMESTAMP columns hold UTC. Every pool of the application pins the zone; this makes a person in psql get it too.
DO $$
BEGIN
  EXECUTE format('ALTER DATABASE %I SET timezone = %L', current_database(), 'UTC');
EXCEPTION WHEN insufficient_privilege THEN
  RAISE NOTICE 'Not the owner of this database: ask for ALTER DATABASE ... SET timezone = ''UTC''';
END $$;
--> statement-breakpoint
-- Kilograms in one unit: 1 lb is 0.45359237 kg exactly (NIST Handbook 44, Appendix C). packages/shared/src/units.ts has the same table.
CREATE FUNCTION kg_per(unit text) RETURNS numeric LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE unit
    WHEN 'lb' THEN 0.45359237
    WHEN 'cwt' THEN 45.359237
    WHEN 'ton' THEN 907.18474
    WHEN 'kg' THEN 1
    WHEN 'tonne' THEN 1000
  END::numeric
$$;
