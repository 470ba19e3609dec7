package main

import (
	"errors"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

const (
	// Ten segments of Ethernet. Source: RFC 6928.
	firstWindow = 10 * 1460
	// The largest that Linux gives a connection by itself. Source: tcp(7), tcp_rmem.
	lastWindow = 6 * 1024 * 1024
	// Bytes that leave at once.
	atOnce = 16*1024 + 256 // a record of TLS
	// Pieces that are written by one call.
	mostTogether = 16
	// What a lane makes up for, when its clock came late.
	slack = 5 * time.Millisecond
)

// line is what all connections share.
type line struct {
	delay    time.Duration
	up, down *lane
}

// lane is one direction of the line.
type lane struct {
	bytesASecond float64
	mutex        sync.Mutex
	free         time.Time
}

func newLane(bytesASecond float64) *lane { return &lane{bytesASecond: bytesASecond} }

// send waits for its turn; it returns when the last byte has left.
func (l *lane) send(bytes int) {
	l.mutex.Lock()
	if earliest := time.Now().Add(-slack); l.free.Before(earliest) {
		l.free = earliest
	}
	l.free = l.free.Add(time.Duration(float64(bytes) / l.bytesASecond * float64(time.Second)))
	left := l.free
	l.mutex.Unlock()
	if wait := time.Until(left); wait > time.Millisecond {
		time.Sleep(wait)
	}
}

// connection is the far end of one: what is read there was sent by the near end some time ago.
type connection struct {
	net.Conn
	up   *io.PipeReader
	down *flight
}

func (l *line) connect(near net.Conn) *connection {
	up, arrives := io.Pipe()
	sent, answered := newFlight(l.up, l.delay), newFlight(l.down, l.delay)
	go func() {
		buffer := make([]byte, copied)
		for {
			count, err := near.Read(buffer)
			if _, failed := sent.Write(buffer[:count]); err != nil || failed != nil {
				sent.end()
				return
			}
		}
	}()
	go func() {
		sent.land(arrives)
		arrives.Close()
	}()
	go func() {
		answered.land(near)
		near.Close()
	}()
	return &connection{Conn: near, up: up, down: answered}
}

func (c *connection) Read(bytes []byte) (int, error)  { return c.up.Read(bytes) }
func (c *connection) Write(bytes []byte) (int, error) { return c.down.Write(bytes) }

// Close lets what is under way arrive.
func (c *connection) Close() error {
	c.up.Close()
	c.down.end()
	return nil
}

// Deadlines are those of the far end, which has none.
func (c *connection) SetDeadline(time.Time) error      { return nil }
func (c *connection) SetReadDeadline(time.Time) error  { return nil }
func (c *connection) SetWriteDeadline(time.Time) error { return nil }

// flight is one direction of one connection: as many bytes as its window lets.
type flight struct {
	lane   *lane
	delay  time.Duration
	pieces chan piece
	// Of what arrived: the sender knows of it after the delay.
	receipts chan receipt
	known    []receipt
	window   int
	flying   int
	broken   atomic.Bool
	once     sync.Once
}

type piece struct {
	bytes []byte
	due   time.Time
}

type receipt struct {
	bytes int
	due   time.Time
}

var errBroken = errors.New("the other end is gone")

func newFlight(lane *lane, delay time.Duration) *flight {
	const pieces = 1024
	return &flight{lane: lane, delay: delay, window: firstWindow, pieces: make(chan piece, pieces), receipts: make(chan receipt, 2*pieces+2)}
}

// Write is called by one sender.
func (f *flight) Write(bytes []byte) (int, error) {
	for rest := bytes; len(rest) > 0; {
		f.waitForRoom()
		if f.broken.Load() {
			return 0, errBroken
		}
		count := min(len(rest), atOnce, f.window-f.flying)
		f.lane.send(count)
		f.flying += count
		f.pieces <- piece{append(make([]byte, 0, count), rest[:count]...), time.Now().Add(f.delay)}
		rest = rest[count:]
	}
	return len(bytes), nil
}

// waitForRoom reads receipts: those that are there, and as many more as it takes.
func (f *flight) waitForRoom() {
	for {
		for more := true; more; {
			select {
			case receipt := <-f.receipts:
				f.known = append(f.known, receipt)
			default:
				more = false
			}
		}
		for len(f.known) > 0 && time.Until(f.known[0].due) <= 0 {
			f.flying -= f.known[0].bytes
			f.window = min(f.window+f.known[0].bytes, lastWindow)
			f.known = f.known[1:]
		}
		if f.flying < f.window {
			return
		}
		if len(f.known) == 0 {
			f.known = append(f.known, <-f.receipts)
		}
		time.Sleep(time.Until(f.known[0].due))
	}
}

// end says that nothing more is sent.
func (f *flight) end() { f.once.Do(func() { close(f.pieces) }) }

// land writes what arrives when it is due, together what is due together; to the end, even where nobody takes it.
func (f *flight) land(to io.Writer) {
	next, more := <-f.pieces
	for more {
		time.Sleep(time.Until(next.due))
		together, count, isTaken := net.Buffers{}, 0, false
		for more && len(together) < mostTogether && time.Until(next.due) <= 0 {
			together, count, isTaken = append(together, next.bytes), count+len(next.bytes), true
			if len(f.pieces) == 0 {
				break
			}
			next, more = <-f.pieces
			isTaken = false
		}
		if _, err := together.WriteTo(to); err != nil {
			f.broken.Store(true)
		}
		f.receipts <- receipt{count, time.Now().Add(f.delay)}
		if isTaken {
			next, more = <-f.pieces
		}
	}
}
