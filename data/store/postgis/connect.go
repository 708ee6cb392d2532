package postgis

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/pgxpool"

	"perimetre/data/store"
)

// patience is how long a server may take to answer at first.
const patience = 5 * time.Second

// server is a database that answers, whatever it holds.
type server struct {
	pool *pgxpool.Pool
	name string // host, port and database, for messages
}

func connect(ctx context.Context, address string) (*server, error) {
	config, err := pgxpool.ParseConfig(address)
	if err != nil {
		return nil, &store.Error{
			Store: "PostgreSQL", Kind: store.ErrUnavailable, Cause: errors.New("the address cannot be read"),
			Mend: "write postgres://user:password@host:port/database, with %40 for @ and %2F for / in the password",
		}
	}
	if config.ConnConfig.ConnectTimeout == 0 {
		config.ConnConfig.ConnectTimeout = patience
	}
	config.AfterConnect = registerGeometry
	s := &server{name: fmt.Sprintf("PostgreSQL at %s, port %d, database %s",
		config.ConnConfig.Host, config.ConnConfig.Port, config.ConnConfig.Database)}
	if s.pool, err = pgxpool.NewWithConfig(ctx, config); err != nil {
		return nil, s.explain(err)
	}
	first, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if err := s.pool.Ping(first); err != nil {
		s.pool.Close()
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, s.explain(err)
	}
	return s, nil
}

const selectGeometryType = `SELECT coalesce(to_regtype('geometry')::oid, 0)`

// registerGeometry teaches a connection that a geometry is bytes, EWKB both ways. Without PostGIS there is none yet.
func registerGeometry(ctx context.Context, conn *pgx.Conn) error {
	var oid uint32
	if err := conn.QueryRow(ctx, selectGeometryType).Scan(&oid); err != nil {
		return err
	}
	if oid != 0 {
		conn.TypeMap().RegisterType(&pgtype.Type{Name: "geometry", OID: oid, Codec: pgtype.ByteaCodec{}})
	}
	return nil
}

func (s *server) failure(kind, cause error, mend string) error {
	return &store.Error{Store: s.name, Kind: kind, Cause: cause, Mend: mend}
}

// explain says what an error of PostgreSQL means for a person:
// https://www.postgresql.org/docs/current/errcodes-appendix.html.
func (s *server) explain(err error) error {
	var (
		answer  *pgconn.PgError
		connect *pgconn.ConnectError
		known   *store.Error
	)
	switch {
	case err == nil, errors.As(err, &known):
		return err
	case errors.As(err, &answer):
		return s.explainCode(answer.Code, err)
	case errors.As(err, &connect), pgconn.Timeout(err), errors.Is(err, context.DeadlineExceeded):
		return s.failure(store.ErrUnavailable, err, "check the address, and that the server runs and lets this machine in")
	case pgconn.SafeToRetry(err):
		return s.failure(store.ErrUnavailable, err, "check that the server still runs, and try again")
	default:
		return fmt.Errorf("%s: %w", s.name, err)
	}
}

func (s *server) explainCode(code string, err error) error {
	switch code {
	case "28000", "28P01": // invalid_authorization_specification, invalid_password
		return s.failure(store.ErrUnavailable, err, "check the user and the password")
	case "3D000": // invalid_catalog_name
		return s.failure(store.ErrUnavailable, err, "create the database, or check its name")
	case "57P01", "57P02", "57P03", "53300": // admin_shutdown, crash_shutdown, cannot_connect_now, too_many_connections
		return s.failure(store.ErrUnavailable, err, "wait for the server, and try again")
	case "25006": // read_only_sql_transaction
		return s.failure(store.ErrReadOnly, err, "give the address of the primary server, not of a replica")
	case "42501": // insufficient_privilege
		return s.failure(store.ErrReadOnly, err, "grant the rights to this user, or connect as another one")
	case "53100": // disk_full
		return s.failure(store.ErrReadOnly, err, "make room on the disk of the server and try again")
	default:
		return fmt.Errorf("%s: %w", s.name, err)
	}
}
