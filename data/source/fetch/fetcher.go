package fetch

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"
)

// Fetcher brings sources into a folder. [New] makes one; its fields may be changed before it is used, by one goroutine.
type Fetcher struct {
	Folder   string // where files are kept, made when it is absent
	Offline  bool   // take what is there, and reach no server
	Client   *http.Client
	Now      func() time.Time
	Sleep    func(context.Context, time.Duration) error // returns early, with an error, when the context ends
	Stall    time.Duration                              // a server that gives no byte for so long is left
	Progress func(id string, done, total int64)         // bytes; total is 0 when it is not known
}

// New makes a fetcher that goes through the proxy of the environment (HTTPS_PROXY, HTTP_PROXY, NO_PROXY).
func New(folder string) *Fetcher {
	dialer := &net.Dialer{Timeout: 15 * time.Second}
	return &Fetcher{
		Folder: folder,
		Client: &http.Client{
			Transport: &http.Transport{
				Proxy: http.ProxyFromEnvironment, DialContext: dialer.DialContext, ForceAttemptHTTP2: true,
				TLSHandshakeTimeout: 15 * time.Second, ResponseHeaderTimeout: time.Minute,
				DisableCompression: true, // ranges are of the file, not of a packed form
			},
			CheckRedirect: redirect,
		},
		Now:      time.Now,
		Sleep:    sleep,
		Stall:    time.Minute,
		Progress: func(string, int64, int64) {},
	}
}

// errRedirects is a redirection that is not followed.
var errRedirects = errors.New("it redirects")

// redirect follows a server elsewhere, but never to where anyone on the way can change the file.
func redirect(request *http.Request, via []*http.Request) error {
	if len(via) >= 10 {
		return fmt.Errorf("%w over ten times", errRedirects)
	}
	if via[0].URL.Scheme == "https" && request.URL.Scheme != "https" {
		return fmt.Errorf("%w to %s, which is not encrypted", errRedirects, request.URL.Redacted())
	}
	return nil
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// State is how a source came into the cache, or why it is not there.
type State string

// The states of a source.
const (
	Downloaded State = "downloaded" // just now
	Cached     State = "cached"     // it was there, and is what the lock file says
	Found      State = "found"      // it was there, put by hand, and is in the lock file now
	Absent     State = "absent"     // it can be fetched
	ByHand     State = "by-hand"    // it is absent, and has no address
)

// Fetched is a source that is in the cache.
type Fetched struct {
	Entry
	Path   string
	State  State
	Former string // the SHA-256 that the lock file had, when the publisher now gives another file
}

// Path says where the file of a source is, or is to be put by hand.
func (f *Fetcher) Path(s Source) string { return filepath.Join(f.Folder, s.File) }

// Look tells without a hash whether a source is there.
func (f *Fetcher) Look(s Source) State {
	if _, err := os.Stat(f.Path(s)); err == nil {
		return Cached
	}
	if s.URL == "" {
		return ByHand
	}
	return Absent
}

// Fetch gives the file of a source, downloaded unless it is in the cache. A file that is there is hashed, whatever its size.
func (f *Fetcher) Fetch(ctx context.Context, s Source) (Fetched, error) {
	fetched, err := f.fetch(ctx, s)
	if err != nil {
		return Fetched{}, fmt.Errorf("%s: %w", s.ID, err)
	}
	return fetched, nil
}

func (f *Fetcher) fetch(ctx context.Context, s Source) (Fetched, error) {
	if err := os.MkdirAll(f.Folder, 0o755); err != nil {
		return Fetched{}, err
	}
	l, err := readLock(f.Folder)
	if err != nil {
		return Fetched{}, err
	}
	known, locked := l.entry(s.ID)
	path := f.Path(s)
	sum, size, err := hash(path)
	if err == nil {
		return f.cached(s, known, locked, sum, size)
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return Fetched{}, err
	}
	if s.URL == "" {
		return Fetched{}, fmt.Errorf("no address of the file is known: download it by hand from %s and save it as %s", s.Page, path)
	}
	if f.Offline {
		return Fetched{}, fmt.Errorf("%s is absent: fetch it without --offline, or download it by hand from %s", path, s.Page)
	}
	entry, err := f.download(ctx, s, path)
	if err != nil {
		return Fetched{}, err
	}
	fetched := Fetched{Entry: entry, Path: path, State: Downloaded}
	if locked && known.SHA256 != entry.SHA256 {
		fetched.Former = known.SHA256
	}
	return fetched, put(f.Folder, entry)
}

// cached judges a file that is there.
func (f *Fetcher) cached(s Source, known Entry, locked bool, sum string, size int64) (Fetched, error) {
	path := f.Path(s)
	locked = locked && known.File == s.File
	switch {
	case s.SHA256 != "" && sum != s.SHA256:
		return Fetched{}, fmt.Errorf("%s has the sha256 %s where the manifest says %s: remove it to fetch it again", path, sum, s.SHA256)
	case locked && sum == known.SHA256 && (known.URL == s.URL || known.URL == "" || s.SHA256 != ""):
		return Fetched{Entry: known, Path: path, State: Cached}, nil
	case locked && sum == known.SHA256:
		return Fetched{}, fmt.Errorf("%s comes from %s where the manifest says %s: remove it to fetch it again", path, known.URL, s.URL)
	case locked && s.SHA256 == "":
		return Fetched{}, fmt.Errorf("%s changed since %s: its sha256 is %s and was %s: remove it to fetch it again",
			path, known.FetchedAt.Format(time.DateOnly), sum, known.SHA256)
	}
	entry := Entry{ID: s.ID, File: s.File, SHA256: sum, Size: size, FetchedAt: f.Now().UTC().Truncate(time.Second)}
	return Fetched{Entry: entry, Path: path, State: Found}, put(f.Folder, entry)
}

// hash gives the SHA-256 and the size of a file.
func hash(path string) (sum string, size int64, err error) {
	file, err := os.Open(path)
	if err != nil {
		return "", 0, err
	}
	defer file.Close()
	h := sha256.New()
	if size, err = io.Copy(h, file); err != nil {
		return "", 0, fmt.Errorf("hash %s: %w", path, err)
	}
	return hex.EncodeToString(h.Sum(nil)), size, nil
}
