-- What an ingest repaired, and the polygons that files give for groupings.

CREATE TABLE edition_repair (
	edition      INTEGER NOT NULL REFERENCES edition (number),
	position     INTEGER NOT NULL,
	kind         TEXT    NOT NULL, -- the defect: gap, overlap…
	codes_before TEXT    NOT NULL, -- communes that claimed the ground, separated by a space; none for a gap
	code_after   TEXT    NOT NULL, -- the commune that has it now
	lon          DOUBLE  NOT NULL,
	lat          DOUBLE  NOT NULL,
	area_m2      DOUBLE  NOT NULL,
	geom         MULTIPOLYGON,
	PRIMARY KEY (edition, position)
);

ALTER TABLE edition_grouping ADD COLUMN declared MULTIPOLYGON;

CREATE VIEW reparations AS
	SELECT position AS OGC_FID, kind AS nature, codes_before AS avant, code_after AS apres, lon, lat, area_m2 AS superficie_m2,
	       geom
	FROM edition_repair
	WHERE edition = (SELECT edition FROM publication ORDER BY id DESC LIMIT 1);

INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES
	('reparations', 'features', 'reparations', 'Réparations des contours de l''édition publiée', 4326);

INSERT INTO gpkg_geometry_columns VALUES
	('reparations', 'geom', 'MULTIPOLYGON', 4326, 0, 0);
