module perimetre

go 1.26.8
