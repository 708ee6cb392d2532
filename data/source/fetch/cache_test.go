package fetch

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestWhatIsInTheCacheIsNotFetchedAgain(t *testing.T) {
	raw := noise(1)
	s := serve(t, file(raw, `"1"`))
	f, _ := fetcher(t)
	first, err := f.Fetch(t.Context(), s.source())
	if err != nil {
		t.Fatal(err)
	}
	f.Now = func() time.Time { return now().AddDate(1, 0, 0) }
	f.Offline = true
	again, err := f.Fetch(t.Context(), s.source())
	if err != nil {
		t.Fatal(err)
	}
	wantFile(t, f, again, raw)
	if again.State != Cached || len(s.ranges()) != 1 || f.Look(s.source()) != Cached {
		t.Errorf("%s after %d requests", again.State, len(s.ranges()))
	}

	moved := s.source()
	moved.URL += "?new"
	wantError(t, f, moved, "comes from "+s.URL+"/a.csv where the manifest says "+moved.URL+": remove it to fetch it again")
	moved.SHA256 = sum(raw) // it is known to be the same
	if _, err := f.Fetch(t.Context(), moved); err != nil {
		t.Error(err)
	}
	moved.SHA256 = sum(noise(2))
	wantError(t, f, moved, "has the sha256 "+sum(raw)+" where the manifest says "+sum(noise(2))+": remove it")

	if err := os.WriteFile(first.Path, []byte("changed"), 0o600); err != nil {
		t.Fatal(err)
	}
	wantError(t, f, s.source(), "changed since 2026-03-01: its sha256 is "+sum([]byte("changed"))+" and was "+sum(raw)+": remove it to fetch it again")
}

func wantError(t *testing.T, f *Fetcher, s Source, want string) {
	t.Helper()
	if _, err := f.Fetch(t.Context(), s); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("error %v, want one that says %q", err, want)
	}
}

func TestAFileThatThePublisherReplacedIsTold(t *testing.T) {
	s := serve(t, file(noise(1), `"1"`), file(noise(2), `"2"`))
	f, _ := fetcher(t)
	first, err := f.Fetch(t.Context(), s.source())
	if err != nil || first.Former != "" {
		t.Fatalf("%v, formerly %q", err, first.Former)
	}
	if err := os.Remove(first.Path); err != nil {
		t.Fatal(err)
	}
	second, err := f.Fetch(t.Context(), s.source())
	if err != nil {
		t.Fatal(err)
	}
	wantFile(t, f, second, noise(2))
	if second.Former != sum(noise(1)) {
		t.Errorf("formerly %q", second.Former)
	}
}

func TestAFileIsPutByHand(t *testing.T) {
	f, _ := fetcher(t)
	s := Source{ID: "a", Page: "https://publisher.invalid/a", File: "a.csv", MaxMiB: 1}
	wantError(t, f, s, "download it by hand from https://publisher.invalid/a and save it as "+f.Path(s))
	if got := f.Look(s); got != ByHand {
		t.Errorf("it is %s", got)
	}
	if err := os.WriteFile(f.Path(s), noise(1), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, want := range []State{Found, Cached} {
		got, err := f.Fetch(t.Context(), s)
		if err != nil {
			t.Fatal(err)
		}
		wantFile(t, f, got, noise(1))
		if got.State != want {
			t.Errorf("it is %s, want %s", got.State, want)
		}
	}
}

func TestOfflineNoServerIsReached(t *testing.T) {
	s := serve(t, file(noise(1), ""))
	f, _ := fetcher(t)
	f.Offline = true
	wantError(t, f, s.source(), "is absent: fetch it without --offline, or download it by hand from https://publisher.invalid/a")
	if len(s.ranges()) > 0 || f.Look(s.source()) != Absent {
		t.Errorf("%d requests", len(s.ranges()))
	}
}

func TestEachSourceKeepsItsEntry(t *testing.T) {
	s := serve(t, file(noise(1), ""))
	f, _ := fetcher(t)
	for _, id := range []string{"c", "a", "b"} {
		source := s.source()
		source.ID, source.File = id, id+".csv"
		if _, err := f.Fetch(t.Context(), source); err != nil {
			t.Fatal(err)
		}
	}
	l, err := readLock(f.Folder)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, e := range l.Sources {
		ids = append(ids, e.ID)
	}
	if diff := cmp.Diff([]string{"a", "b", "c"}, ids); diff != "" {
		t.Error(diff)
	}
	if err := os.WriteFile(filepath.Join(f.Folder, lockFile), []byte("sources: 3"), 0o600); err != nil {
		t.Fatal(err)
	}
	wantError(t, f, s.source(), lockFile+" cannot be read: remove it, and fetch again")
}
