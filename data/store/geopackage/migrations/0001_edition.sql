-- A GeoPackage 1.3 (OGC 12-128r17): the tables that the standard asks for.

PRAGMA application_id = 0x47504B47; -- "GPKG"
PRAGMA user_version = 10300;

CREATE TABLE gpkg_spatial_ref_sys (
	srs_name                 TEXT    NOT NULL,
	srs_id                   INTEGER NOT NULL PRIMARY KEY,
	organization             TEXT    NOT NULL,
	organization_coordsys_id INTEGER NOT NULL,
	definition               TEXT    NOT NULL,
	description              TEXT
);

INSERT INTO gpkg_spatial_ref_sys VALUES
	('Undefined cartesian SRS', -1, 'NONE', -1, 'undefined', 'undefined cartesian coordinate reference system'),
	('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', 'undefined geographic coordinate reference system'),
	('WGS 84 geodetic', 4326, 'EPSG', 4326,
	 'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]',
	 'longitude/latitude coordinates in decimal degrees on the WGS 84 spheroid');

CREATE TABLE gpkg_contents (
	table_name  TEXT     NOT NULL PRIMARY KEY,
	data_type   TEXT     NOT NULL,
	identifier  TEXT     UNIQUE,
	description TEXT     DEFAULT '',
	last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
	min_x       DOUBLE,
	min_y       DOUBLE,
	max_x       DOUBLE,
	max_y       DOUBLE,
	srs_id      INTEGER REFERENCES gpkg_spatial_ref_sys (srs_id)
);

CREATE TABLE gpkg_geometry_columns (
	table_name         TEXT    NOT NULL UNIQUE REFERENCES gpkg_contents (table_name),
	column_name        TEXT    NOT NULL,
	geometry_type_name TEXT    NOT NULL,
	srs_id             INTEGER NOT NULL REFERENCES gpkg_spatial_ref_sys (srs_id),
	z                  TINYINT NOT NULL,
	m                  TINYINT NOT NULL,
	PRIMARY KEY (table_name, column_name)
);

-- The editions. Every table carries the number of its edition; a row never changes.

CREATE TABLE edition (
	number      INTEGER  NOT NULL PRIMARY KEY,
	vintage     INTEGER  NOT NULL,
	loaded_at   DATETIME NOT NULL,
	communes    INTEGER  NOT NULL,
	epci        INTEGER  NOT NULL,
	ept         INTEGER  NOT NULL,
	territories INTEGER  NOT NULL,
	findings    INTEGER  NOT NULL,
	min_lon     DOUBLE   NOT NULL,
	min_lat     DOUBLE   NOT NULL,
	max_lon     DOUBLE   NOT NULL,
	max_lat     DOUBLE   NOT NULL
);

-- The journal of publications: its last line names the edition that is served.
CREATE TABLE publication (
	id           INTEGER  NOT NULL PRIMARY KEY AUTOINCREMENT,
	edition      INTEGER  NOT NULL REFERENCES edition (number),
	published_at DATETIME NOT NULL
);

CREATE TABLE edition_source (
	edition  INTEGER  NOT NULL REFERENCES edition (number),
	position INTEGER  NOT NULL,
	role     TEXT     NOT NULL,
	file     TEXT     NOT NULL,
	sha256   TEXT     NOT NULL,
	licence  TEXT     NOT NULL,
	vintage  INTEGER  NOT NULL,
	records  INTEGER  NOT NULL,
	read_at  DATETIME NOT NULL,
	PRIMARY KEY (edition, position)
);

CREATE TABLE edition_division (
	edition  INTEGER NOT NULL REFERENCES edition (number),
	level    TEXT    NOT NULL, -- departements or regions
	position INTEGER NOT NULL,
	code     TEXT    NOT NULL,
	name     TEXT    NOT NULL,
	PRIMARY KEY (edition, level, position)
);

CREATE TABLE edition_commune (
	edition     INTEGER NOT NULL REFERENCES edition (number),
	position    INTEGER NOT NULL,
	code        TEXT    NOT NULL,
	name        TEXT    NOT NULL,
	siren       TEXT,
	population  INTEGER,
	epci        TEXT,
	departement TEXT    NOT NULL,
	region      TEXT    NOT NULL,
	area_km2    DOUBLE  NOT NULL,
	geom        MULTIPOLYGON,
	PRIMARY KEY (edition, position)
);

CREATE TABLE edition_grouping (
	edition    INTEGER NOT NULL REFERENCES edition (number),
	position   INTEGER NOT NULL,
	siren      TEXT    NOT NULL,
	name       TEXT    NOT NULL,
	nature     TEXT    NOT NULL,
	communes   INTEGER NOT NULL,
	population INTEGER,
	area_km2   DOUBLE,
	length_km  DOUBLE,
	geom       MULTIPOLYGON,
	PRIMARY KEY (edition, position)
);

