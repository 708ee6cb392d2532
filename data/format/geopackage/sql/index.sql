-- The index of places of one layer (OGC 12-128r17, annex F.3): {t} is its table, {c} its geometry column, {i} the column that
-- numbers its rows. The index is filled by then; the triggers keep it true when another program edits the layer. The functions
-- that they call are those of such a program.

CREATE TRIGGER "rtree_{t}_{c}_insert" AFTER INSERT ON "{t}"
	WHEN (NEW."{c}" NOTNULL AND NOT ST_IsEmpty(NEW."{c}"))
BEGIN
	INSERT OR REPLACE INTO "rtree_{t}_{c}" VALUES (
		NEW."{i}", ST_MinX(NEW."{c}"), ST_MaxX(NEW."{c}"), ST_MinY(NEW."{c}"), ST_MaxY(NEW."{c}")
	);
END;

CREATE TRIGGER "rtree_{t}_{c}_update1" AFTER UPDATE OF "{c}" ON "{t}"
	WHEN OLD."{i}" = NEW."{i}" AND (NEW."{c}" NOTNULL AND NOT ST_IsEmpty(NEW."{c}"))
BEGIN
	INSERT OR REPLACE INTO "rtree_{t}_{c}" VALUES (
		NEW."{i}", ST_MinX(NEW."{c}"), ST_MaxX(NEW."{c}"), ST_MinY(NEW."{c}"), ST_MaxY(NEW."{c}")
	);
END;

CREATE TRIGGER "rtree_{t}_{c}_update2" AFTER UPDATE OF "{c}" ON "{t}"
	WHEN OLD."{i}" = NEW."{i}" AND (NEW."{c}" ISNULL OR ST_IsEmpty(NEW."{c}"))
BEGIN
	DELETE FROM "rtree_{t}_{c}" WHERE id = OLD."{i}";
END;

CREATE TRIGGER "rtree_{t}_{c}_update3" AFTER UPDATE ON "{t}"
	WHEN OLD."{i}" != NEW."{i}" AND (NEW."{c}" NOTNULL AND NOT ST_IsEmpty(NEW."{c}"))
BEGIN
	DELETE FROM "rtree_{t}_{c}" WHERE id = OLD."{i}";
	INSERT OR REPLACE INTO "rtree_{t}_{c}" VALUES (
		NEW."{i}", ST_MinX(NEW."{c}"), ST_MaxX(NEW."{c}"), ST_MinY(NEW."{c}"), ST_MaxY(NEW."{c}")
	);
END;

CREATE TRIGGER "rtree_{t}_{c}_update4" AFTER UPDATE ON "{t}"
	WHEN OLD."{i}" != NEW."{i}" AND (NEW."{c}" ISNULL OR ST_IsEmpty(NEW."{c}"))
BEGIN
	DELETE FROM "rtree_{t}_{c}" WHERE id IN (OLD."{i}", NEW."{i}");
END;

CREATE TRIGGER "rtree_{t}_{c}_delete" AFTER DELETE ON "{t}"
	WHEN OLD."{c}" NOTNULL
BEGIN
	DELETE FROM "rtree_{t}_{c}" WHERE id = OLD."{i}";
END;
