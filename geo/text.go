package geo

// Text is a sentence for people, in French and in English.
type Text struct {
	FR string `json:"fr"`
	EN string `json:"en"`
}