CREATE TABLE edition_composition (
	edition           INTEGER NOT NULL,
	grouping_position INTEGER NOT NULL,
	position          INTEGER NOT NULL,
	commune           TEXT    NOT NULL, -- its code; it may have no geometry
	PRIMARY KEY (edition, grouping_position, position),
	FOREIGN KEY (edition, grouping_position) REFERENCES edition_grouping (edition, position)
) WITHOUT ROWID;

CREATE TABLE edition_territory (
	edition    INTEGER NOT NULL REFERENCES edition (number),
	position   INTEGER NOT NULL,
	id         TEXT    NOT NULL,
	name       TEXT    NOT NULL,
	region     TEXT,
	communes   INTEGER NOT NULL,
	population INTEGER NOT NULL,
	polygons   INTEGER NOT NULL,
	holes      INTEGER NOT NULL,
	parts      INTEGER NOT NULL,
	area_km2   DOUBLE  NOT NULL,
	length_km  DOUBLE  NOT NULL,
	severity   TEXT    NOT NULL,
	geom       MULTIPOLYGON,
	PRIMARY KEY (edition, position)
);

CREATE TABLE edition_member (
	edition            INTEGER NOT NULL,
	territory_position INTEGER NOT NULL,
	position           INTEGER NOT NULL,
	id                 TEXT    NOT NULL,
	name               TEXT    NOT NULL,
	PRIMARY KEY (edition, territory_position, position),
	FOREIGN KEY (edition, territory_position) REFERENCES edition_territory (edition, position)
) WITHOUT ROWID;

CREATE TABLE edition_finding (
	edition    INTEGER NOT NULL REFERENCES edition (number),
	position   INTEGER NOT NULL,
	territory  TEXT    NOT NULL,
	code       TEXT    NOT NULL,
	severity   TEXT    NOT NULL,
	message_fr TEXT    NOT NULL,
	message_en TEXT    NOT NULL,
	units      TEXT    NOT NULL, -- codes, separated by a space
	geom       GEOMETRY,
	PRIMARY KEY (edition, position)
);

-- The layers: the published edition as QGIS sees it. GDAL takes OGC_FID as the feature id of a view.

CREATE VIEW territoires AS
	SELECT position AS OGC_FID, id, name AS nom, region, communes, population, polygons AS polygones, holes AS trous,
	       parts AS parties, area_km2 AS superficie_km2, length_km AS perimetre_km, severity AS severite, geom
	FROM edition_territory
	WHERE edition = (SELECT edition FROM publication ORDER BY id DESC LIMIT 1);

CREATE VIEW epci AS
	SELECT position AS OGC_FID, siren, name AS nom, nature, communes, population, area_km2 AS superficie_km2,
	       length_km AS perimetre_km, geom
	FROM edition_grouping
	WHERE edition = (SELECT edition FROM publication ORDER BY id DESC LIMIT 1) AND nature <> 'EPT';

CREATE VIEW communes AS
	SELECT position AS OGC_FID, code AS insee, name AS nom, siren, population, epci, departement, region,
	       area_km2 AS superficie_km2, geom
	FROM edition_commune
	WHERE edition = (SELECT edition FROM publication ORDER BY id DESC LIMIT 1);

CREATE VIEW constats AS
	SELECT position AS OGC_FID, territory AS territoire, code, severity AS severite, message_fr AS message,
	       message_en, units AS unites, geom
	FROM edition_finding
	WHERE edition = (SELECT edition FROM publication ORDER BY id DESC LIMIT 1);

CREATE VIEW sources AS
	SELECT position AS OGC_FID, role, file AS fichier, sha256, licence, vintage AS millesime,
	       records AS enregistrements, read_at AS lu_le
	FROM edition_source
	WHERE edition = (SELECT edition FROM publication ORDER BY id DESC LIMIT 1);

INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES
	('territoires', 'features', 'territoires', 'Périmètres des territoires de l''édition publiée', 4326),
	('epci', 'features', 'epci', 'Intercommunalités de l''édition publiée', 4326),
	('communes', 'features', 'communes', 'Communes de l''édition publiée', 4326),
	('constats', 'features', 'constats', 'Constats des contrôles de l''édition publiée', 4326),
	('sources', 'attributes', 'sources', 'Provenance des données de l''édition publiée', NULL);

INSERT INTO gpkg_geometry_columns VALUES
	('territoires', 'geom', 'MULTIPOLYGON', 4326, 0, 0),
	('epci', 'geom', 'MULTIPOLYGON', 4326, 0, 0),
	('communes', 'geom', 'MULTIPOLYGON', 4326, 0, 0),
	('constats', 'geom', 'GEOMETRY', 4326, 0, 0);
