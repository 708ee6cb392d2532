-- The tables that GeoPackage 1.3 asks for (OGC 12-128r17, annex C), and that of its extensions.

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
	('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', 'undefined geographic coordinate reference system');

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
	srs_id      INTEGER,
	CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id)
);

CREATE TABLE gpkg_geometry_columns (
	table_name         TEXT    NOT NULL,
	column_name        TEXT    NOT NULL,
	geometry_type_name TEXT    NOT NULL,
	srs_id             INTEGER NOT NULL,
	z                  TINYINT NOT NULL,
	m                  TINYINT NOT NULL,
	CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
	CONSTRAINT uk_gc_table_name UNIQUE (table_name),
	CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents (table_name),
	CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id)
);

CREATE TABLE gpkg_extensions (
	table_name     TEXT,
	column_name    TEXT,
	extension_name TEXT NOT NULL,
	definition     TEXT NOT NULL,
	scope          TEXT NOT NULL,
	CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name)
);
