// A line to a region that is some way off: TLS, so many milliseconds from here to there and back, and so many bits a second in each direction for all connections
// together. Connections begin as TCP's do, with ten segments that double each round trip; nothing is lost, and no segment has a header.
// Arguments: file for the certificate that it answers with, then HOST:PORT of each server at its end. Prints the port of each on loopback, as JSON.
package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"flag"
	"io"
	"log"
	"math/big"
	"net"
	"os"
	"time"
)

// Bytes that are handed on at once between a connection and the server.
const copied = 256 * 1024

func main() {
	roundTrip := flag.Duration("round-trip", 20*time.Millisecond, "")
	rate := flag.Float64("bits-a-second", 1e9, "")
	flag.Parse()
	certificate := selfSigned(flag.Arg(0))
	line := &line{delay: *roundTrip / 2, up: newLane(*rate / 8), down: newLane(*rate / 8)}
	ports := []int{}
	for _, server := range flag.Args()[1:] {
		listener := must(net.Listen("tcp", "127.0.0.1:0"))
		ports = append(ports, listener.Addr().(*net.TCPAddr).Port)
		go serve(listener, line, &tls.Config{Certificates: []tls.Certificate{certificate}}, server)
	}
	must(0, json.NewEncoder(os.Stdout).Encode(ports))
	select {}
}

func serve(listener net.Listener, line *line, config *tls.Config, server string) {
	for {
		near := must(listener.Accept())
		go func() {
			time.Sleep(2 * line.delay) // SYN and its answer
			join(tls.Server(line.connect(near), config), server)
		}()
	}
}

// join hands on what comes until both sides are through.
func join(client *tls.Conn, address string) {
	defer client.Close()
	server, err := net.Dial("tcp", address)
	if err != nil {
		return
	}
	defer server.Close()
	go func() {
		hand(server, client)
		server.(*net.TCPConn).CloseWrite()
	}()
	hand(client, server)
}

// hand copies with large buffers, which io.Copy leaves to connections otherwise.
func hand(to io.Writer, from io.Reader) {
	io.CopyBuffer(struct{ io.Writer }{to}, struct{ io.Reader }{from}, make([]byte, copied))
}

// selfSigned makes a certificate for loopback, valid for a day, and writes it where clients read which CA to trust.
func selfSigned(file string) tls.Certificate {
	key := must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
	about := x509.Certificate{
		SerialNumber:          big.NewInt(time.Now().UnixNano()),
		Subject:               pkix.Name{CommonName: "far line"},
		IPAddresses:           []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore:             time.Now().Add(-time.Hour),
		NotAfter:              time.Now().Add(24 * time.Hour),
		KeyUsage:              x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		BasicConstraintsValid: true,
		IsCA:                  true,
	}
	der := must(x509.CreateCertificate(rand.Reader, &about, &about, &key.PublicKey, key))
	must(0, os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600))
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}
