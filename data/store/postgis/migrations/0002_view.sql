-- The published edition as QGIS sees it. fid is the key to give to QGIS: it is the rank in the edition.
--
-- geom is WGS 84, and carries the GiST index. geom_2154 is Lambert-93, for shapes that lie wholly in its area of use
-- (EPSG:2154: metropolitan France); it is null for the others.

CREATE FUNCTION lambert93(g geometry) RETURNS geometry
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	AS $$ SELECT CASE WHEN g @ ST_MakeEnvelope(-9.86, 41.15, 10.38, 51.56, 4326) THEN ST_Transform(g, 2154) END $$;

CREATE VIEW territoire AS
	SELECT position AS fid, id, name AS nom, region, communes, population, polygons AS polygones, holes AS trous,
	       parts AS parties, area_km2 AS superficie_km2, length_km AS perimetre_km, severity AS severite,
	       geom, lambert93(geom)::geometry(MultiPolygon, 2154) AS geom_2154
	FROM edition_territory
	WHERE edition = (SELECT edition FROM publication ORDER BY id DESC LIMIT 1);

CREATE VIEW epci AS
	SELECT position AS fid, siren, name AS nom, nature, communes, population, area_km2 AS superficie_km2,
	       length_km AS perimetre_km, geom, lambert93(geom)::geometry(MultiPolygon, 2154) AS geom_2154
	FROM edition_grouping
	WHERE edition = (SELECT edition FROM publication ORDER BY id DESC LIMIT 1) AND nature <> 'EPT';

CREATE VIEW commune AS
	SELECT position AS fid, code AS insee, name AS nom, siren, population, epci, departement, region,
	       area_km2 AS superficie_km2, geom, lambert93(geom)::geometry(MultiPolygon, 2154) AS geom_2154
	FROM edition_commune
	WHERE edition = (SELECT edition FROM publication ORDER BY id DESC LIMIT 1);

CREATE VIEW constat AS
	SELECT position AS fid, territory AS territoire, code, severity AS severite, message_fr AS message,
	       message_en, units AS unites, geom, lambert93(geom)::geometry(Geometry, 2154) AS geom_2154
	FROM edition_finding
	WHERE edition = (SELECT edition FROM publication ORDER BY id DESC LIMIT 1);
