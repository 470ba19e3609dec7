package main

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// client is a connection of an API server to a plugin, with its own caches: a second one is as good as a restarted API server.
type client interface {
	status(ctx context.Context) (any, error)
	encrypt(ctx context.Context, uid string, plaintext []byte) (any, error)
	decrypt(ctx context.Context, uid string, request command) ([]byte, error)
	// poll is what the API server does every minute: is the plugin healthy, and is there a new key?
	poll(ctx context.Context) (any, error)
	// write encrypts an object for etcd, read decrypts it again and says whether it should be written anew.
	write(ctx context.Context, object []byte) ([]byte, error)
	read(ctx context.Context, stored []byte) (object []byte, stale bool, err error)
	close()
}

type driver struct {
	lock    sync.Mutex
	clients map[string]client
}

func (d *driver) do(ctx context.Context, c command) (any, error) {
	if c.Do == "open" {
		return nil, d.open(ctx, c)
	}
	d.lock.Lock()
	client, found := d.clients[c.Name]
	d.lock.Unlock()
	if !found {
		return nil, fmt.Errorf("no client %q", c.Name)
	}
	switch c.Do {
	case "close":
		client.close()
		return nil, nil
	case "status":
		return client.status(ctx)
	case "encrypt":
		return client.encrypt(ctx, c.UID, c.Plaintext)
	case "decrypt":
		plaintext, err := client.decrypt(ctx, c.UID, c)
		return map[string]any{"plaintext": plaintext}, err
	case "decryptAll":
		return decryptAll(ctx, client, c), nil
	case "measure":
		return measure(ctx, client, c)
	case "poll":
		return client.poll(ctx)
	case "write":
		stored, err := client.write(ctx, c.Plaintext)
		return map[string]any{"stored": stored}, err
	case "read":
		object, stale, err := client.read(ctx, c.Stored)
		return map[string]any{"object": object, "stale": stale}, err
	}
	return nil, fmt.Errorf("no command %q", c.Do)
}

// open makes a client of the API "v1", "v2", or "raw", which is v2 with an :authority of one's own.
func (d *driver) open(ctx context.Context, c command) error {
	made, err := newClient(ctx, c, time.Duration(c.TimeoutMs)*time.Millisecond)
	if err != nil {
		return err
	}
	d.lock.Lock()
	defer d.lock.Unlock()
	d.clients[c.Name] = made
	return nil
}

func newClient(ctx context.Context, c command, timeout time.Duration) (client, error) {
	ctx, cancel := context.WithCancel(ctx)
	switch c.API {
	case "v1":
		return newV1(ctx, cancel, c.Endpoint, timeout)
	case "v2":
		return newV2(ctx, cancel, c.Name, c.Endpoint, timeout)
	case "raw":
		return newRaw(cancel, c.Endpoint, c.Authority, timeout)
	}
	cancel()
	return nil, fmt.Errorf("no API %q", c.API)
}

// decryptAll sends all ciphertexts at once, each with the same key id, and counts what comes back.
func decryptAll(ctx context.Context, client client, c command) any {
	var lock sync.Mutex
	var group sync.WaitGroup
	codes := map[string]int{}
	plaintexts := map[string]int{}
	started := time.Now()
	for index, ciphertext := range c.Ciphertexts {
		group.Add(1)
		go func() {
			defer group.Done()
			request := c
			request.Ciphertext = ciphertext
			plaintext, err := client.decrypt(ctx, fmt.Sprintf("%s-%d", c.UID, index), request)
			lock.Lock()
			defer lock.Unlock()
			if err == nil {
				codes["OK"]++
				plaintexts[string(plaintext)]++
			} else {
				codes[failureOf(err).Code]++
			}
		}()
	}
	group.Wait()
	return map[string]any{
		"codes": codes, "distinct": len(plaintexts), "ms": time.Since(started).Milliseconds(),
	}
}
