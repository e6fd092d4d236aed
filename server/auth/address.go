package auth

import (
	"net"
	"strconv"
	"strings"

	"galley/annotations"
)

// CheckAddress refuses an address (host:port) that a server without TLS must
// not listen on: anything but loopback. The name localhost counts as loopback.
// Returns invalid saying what to write instead.
func CheckAddress(addr string) error {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return annotations.Errorf(annotations.Invalid, "bad_address", "addr", "%q is not HOST:PORT, such as 127.0.0.1:8080", addr)
	}
	if n, err := strconv.ParseUint(port, 10, 16); err != nil || n > 65535 {
		return annotations.Errorf(annotations.Invalid, "bad_address", "addr", "%q is not a port from 0 to 65535", port)
	}
	if strings.EqualFold(host, "localhost") {
		return nil
	}
	if ip := net.ParseIP(host); ip != nil && ip.IsLoopback() {
		return nil
	}
	where := host
	if where == "" {
		where = "every network interface"
	}
	return annotations.Errorf(annotations.Invalid, "not_loopback", "addr",
		"without TLS the server listens on this machine only, not on %s: use 127.0.0.1:%s, and a tunnel or a proxy with TLS for others", where, port)
}
