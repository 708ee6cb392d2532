package source

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
)

// Hashed is a [File] whose raw bytes are hashed as they are read: what is hashed is what was read. The zero value is not
// usable: [OpenHashed] makes one.
type Hashed struct {
	*File
	hash hash.Hash
}

// OpenHashed is [Open] for a file whose hash will be asked for.
func OpenHashed(path string) (*Hashed, error) {
	sum := sha256.New()
	f, err := open(path, sum)
	if err != nil {
		return nil, err
	}
	return &Hashed{f, sum}, nil
}

// SHA256 gives the hash of the raw file in hexadecimal. It reads whatever is left of the file, so it comes last.
func (h *Hashed) SHA256() (string, error) {
	if _, err := io.Copy(io.Discard, h.raw); err != nil {
		return "", fmt.Errorf("hash %s: %w", h.name, err)
	}
	return hex.EncodeToString(h.hash.Sum(nil)), nil
}
