package web

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestPanics(t *testing.T) {
	tests := []struct {
		name   string
		begun  string // written before the panic
		status int
		cut    bool // the client must see that the answer is not whole
	}{
		{"a panic before the answer is an internal error", "", http.StatusInternalServerError, false},
		{"a panic in the middle of the answer cuts it short", strings.Repeat("x", 1<<16), http.StatusOK, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := New(Config{Logger: slog.New(slog.DiscardHandler)})
			panics := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				if test.begun != "" {
					_, _ = io.WriteString(w, test.begun)
				}
				panic("boom")
			})
			server := httptest.NewServer(compress()(identify(s.observe(s.recover(panics)))))
			defer server.Close()
			request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL, nil)
			if err != nil {
				t.Fatal(err)
			}
			response, err := http.DefaultClient.Do(request)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = response.Body.Close() }()
			body, err := io.ReadAll(response.Body)
			if response.StatusCode != test.status || (err != nil) != test.cut {
				t.Errorf("status %d, read error %v; want status %d, cut %v", response.StatusCode, err, test.status, test.cut)
			}
			if strings.Contains(string(body), "boom") {
				t.Errorf("the answer tells the panic: %s", body)
			}
		})
	}
}
