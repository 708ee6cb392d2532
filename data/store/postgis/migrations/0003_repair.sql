-- What an ingest repaired, and the polygons that files give for groupings.

CREATE TABLE edition_repair (
	edition      BIGINT           NOT NULL REFERENCES edition (number),
	position     INTEGER          NOT NULL,
	kind         TEXT             NOT NULL, -- the defect: gap, overlap…
	codes_before TEXT             NOT NULL, -- communes that claimed the ground, separated by a space; none for a gap
	code_after   TEXT             NOT NULL, -- the commune that has it now
	lon          DOUBLE PRECISION NOT NULL,
	lat          DOUBLE PRECISION NOT NULL,
	area_m2      DOUBLE PRECISION NOT NULL,
	geom         geometry(MultiPolygon, 4326),
	PRIMARY KEY (edition, position)
);

CREATE INDEX edition_repair_geom ON edition_repair USING gist (geom);

ALTER TABLE edition_grouping ADD COLUMN declared geometry(MultiPolygon, 4326);

CREATE VIEW reparation AS
	SELECT position AS fid, kind AS nature, codes_before AS avant, code_after AS apres, lon, lat, area_m2 AS superficie_m2,
	       geom, lambert93(geom)::geometry(MultiPolygon, 2154) AS geom_2154
	FROM edition_repair
	WHERE edition = (SELECT edition FROM publication ORDER BY id DESC LIMIT 1);
