package postgis_test

import (
	"errors"
	"net"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"perimetre/data/store"
	"perimetre/data/store/postgis"
	"perimetre/data/store/storetest"
	"perimetre/internal/pgtest"
)

func TestOpenRefuses(t *testing.T) {
	tests := map[string]struct {
		prepare func(t *testing.T) (address string)
		kind    error
		says    string
	}{
		"an empty schema": {
			func(t *testing.T) string { return pgtest.Database(t) },
			store.ErrSchema, "it lacks 0001_edition.sql: run perimetre migrate --store",
		},
		"the tables of an older perimetre": {
			func(t *testing.T) string {
				address := migrated(t)
				pgtest.Query(t, address, `DELETE FROM perimetre_schema WHERE version = 4`)
				return address
			},
			store.ErrSchema, "it lacks 0004_list.sql: run perimetre migrate --store",
		},
		"the tables of a newer perimetre": {
			func(t *testing.T) string {
				address := migrated(t)
				pgtest.Query(t, address, `INSERT INTO perimetre_schema VALUES (99, '0099_later.sql', now())`)
				return address
			},
			store.ErrSchema, "is at version 99, this program knows 4: update perimetre",
		},
		"a search path without a schema": {
			func(t *testing.T) string { return with(t, pgtest.Database(t), "-csearch_path=nowhere") },
			store.ErrSchema, "create the schema first",
		},
		"a database that does not exist": {
			func(t *testing.T) string { return strings.Replace(migrated(t), "/postgres?", "/nowhere?", 1) },
			store.ErrUnavailable, "create the database, or check its name",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := postgis.Open(t.Context(), test.prepare(t))
			wantFailure(t, err, test.kind, test.says)
		})
	}
}

func TestUnreachableServer(t *testing.T) {
	silent, err := net.Listen("tcp", "127.0.0.1:0") // takes connections, says nothing
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed.Close()

	for name, at := range map[string]net.Addr{"a server that says nothing": silent.Addr(), "a closed port": closed.Addr()} {
		t.Run(name, func(t *testing.T) {
			_, port, err := net.SplitHostPort(at.String())
			if err != nil {
				t.Fatal(err)
			}
			start := time.Now()
			_, err = postgis.Open(t.Context(), "postgres://claire:s3cr3t@"+at.String()+"/france?sslmode=disable")
			if took := time.Since(start); took > 7*time.Second {
				t.Errorf("it took %v to say so", took)
			}
			wantFailure(t, err, store.ErrUnavailable,
				"PostgreSQL at 127.0.0.1, port "+port+", database france: does not answer", "check the address")
		})
	}
	t.Run("an address that cannot be read", func(t *testing.T) {
		_, err := postgis.Open(t.Context(), "postgres://claire:s3cr3t@host:port/france")
		wantFailure(t, err, store.ErrUnavailable, "the address cannot be read: write postgres://")
	})
}

func TestMigrate(t *testing.T) {
	t.Run("several processes may migrate at once", func(t *testing.T) {
		address := pgtest.Database(t)
		var processes sync.WaitGroup
		for range 4 {
			processes.Go(func() {
				if err := postgis.Migrate(t.Context(), address); err != nil {
					t.Error(err)
				}
			})
		}
		processes.Wait()
		if got := pgtest.Query(t, address, `SELECT string_agg(name, ' ' ORDER BY version) FROM perimetre_schema`); got != "0001_edition.sql 0002_view.sql 0003_repair.sql 0004_list.sql" {
			t.Errorf("migrations that ran: %s", got)
		}
	})
	t.Run("a schema that only reads is refused", func(t *testing.T) {
		address := with(t, pgtest.Database(t), "-cdefault_transaction_read_only=on")
		wantFailure(t, postgis.Migrate(t.Context(), address), store.ErrReadOnly, "of the primary server")
	})
}

// A database without PostGIS, and a role that may not create it, live outside the schema of a test.
func TestMigrateWithoutPostGIS(t *testing.T) {
	server := pgtest.Database(t)
	schema := pgtest.Query(t, server, `SELECT current_schema()`)
	role, database := schema+"_role", schema+"_bare"
	pgtest.Query(t, server, `CREATE ROLE `+role)
	pgtest.Query(t, server, `CREATE DATABASE `+database)
	t.Cleanup(func() {
		pgtest.Query(t, server, `DROP DATABASE `+database+` WITH (FORCE)`)
		pgtest.Query(t, server, `DROP ROLE `+role)
	})
	bare := strings.Replace(server, "/postgres?", "/"+database+"?", 1)

	err := postgis.Migrate(t.Context(), with(t, bare, "-csearch_path=public -crole="+role))
	wantFailure(t, err, store.ErrReadOnly, "run CREATE EXTENSION postgis in this database as an administrator")

	address := with(t, bare, "-csearch_path=public")
	if err := postgis.Migrate(t.Context(), address); err != nil {
		t.Fatal(err)
	}
	if _, err := open(t, address).Load(t.Context(), storetest.Atlas(t, storetest.Country()), nil); err != nil {
		t.Error(err)
	}
}

func TestLoadIntoReplica(t *testing.T) {
	address := migrated(t)
	s := open(t, with(t, address, "-csearch_path="+pgtest.Query(t, address, `SELECT current_schema()`)+",public -cdefault_transaction_read_only=on"))
	_, err := s.Load(t.Context(), storetest.Atlas(t, storetest.Country()), nil)
	wantFailure(t, err, store.ErrReadOnly, "give the address of the primary server")
	if _, err := s.Published(t.Context()); err != nil {
		t.Errorf("Published: %v, want it read", err)
	}
}

// with gives an address with other options.
func with(t *testing.T, address, options string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	query := u.Query()
	query.Set("options", options)
	u.RawQuery = strings.ReplaceAll(query.Encode(), "+", "%20")
	return u.String()
}

func wantFailure(t *testing.T, err, kind error, says ...string) {
	t.Helper()
	if !errors.Is(err, kind) {
		t.Errorf("got: %v\nwant: %v", err, kind)
		return
	}
	for _, text := range says {
		if !strings.Contains(err.Error(), text) {
			t.Errorf("got: %v\nwant it to say %q", err, text)
		}
	}
	if strings.Contains(err.Error(), "s3cr3t") {
		t.Errorf("the message holds the password: %v", err)
	}
}
