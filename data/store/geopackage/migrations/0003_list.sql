-- Lists of several phases, with what they declare; what was validated before; movements of communes; hints of findings.
-- Days are ISO 8601 texts, lists of codes are separated by a space.

ALTER TABLE edition_territory ADD COLUMN phase TEXT NOT NULL DEFAULT '';
ALTER TABLE edition_territory ADD COLUMN published_name TEXT;      -- as the list writes it, where name mends it
ALTER TABLE edition_territory ADD COLUMN valid_from TEXT;
ALTER TABLE edition_territory ADD COLUMN valid_until TEXT;
ALTER TABLE edition_territory ADD COLUMN versions TEXT;            -- periods of the list: from/until, separated by a space
ALTER TABLE edition_territory ADD COLUMN declared_communes TEXT;
ALTER TABLE edition_territory ADD COLUMN declared_area_km2 DOUBLE;
ALTER TABLE edition_territory ADD COLUMN declared_population INTEGER;
ALTER TABLE edition_territory ADD COLUMN validated_edition INTEGER;  -- the one that was published before
ALTER TABLE edition_territory ADD COLUMN validated_vintage INTEGER;
ALTER TABLE edition_territory ADD COLUMN validated_communes TEXT;

ALTER TABLE edition_member ADD COLUMN nature TEXT NOT NULL DEFAULT '';

CREATE TABLE edition_validated_member (
	edition            INTEGER NOT NULL,
	territory_position INTEGER NOT NULL,
	position           INTEGER NOT NULL,
	id                 TEXT NOT NULL,
	name               TEXT NOT NULL,
	nature             TEXT NOT NULL,
	PRIMARY KEY (edition, territory_position, position),
	FOREIGN KEY (edition, territory_position) REFERENCES edition_territory (edition, position)
) WITHOUT ROWID;

-- Territories of the lists of other phases.
CREATE TABLE edition_other (
	edition        INTEGER NOT NULL REFERENCES edition (number),
	position       INTEGER NOT NULL,
	phase          TEXT NOT NULL,
	id             TEXT NOT NULL,
	name           TEXT NOT NULL,
	published_name TEXT,
	region         TEXT,
	PRIMARY KEY (edition, position)
);

CREATE TABLE edition_other_member (
	edition        INTEGER NOT NULL,
	other_position INTEGER NOT NULL,
	position       INTEGER NOT NULL,
	id             TEXT NOT NULL,
	name           TEXT NOT NULL,
	nature         TEXT NOT NULL,
	PRIMARY KEY (edition, other_position, position),
	FOREIGN KEY (edition, other_position) REFERENCES edition_other (edition, position)
) WITHOUT ROWID;

-- Movements of communes, as INSEE publishes them.
CREATE TABLE edition_movement (
	edition     INTEGER NOT NULL REFERENCES edition (number),
	position    INTEGER NOT NULL,
	mod         INTEGER NOT NULL,
	day         TEXT NOT NULL,
	type_before TEXT NOT NULL,
	code_before TEXT NOT NULL,
	name_before TEXT NOT NULL,
	type_after  TEXT NOT NULL,
	code_after  TEXT NOT NULL,
	name_after  TEXT NOT NULL,
	PRIMARY KEY (edition, position)
) WITHOUT ROWID;

ALTER TABLE edition_finding ADD COLUMN hint_fr TEXT NOT NULL DEFAULT '';
ALTER TABLE edition_finding ADD COLUMN hint_en TEXT NOT NULL DEFAULT '';
ALTER TABLE edition_finding ADD COLUMN state TEXT NOT NULL DEFAULT 'open';

DROP VIEW territoires;
CREATE VIEW territoires AS
	SELECT position AS OGC_FID, id, name AS nom, region, communes, population, polygons AS polygones, holes AS trous,
	       parts AS parties, area_km2 AS superficie_km2, length_km AS perimetre_km, severity AS severite, phase, geom
	FROM edition_territory
	WHERE edition = (SELECT edition FROM publication ORDER BY id DESC LIMIT 1);

DROP VIEW constats;
CREATE VIEW constats AS
	SELECT position AS OGC_FID, territory AS territoire, code, severity AS severite, message_fr AS message,
	       message_en, hint_fr AS conseil, hint_en AS conseil_en, state AS etat, units AS unites, geom
	FROM edition_finding
	WHERE edition = (SELECT edition FROM publication ORDER BY id DESC LIMIT 1);
