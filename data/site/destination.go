package site

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// errCredentials is about an address that histories of shells and logs keep.
var errCredentials = errors.New("an address has no room for credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment")

// open opens a destination, and makes a folder where its files are made.
func open(ctx context.Context, destination string) (place, string, error) {
	scheme, _, isAddress := strings.Cut(destination, "://")
	if !isAddress {
		if s, _, short := strings.Cut(destination, ":"); short && (s == "s3" || s == "file") {
			return nil, "", fmt.Errorf("%s: write s3://bucket/path or file:///path, or ./%[1]s for a folder of that name", destination)
		}
		return openFolder(destination)
	}
	plain, err := url.QueryUnescape(destination) // an address may be a parameter of another
	if strings.Contains(destination+plain, "@") {
		return nil, "", errCredentials // nothing else is said, lest it repeats them
	}
	address, failure := url.Parse(destination)
	switch {
	case err != nil || failure != nil:
		return nil, "", fmt.Errorf("%q is no address: give a folder, file:///path or s3://bucket/path", destination)
	case scheme == "file" && address.Host == "" && address.RawQuery == "":
		return openFolder(filepath.FromSlash(address.Path))
	case scheme == "file":
		return nil, "", fmt.Errorf("%s: write file:///path, with nothing before the path and nothing after", destination)
	case scheme != "s3":
		return nil, "", fmt.Errorf("%s: nothing is known of stores of objects by %s: give a folder, file:///path or s3://bucket/path", destination, scheme)
	case address.Host == "":
		return nil, "", fmt.Errorf("%s names no bucket: write s3://bucket/path", destination)
	}
	b, err := openBucket(ctx, address)
	if err != nil {
		return nil, "", fmt.Errorf("%s: %w", destination, err)
	}
	stage, err := os.MkdirTemp("", "perimetre-*")
	if err != nil {
		return nil, "", errors.Join(err, b.close())
	}
	return b, stage, nil
}
