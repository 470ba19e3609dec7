package main

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"k8s.io/apimachinery/pkg/util/uuid"
	"k8s.io/apiserver/pkg/storage/value"
	"k8s.io/apiserver/pkg/storage/value/encrypt/envelope/kmsv2"
	kmstypes "k8s.io/apiserver/pkg/storage/value/encrypt/envelope/kmsv2/v2"
	kmsservice "k8s.io/kms/pkg/service"
)

// How long a seed may be written with while the plugin is not healthy. Source: k8s.io/apiserver, server/options/encryptionconfig.
const writeTTL = 3 * time.Minute

// dataContext stands for the path of an object in etcd, which its encryption is bound to.
var dataContext = value.DefaultContext("/registry/secrets/default/driver")

// v2 is an API server that is configured with KMS v2. Service and transformer are the API server's own; the state between them, which it
// keeps in unexported code beside its configuration (isKMSv2ProviderHealthyAndMaybeRotateDEK), is written here after the same rules.
type v2 struct {
	service     kmsservice.Service
	transformer value.Transformer
	name        string
	// The first version that Status said: it must not change.
	version string
	state   atomic.Pointer[kmsv2.State]
	close_  context.CancelFunc
}

func newV2(ctx context.Context, cancel context.CancelFunc, name, endpoint string, timeout time.Duration) (client, error) {
	service, err := kmsv2.NewGRPCService(ctx, endpoint, name, timeout)
	if err != nil {
		cancel()
		return nil, err
	}
	c := &v2{service: service, name: name, close_: cancel}
	c.transformer = kmsv2.NewEnvelopeTransformer(service, name, c.current, "driver")
	return c, nil
}

func (c *v2) close() { c.close_() }

func (c *v2) status(ctx context.Context) (any, error) {
	s, err := c.service.Status(ctx)
	if err != nil {
		return nil, err
	}
	return map[string]any{"version": s.Version, "healthz": s.Healthz, "keyId": s.KeyID}, nil
}

func (c *v2) encrypt(ctx context.Context, uid string, plaintext []byte) (any, error) {
	e, err := c.service.Encrypt(ctx, uid, plaintext)
	if err != nil {
		return nil, err
	}
	// The API server's own check of what goes into etcd.
	problem := ""
	if err := kmsv2.ValidateEncryptedObject(&kmstypes.EncryptedObject{
		KeyID: e.KeyID, EncryptedDEKSource: e.Ciphertext, Annotations: e.Annotations, EncryptedData: []byte{0},
	}); err != nil {
		problem = err.Error()
	}
	return map[string]any{
		"ciphertext": e.Ciphertext, "keyId": e.KeyID, "annotations": e.Annotations, "problem": problem,
	}, nil
}

func (c *v2) decrypt(ctx context.Context, uid string, r command) ([]byte, error) {
	return c.service.Decrypt(ctx, uid, &kmsservice.DecryptRequest{
		Ciphertext: r.Ciphertext, KeyID: r.KeyID, Annotations: r.Annotations,
	})
}

func (c *v2) current() (kmsv2.State, error) {
	state := c.state.Load()
	if state == nil {
		return kmsv2.State{}, fmt.Errorf("no successful poll yet")
	}
	return *state, nil
}

// poll returns whether there is a new seed, and the key id it is encrypted with. The error is what the API server's healthz would say.
func (c *v2) poll(ctx context.Context) (any, error) {
	s, err := c.service.Status(ctx)
	if err != nil {
		return nil, fmt.Errorf("failed to perform status section of the healthz check: %w", err)
	}
	if s.Healthz != "ok" {
		return nil, fmt.Errorf("got unexpected healthz status: %s", s.Healthz)
	}
	if s.Version != kmsv2.KMSAPIVersionv2 && s.Version != kmsv2.KMSAPIVersionv2beta1 {
		return nil, fmt.Errorf("expected KMSv2 API version, got %s", s.Version)
	}
	if c.version == "" {
		c.version = s.Version
	}
	if c.version != s.Version {
		return nil, fmt.Errorf("KMSv2 API version should not change after the initial status response version %s, got %s", c.version, s.Version)
	}
	if _, err := kmsv2.ValidateKeyID(s.KeyID); err != nil {
		return nil, err
	}
	rotated, err := c.rotate(ctx, s.KeyID)
	return map[string]any{"rotated": rotated, "keyId": s.KeyID}, err
}

// rotate makes a new seed when the key id is another than the one of the current seed.
func (c *v2) rotate(ctx context.Context, keyID string) (bool, error) {
	expires := time.Now().Add(writeTTL)
	if state, err := c.current(); err == nil && state.EncryptedObjectKeyID == keyID {
		state.ExpirationTimestamp = expires
		c.state.Store(&state)
		return false, nil
	}
	uid := string(uuid.NewUUID())
	transformer, object, cacheKey, err := kmsv2.GenerateTransformer(ctx, uid, c.service, true)
	if err != nil {
		return false, err
	}
	if object.KeyID != keyID {
		return false, fmt.Errorf("Status and Encrypt disagree about the key id: %q and %q", keyID, object.KeyID)
	}
	c.state.Store(&kmsv2.State{
		Transformer:                           transformer,
		EncryptedObjectKeyID:                  object.KeyID,
		EncryptedObjectEncryptedDEKSource:     object.EncryptedDEKSource,
		EncryptedObjectAnnotations:            object.Annotations,
		EncryptedObjectEncryptedDEKSourceType: object.EncryptedDEKSourceType,
		UID:                                   uid,
		ExpirationTimestamp:                   expires,
		CacheKey:                              cacheKey,
		KMSProviderName:                       c.name,
	})
	return true, nil
}

func (c *v2) write(ctx context.Context, object []byte) ([]byte, error) {
	return c.transformer.TransformToStorage(ctx, object, dataContext)
}

func (c *v2) read(ctx context.Context, stored []byte) ([]byte, bool, error) {
	return c.transformer.TransformFromStorage(ctx, stored, dataContext)
}
