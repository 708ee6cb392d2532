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
		name  string
		begun string // written before the panic
		whole bool   // whether the client sees an answer to its end
	}{
		{"a panic before the answer is an internal error", "", true},
		{"a panic in the middle of the answer cuts it short", strings.Repeat("x", 1<<16), false},
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
			status, body, err := fetch(t, server.URL)
			if (err == nil) != test.whole {
				t.Fatalf("read error %v", err)
			}
			if test.whole && status != http.StatusInternalServerError {
				t.Errorf("status %d", status)
			}
			if strings.Contains(body, "boom") {
				t.Errorf("the answer tells the panic: %s", body)
			}
		})
	}
}

func fetch(t *testing.T, address string) (status int, body string, err error) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, "", err
	}
	defer func() { _ = response.Body.Close() }()
	read, err := io.ReadAll(response.Body)
	return response.StatusCode, string(read), err
}
