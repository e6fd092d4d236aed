package api_test

import (
	"encoding/json"
	"net/http/httptest"
	"strings"

	"github.com/stretchr/testify/require"

	"galley/annotations/wire"
)

func replacer(pairs ...string) *strings.Replacer { return strings.NewReplacer(pairs...) }

func encoded(t require.TestingT, v any) string {
	b, err := json.Marshal(v)
	require.NoError(t, err)
	return string(b)
}

func problemOf(t require.TestingT, w *httptest.ResponseRecorder) wire.Problem {
	var p wire.Problem
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &p), w.Body.String())
	return p
}
