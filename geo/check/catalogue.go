package check

import "perimetre/geo"

// Rule is one entry of the catalogue.
type Rule struct {
	Code     string
	Severity Severity // unless the policy sets another
	Title    geo.Text
	Basis    string   // the legal text or the policy that the rule rests on
	Hint     geo.Text // how to mend what it finds, where the finding does not say better; empty when there is nothing to mend

	find   func(s *subject) []Finding
	lacks  func(s *subject) geo.Text // why it cannot judge, or not wholly; empty when it can; nil for a rule that always can
	graded bool                      // its findings have a severity of their own
	wide   bool                      // it is about the edition, not about one territory
}

// Catalogue gives every rule, in the order in which findings are listed.
func Catalogue() []Rule {
	var rules []Rule
	for _, family := range [][]Rule{rulesOfMembers(), rulesOfGeometry(), rulesOfAdministration(), rulesOfVersions(), rulesOfText()} {
		rules = append(rules, family...)
	}
	return rules
}

func rulesOfMembers() []Rule {
	return []Rule{
		{
			Code: "M01", Severity: Error, find: malformedMembers,
			Title: geo.Text{FR: "Identifiant de membre mal formé", EN: "Malformed member identifier"},
			Basis: "SIREN (INSEE), Luhn key; INSEE code of a commune",
			Hint:  geo.Text{FR: "Corriger l’identifiant dans la liste.", EN: "Correct the identifier in the list."},
		},
		{
			Code: "M02", Severity: Error, find: unknownMembers,
			Title: geo.Text{FR: "Membre inconnu des registres, ou sans contour", EN: "Member unknown to the registers, or without a polygon"},
			Basis: "DGCL register of groupings, INSEE code officiel géographique and its movements",
		},
		{
			Code: "M03", Severity: Error, find: sharedMembers,
			Title: geo.Text{FR: "Membre présent dans deux territoires", EN: "Member of two territories"},
			Basis: "list of the programme: a commune belongs to one territory at most",
			Hint:  geo.Text{FR: "Retirer le membre de l’un des deux territoires.", EN: "Remove the member from one of the two territories."},
		},
		{
			Code: "M04", Severity: Error, find: reachedTwice,
			Title: geo.Text{FR: "Commune atteinte deux fois", EN: "Commune reached twice"},
			Basis: "list of the programme: a commune comes with one member, its EPCI, its EPT or itself",
			Hint:  geo.Text{FR: "Ne garder qu’un des deux membres dans la liste.", EN: "Keep one of the two members in the list."},
		},
		{
			Code: "M05", Severity: Warning, find: partlyCovered,
			Title: geo.Text{FR: "EPCI partiellement couvert", EN: "EPCI only partly covered"},
			Basis: "policy of the programme: intercommunalities are taken whole",
			Hint: geo.Text{
				FR: "Prendre l’EPCI entier, ou motiver le choix de ces communes.",
				EN: "Take the whole EPCI, or give the reason for these communes.",
			},
		},
		{
			Code: "M06", Severity: Notice, find: manyMembers, lacks: noLimit,
			Title: geo.Text{FR: "Nombre de membres au-dessus de la limite", EN: "More members than the limit"},
			Basis: "limit of the policy",
			Hint:  geo.Text{FR: "Réduire le nombre de membres, ou motiver l’écart.", EN: "Have fewer members, or give the reason."},
		},
		{
			Code: "M07", Severity: Notice, find: withoutEPCI, lacks: noGroupings,
			Title: geo.Text{FR: "Commune sans intercommunalité", EN: "Commune without an intercommunality"},
			Basis: "CGCT L5210-1-1, V: only islands of a single commune are exempt",
			Hint: geo.Text{
				FR: "Vérifier que la commune est une île d’une seule commune, ou que le registre des EPCI est complet.",
				EN: "Check that the commune is an island of a single commune, or that the register of EPCI is whole.",
			},
		},
		{
			Code: "M08", Severity: Notice, find: otherNames, lacks: noNames,
			Title: geo.Text{FR: "Nom de membre qui diffère du registre", EN: "Name of a member that is not the register's"},
			Basis: "DGCL register of groupings, INSEE code officiel géographique; typography and abbreviations set aside",
			Hint: geo.Text{
				FR: "Reprendre le nom du registre, après avoir vérifié que l’identifiant est le bon.",
				EN: "Take the name of the register, once the identifier is known to be right.",
			},
		},
		{
			Code: "M09", Severity: Notice, find: otherNatures, lacks: noNatures,
			Title: geo.Text{FR: "Nature de membre qui diffère du registre", EN: "Nature of a member that is not the register's"},
			Basis: "DGCL register of groupings",
			Hint:  geo.Text{FR: "Reprendre la nature du registre.", EN: "Take the nature of the register."},
		},
	}
}

