package negotiate

import "strings"

// Match tells whether a client holds an answer already, by the lines of its If-None-Match field and the opaque part of the
// answer's entity tag. Tags are compared weakly, as section 13.1.2 asks. What follows a malformed tag is not read: the answer
// is then sent, which is never wrong.
func Match(lines []string, opaque string) bool {
	for _, line := range lines {
		for {
			if line = strings.TrimLeft(line, " \t,"); line == "" {
				break
			}
			if strings.TrimRight(line, " \t") == "*" {
				return true
			}
			quoted, isQuoted := strings.CutPrefix(strings.TrimPrefix(line, "W/"), `"`)
			tag, rest, isClosed := strings.Cut(quoted, `"`)
			if !isQuoted || !isClosed {
				break
			}
			if tag == opaque {
				return true
			}
			line = rest
		}
	}
	return false
}
