package main

import (
	"bytes"
	"context"
	"crypto/cipher"
	"errors"
	"fmt"
	"time"

	"k8s.io/apiserver/pkg/storage/value"
	aestransformer "k8s.io/apiserver/pkg/storage/value/encrypt/aes"
	"k8s.io/apiserver/pkg/storage/value/encrypt/envelope"
)

var errNoV2 = errors.New("KMS v1 has no Status")

// v1 is an API server that is configured with KMS v1: one data key for each object, none cached, so that each read asks the plugin.
type v1 struct {
	service     envelope.Service
	transformer value.Transformer
	close_      context.CancelFunc
}

func newV1(ctx context.Context, cancel context.CancelFunc, endpoint string, timeout time.Duration) (client, error) {
	service, err := envelope.NewGRPCService(ctx, endpoint, timeout)
	if err != nil {
		cancel()
		return nil, err
	}
	gcm := func(block cipher.Block) (value.Transformer, error) { return aestransformer.NewGCMTransformer(block) }
	return &v1{service, envelope.NewEnvelopeTransformer(service, 0, gcm), cancel}, nil
}

func (c *v1) close() { c.close_() }

func (c *v1) status(context.Context) (any, error) { return nil, errNoV2 }

func (c *v1) encrypt(_ context.Context, _ string, plaintext []byte) (any, error) {
	ciphertext, err := c.service.Encrypt(plaintext)
	return map[string]any{"ciphertext": ciphertext}, err
}

func (c *v1) decrypt(_ context.Context, _ string, r command) ([]byte, error) {
	return c.service.Decrypt(r.Ciphertext)
}

// poll is the API server's health check for v1: what was encrypted must come back.
func (c *v1) poll(context.Context) (any, error) {
	ciphertext, err := c.service.Encrypt([]byte("ping"))
	if err != nil {
		return nil, err
	}
	plaintext, err := c.service.Decrypt(ciphertext)
	if err == nil && !bytes.Equal(plaintext, []byte("ping")) {
		err = fmt.Errorf("got something else than was encrypted")
	}
	return nil, err
}

func (c *v1) write(ctx context.Context, object []byte) ([]byte, error) {
	return c.transformer.TransformToStorage(ctx, object, dataContext)
}

func (c *v1) read(ctx context.Context, stored []byte) ([]byte, bool, error) {
	return c.transformer.TransformFromStorage(ctx, stored, dataContext)
}
