package main

import (
	"bytes"
	"io"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestProgressIsALineThatGoesAgain(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	p := &progress{w: &b}
	p.step(1)
	p.step(2)
	require.Equal(t, "\r\x1b[K1 documents", b.String(), "not faster than anybody reads")
	p.clear()
	p.clear()
	require.Equal(t, "\r\x1b[K1 documents\r\x1b[K", b.String())
}

func TestNobodyAtATerminalSeesNoProgress(t *testing.T) {
	t.Parallel()
	f, err := os.Create(t.TempDir() + "/log")
	require.NoError(t, err)
	defer f.Close()
	for _, w := range []io.Writer{&bytes.Buffer{}, f} {
		p := newProgress(w, w, false)
		require.Nil(t, p)
		p.step(1)
		p.clear()
	}
}
