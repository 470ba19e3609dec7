package main

import (
	"context"
	"crypto/rand"
	"sync"
	"time"
)

// measure calls Encrypt or Decrypt count times, parallel of them at a time, and returns how long each took, in milliseconds. Decrypt takes
// the ciphertexts in turn.
func measure(ctx context.Context, client client, c command) (any, error) {
	took := make([]float64, c.Count)
	indices := make(chan int)
	var failed error
	var once sync.Once
	var group sync.WaitGroup
	started := time.Now()
	for range c.Parallel {
		group.Add(1)
		go func() {
			defer group.Done()
			for index := range indices {
				began := time.Now()
				if err := callOnce(ctx, client, c, index); err != nil {
					once.Do(func() { failed = err })
				}
				took[index] = float64(time.Since(began).Microseconds()) / 1000
			}
		}()
	}
	for index := range c.Count {
		indices <- index
	}
	close(indices)
	group.Wait()
	if failed != nil {
		return nil, failed
	}
	return map[string]any{"ms": took, "totalMs": float64(time.Since(started).Microseconds()) / 1000}, nil
}

func callOnce(ctx context.Context, client client, c command, index int) error {
	if c.Operation == "encrypt" {
		plaintext := make([]byte, 32)
		_, _ = rand.Read(plaintext)
		_, err := client.encrypt(ctx, "measure", plaintext)
		return err
	}
	c.Ciphertext = c.Ciphertexts[index%len(c.Ciphertexts)]
	_, err := client.decrypt(ctx, "measure", c)
	return err
}
