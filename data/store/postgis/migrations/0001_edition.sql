-- The editions. Every table carries the number of its edition; a row never changes.

CREATE TABLE edition (
	number      BIGINT           NOT NULL PRIMARY KEY,
	vintage     INTEGER          NOT NULL,
	loaded_at   TIMESTAMPTZ      NOT NULL,
	communes    INTEGER          NOT NULL,
	epci        INTEGER          NOT NULL,
	ept         INTEGER          NOT NULL,
	territories INTEGER          NOT NULL,
	findings    INTEGER          NOT NULL,
	min_lon     DOUBLE PRECISION NOT NULL,
	min_lat     DOUBLE PRECISION NOT NULL,
	max_lon     DOUBLE PRECISION NOT NULL,
	max_lat     DOUBLE PRECISION NOT NULL
);

-- The journal of publications: its last line names the edition that is served.
CREATE TABLE publication (
	id           BIGINT      NOT NULL PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
	edition      BIGINT      NOT NULL REFERENCES edition (number),
	published_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE edition_source (
	edition  BIGINT      NOT NULL REFERENCES edition (number),
	position INTEGER     NOT NULL,
	role     TEXT        NOT NULL,
	file     TEXT        NOT NULL,
	sha256   TEXT        NOT NULL,
	licence  TEXT        NOT NULL,
	vintage  INTEGER     NOT NULL,
	records  INTEGER     NOT NULL,
	read_at  TIMESTAMPTZ NOT NULL,
	PRIMARY KEY (edition, position)
);

CREATE TABLE edition_division (
	edition  BIGINT  NOT NULL REFERENCES edition (number),
	level    TEXT    NOT NULL, -- departements or regions
	position INTEGER NOT NULL,
	code     TEXT    NOT NULL,
	name     TEXT    NOT NULL,
	PRIMARY KEY (edition, level, position)
);

CREATE TABLE edition_commune (
	edition     BIGINT           NOT NULL REFERENCES edition (number),
	position    INTEGER          NOT NULL,
	code        TEXT             NOT NULL,
	name        TEXT             NOT NULL,
	siren       TEXT,
	population  INTEGER,
	epci        TEXT,
	departement TEXT             NOT NULL,
	region      TEXT             NOT NULL,
	area_km2    DOUBLE PRECISION NOT NULL,
	geom        geometry(MultiPolygon, 4326),
	PRIMARY KEY (edition, position)
);

CREATE TABLE edition_grouping (
	edition    BIGINT  NOT NULL REFERENCES edition (number),
	position   INTEGER NOT NULL,
	siren      TEXT    NOT NULL,
	name       TEXT    NOT NULL,
	nature     TEXT    NOT NULL,
	communes   INTEGER NOT NULL,
	population INTEGER,
	area_km2   DOUBLE PRECISION,
	length_km  DOUBLE PRECISION,
	geom       geometry(MultiPolygon, 4326),
	PRIMARY KEY (edition, position)
);

CREATE TABLE edition_composition (
	edition           BIGINT  NOT NULL,
	grouping_position INTEGER NOT NULL,
	position          INTEGER NOT NULL,
	commune           TEXT    NOT NULL, -- its code; it may have no geometry
	PRIMARY KEY (edition, grouping_position, position),
	FOREIGN KEY (edition, grouping_position) REFERENCES edition_grouping (edition, position)
);

CREATE TABLE edition_territory (
	edition    BIGINT           NOT NULL REFERENCES edition (number),
	position   INTEGER          NOT NULL,
	id         TEXT             NOT NULL,
	name       TEXT             NOT NULL,
	region     TEXT,
	communes   INTEGER          NOT NULL,
	population INTEGER          NOT NULL,
	polygons   INTEGER          NOT NULL,
	holes      INTEGER          NOT NULL,
	parts      INTEGER          NOT NULL,
	area_km2   DOUBLE PRECISION NOT NULL,
	length_km  DOUBLE PRECISION NOT NULL,
	severity   TEXT             NOT NULL,
	geom       geometry(MultiPolygon, 4326),
	PRIMARY KEY (edition, position)
);

CREATE TABLE edition_member (
	edition            BIGINT  NOT NULL,
	territory_position INTEGER NOT NULL,
	position           INTEGER NOT NULL,
	id                 TEXT    NOT NULL,
	name               TEXT    NOT NULL,
	PRIMARY KEY (edition, territory_position, position),
	FOREIGN KEY (edition, territory_position) REFERENCES edition_territory (edition, position)
);

CREATE TABLE edition_finding (
	edition    BIGINT  NOT NULL REFERENCES edition (number),
	position   INTEGER NOT NULL,
	territory  TEXT    NOT NULL,
	code       TEXT    NOT NULL,
	severity   TEXT    NOT NULL,
	message_fr TEXT    NOT NULL,
	message_en TEXT    NOT NULL,
	units      TEXT    NOT NULL, -- codes, separated by a space
	geom       geometry(Geometry, 4326),
	PRIMARY KEY (edition, position)
);

CREATE INDEX edition_commune_geom   ON edition_commune   USING gist (geom);
CREATE INDEX edition_grouping_geom  ON edition_grouping  USING gist (geom);
CREATE INDEX edition_territory_geom ON edition_territory USING gist (geom);
CREATE INDEX edition_finding_geom   ON edition_finding   USING gist (geom);