func rulesOfGeometry() []Rule {
	return []Rule{
		{
			Code: "G01", Severity: Warning, find: splitOnLand, lacks: noGround,
			Title: geo.Text{FR: "Périmètre discontinu sur terre", EN: "Perimeter split on land"},
			Basis: "CGCT L5210-1-1 and L5214-1, d'un seul tenant",
			Hint: geo.Text{
				FR: "Relier les parties par un membre, en retirer une, ou motiver la discontinuité.",
				EN: "Join the parts by a member, remove one, or give the reason for the split.",
			},
		},
		{
			Code: "G02", Severity: Notice, find: joinedByPoints, lacks: noGround,
			Title: geo.Text{FR: "Contact par un point seulement", EN: "Joined by points only"},
			Basis: "CGCT L5210-1-1 and its case law: a single point of contact is enough",
			Hint:  geo.Text{FR: "Vérifier sur la carte : un point suffit à la continuité.", EN: "Look at the map: one point is enough for continuity."},
		},
		{
			Code: "G03", Severity: Info, find: apartBySea, lacks: noGround,
			Title: geo.Text{FR: "Parties que seule la mer sépare", EN: "Parts that only the sea keeps apart"},
			Basis: "an island is not split from the mainland",
		},
		{
			Code: "G04", Severity: Warning, find: enclaves, lacks: noGround,
			Title: geo.Text{FR: "Enclave", EN: "Enclave"},
			Basis: "CGCT L5210-1-1 and L5214-1, sans enclave",
			Hint: geo.Text{
				FR: "Faire entrer ces communes dans le périmètre, ou motiver l’enclave.",
				EN: "Take these communes into the perimeter, or give the reason for the enclave.",
			},
		},
		{
			Code: "G05", Severity: Info, find: emptyHoles, lacks: noGround,
			Title: geo.Text{FR: "Trou sans commune", EN: "Hole without a commune"},
			Basis: "foreign land or water is not an enclave",
		},
		{
			Code: "G06", Severity: Error, find: aggravated, lacks: noFormer,
			Title: geo.Text{FR: "Modification qui aggrave une discontinuité ou une enclave", EN: "Modification that aggravates a discontinuity or an enclave"},
			Basis: "case law on CGCT L5210-1-1: a modification must not aggravate a discontinuity or an enclave that exists",
			Hint: geo.Text{
				FR: "Revoir la modification : relier ce qu’elle sépare, ou faire entrer ce qu’elle entoure.",
				EN: "Review the modification: join what it parts, or take in what it surrounds.",
			},
		},
		{
			Code: "G07", Severity: Error, find: faultsOfTheCoverage, lacks: noGround, graded: true,
			Title: geo.Text{FR: "Défaut des contours de communes", EN: "Fault in the polygons of communes"},
			Basis: "communes share the ground out between them: no gap, no overlap (JTS, coverage)",
			Hint: geo.Text{
				FR: "Corriger les contours dans le fichier des communes, ou les réparer au chargement.",
				EN: "Correct the polygons in the file of communes, or repair them when loading.",
			},
		},
		{
			Code: "G08", Severity: Warning, find: disagreements, lacks: noPolygons,
			Title: geo.Text{FR: "Contour ou superficie qui ne concorde pas", EN: "Polygon or area that does not agree"},
			Basis: "a grouping is the union of its communes, a territory that of its members",
			Hint:  geo.Text{FR: "Vérifier la composition de l’EPCI et le millésime de son contour.", EN: "Check the composition of the EPCI and the vintage of its polygon."},
		},
	}
}

