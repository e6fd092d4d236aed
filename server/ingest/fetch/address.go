package fetch

import (
	"fmt"
	"net"
	"net/netip"
	"syscall"
)

// forbidden are the ranges that are not the public internet (IANA special
// purpose registries for IPv4, RFC 6890, and IPv6), multicast, and those in
// which an IPv4 address can hide.
var forbidden = prefixes(
	"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
	"192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24",
	"198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
	"::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "100:0:0:1::/64", "2001::/23", "2001:db8::/32", "2002::/16",
	"2620:4f:8000::/48", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
)

func prefixes(all ...string) []netip.Prefix {
	parsed := make([]netip.Prefix, len(all))
	for i, s := range all {
		parsed[i] = netip.MustParsePrefix(s)
	}
	return parsed
}

// Public reports whether an address belongs to the public internet.
func Public(a netip.Addr) bool {
	if !a.IsValid() || a.Zone() != "" {
		return false
	}
	a = a.Unmap()
	for _, p := range forbidden {
		if p.Contains(a) {
			return false
		}
	}
	return true
}

// refusedAddress is the error of a dial that was not let through.
type refusedAddress struct{ host string }

func (e *refusedAddress) Error() string {
	return fmt.Sprintf("%s is not an address of the public internet", e.host)
}

// control looks at the address that is about to be dialled.
func control(allowed func(netip.Addr) bool, ports []string) func(network, address string, _ syscall.RawConn) error {
	return func(network, address string, _ syscall.RawConn) error {
		host, port, err := net.SplitHostPort(address)
		if err != nil {
			return &refusedAddress{address}
		}
		ip, err := netip.ParseAddr(host)
		if err != nil || network != "tcp4" && network != "tcp6" || !allowed(ip) {
			return &refusedAddress{host}
		}
		for _, p := range ports {
			if p == port {
				return nil
			}
		}
		return &refusedAddress{address}
	}
}
