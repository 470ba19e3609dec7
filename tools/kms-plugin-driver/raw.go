package main

import (
	"context"
	"errors"
	"net"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	kmsapi "k8s.io/kms/apis/v2"
	"k8s.io/kms/pkg/util"
)

var errNotRaw = errors.New("a raw client has Status, Encrypt and Decrypt only")

// raw is a Go client with an :authority of its own. The API server's v2 client sends "localhost", the v1 client what gRPC makes of the
// socket's path, and older or other clients the path itself.
type raw struct {
	connection *grpc.ClientConn
	client     kmsapi.KeyManagementServiceClient
	timeout    time.Duration
	close_     context.CancelFunc
}

func newRaw(cancel context.CancelFunc, endpoint, authority string, timeout time.Duration) (client, error) {
	path, err := util.ParseEndpoint(endpoint)
	if err != nil {
		cancel()
		return nil, err
	}
	dial := func(context.Context, string) (net.Conn, error) {
		return net.DialUnix("unix", nil, &net.UnixAddr{Name: path})
	}
	options := []grpc.DialOption{grpc.WithTransportCredentials(insecure.NewCredentials()), grpc.WithContextDialer(dial)}
	if authority != "" {
		options = append(options, grpc.WithAuthority(authority))
	}
	connection, err := grpc.NewClient("passthrough:///"+path, options...)
	if err != nil {
		cancel()
		return nil, err
	}
	return &raw{connection, kmsapi.NewKeyManagementServiceClient(connection), timeout, cancel}, nil
}

func (c *raw) close() {
	_ = c.connection.Close()
	c.close_()
}

func (c *raw) status(ctx context.Context) (any, error) {
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	s, err := c.client.Status(ctx, &kmsapi.StatusRequest{})
	if err != nil {
		return nil, err
	}
	return map[string]any{"version": s.Version, "healthz": s.Healthz, "keyId": s.KeyId}, nil
}

func (c *raw) encrypt(ctx context.Context, uid string, plaintext []byte) (any, error) {
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	e, err := c.client.Encrypt(ctx, &kmsapi.EncryptRequest{Uid: uid, Plaintext: plaintext})
	if err != nil {
		return nil, err
	}
	return map[string]any{"ciphertext": e.Ciphertext, "keyId": e.KeyId, "annotations": e.Annotations}, nil
}

func (c *raw) decrypt(ctx context.Context, uid string, r command) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	d, err := c.client.Decrypt(ctx, &kmsapi.DecryptRequest{
		Uid: uid, Ciphertext: r.Ciphertext, KeyId: r.KeyID, Annotations: r.Annotations,
	})
	if err != nil {
		return nil, err
	}
	return d.Plaintext, nil
}

func (c *raw) poll(context.Context) (any, error)                  { return nil, errNotRaw }
func (c *raw) write(context.Context, []byte) ([]byte, error)      { return nil, errNotRaw }
func (c *raw) read(context.Context, []byte) ([]byte, bool, error) { return nil, false, errNotRaw }