func rulesOfAdministration() []Rule {
	return []Rule{
		{
			Code: "A01", Severity: Warning, find: severalRegions, lacks: noGround,
			Title: geo.Text{FR: "Plusieurs Régions", EN: "Several Regions"},
			Basis: "policy of the programme: each Region validates its part",
			Hint:  geo.Text{FR: "Recueillir la validation de chaque Région.", EN: "Obtain the validation of each Region."},
		},
		{
			Code: "A02", Severity: Info, find: severalDepartements, lacks: noGround,
			Title: geo.Text{FR: "Plusieurs départements", EN: "Several départements"},
			Basis: "for the knowledge of the committee",
		},
		{
			Code: "A03", Severity: Warning, find: outsideRegion, lacks: noRegion,
			Title: geo.Text{FR: "Membre hors de la Région du comité", EN: "Member outside the committee's Region"},
			Basis: "policy of the programme: the lead Region chairs the steering committee",
			Hint: geo.Text{
				FR: "Associer l’autre Région au comité, ou vérifier l’identifiant du membre.",
				EN: "Have the other Region in the committee, or check the identifier of the member.",
			},
		},
		{
			Code: "A04", Severity: Warning, find: otherMeasures, lacks: noMeasures,
			Title: geo.Text{FR: "Superficie ou population déclarée qui diffère", EN: "Declared area or population that differs"},
			Basis: "tolerance of the policy",
			Hint: geo.Text{
				FR: "Vérifier la liste des membres et l’année de la valeur déclarée.",
				EN: "Check the list of members and the year of the declared value.",
			},
		},
		{
			Code: "A05", Severity: Error, find: otherCommunes, lacks: noCommunes,
			Title: geo.Text{FR: "Liste de communes déclarée qui diffère", EN: "Declared list of communes that differs"},
			Basis: "the perimeter is the communes of the members",
			Hint: geo.Text{
				FR: "Mettre la liste des communes, ou celle des membres, d’accord avec l’autre.",
				EN: "Make the list of communes and that of members agree.",
			},
		},
	}
}

func rulesOfVersions() []Rule {
	return []Rule{
		{
			Code: "V01", Severity: Warning, find: drifted, lacks: noFormer,
			Title: geo.Text{FR: "Dérive du périmètre", EN: "Drift of the perimeter"},
			Basis: "a perimeter changes by an amendment (avenant) only",
			Hint: geo.Text{
				FR: "Faire valider le nouveau périmètre par le comité, ou modifier la liste des membres.",
				EN: "Have the committee validate the new perimeter, or change the list of members.",
			},
		},
		{
			Code: "V02", Severity: Error, find: mixedVintages, lacks: noSources, wide: true,
			Title: geo.Text{FR: "Sources de millésimes différents", EN: "Sources of different vintages"},
			Basis: "INSEE code officiel géographique: codes are those of 1 January of a year",
			Hint: geo.Text{
				FR: "Charger des fichiers d’une même année, donner la table de passage des communes ou des mouvements qui vont de leur année à celle de l’édition, ou dire le millésime de la source s’il est mal lu (--vintage-of).",
				EN: "Load files of one year, give the passage table of communes or movements that go from their year to that of the edition, or say the vintage of the source if it was read wrong (--vintage-of).",
			},
		},
		{
			Code: "V03", Severity: Error, find: brokenPeriods,
			Title: geo.Text{FR: "Versions qui se chevauchent ou laissent un vide", EN: "Versions that overlap or leave a gap"},
			Basis: "a territory has one perimeter on any day",
			Hint: geo.Text{
				FR: "Faire finir chaque version le jour où commence la suivante.",
				EN: "Let each version end on the day when the next one begins.",
			},
		},
		{
			Code: "V04", Severity: Error, find: reusedID, lacks: noOthers,
			Title: geo.Text{FR: "Identifiant réutilisé dans un autre sens", EN: "Identifier reused with another meaning"},
			Basis: "the key of a territory is its phase of the programme and its identifier",
			Hint: geo.Text{
				FR: "Citer la phase avec l’identifiant, ou en donner un nouveau.",
				EN: "Quote the phase with the identifier, or give a new one.",
			},
		},
	}
}

func rulesOfText() []Rule {
	return []Rule{
		{
			Code: "Q01", Severity: Info, find: untidyText,
			Title: geo.Text{FR: "Typographie du nom", EN: "Typography of the name"},
			Basis: "Unicode; names are text without control characters",
		},
	}
}
