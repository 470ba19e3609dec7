// The least that a KMS plugin in Go can do: one call of KMS by AWS's SDK for each call through the socket. No check, no cache, no metrics, no limit: what a plugin in Go
// takes is not below this. Arguments: socket, endpoint of KMS, ARN of the key.
package main

import (
	"context"
	"log"
	"net"
	"os"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	"google.golang.org/grpc"
	api "k8s.io/kms/apis/v2"
)

// The first byte of a ciphertext, as kubernetes-sigs/aws-encryption-provider writes it.
const version = '1'

type plugin struct {
	api.UnsafeKeyManagementServiceServer
	kms *kms.Client
	key string
}

func (p *plugin) Status(context.Context, *api.StatusRequest) (*api.StatusResponse, error) {
	return &api.StatusResponse{Version: "v2", Healthz: "ok", KeyId: p.key}, nil
}

func (p *plugin) Encrypt(ctx context.Context, request *api.EncryptRequest) (*api.EncryptResponse, error) {
	out, err := p.kms.Encrypt(ctx, &kms.EncryptInput{KeyId: &p.key, Plaintext: request.Plaintext})
	if err != nil {
		return nil, err
	}
	return &api.EncryptResponse{Ciphertext: append([]byte{version}, out.CiphertextBlob...), KeyId: p.key}, nil
}

func (p *plugin) Decrypt(ctx context.Context, request *api.DecryptRequest) (*api.DecryptResponse, error) {
	out, err := p.kms.Decrypt(ctx, &kms.DecryptInput{KeyId: &p.key, CiphertextBlob: request.Ciphertext[1:]})
	if err != nil {
		return nil, err
	}
	return &api.DecryptResponse{Plaintext: out.Plaintext}, nil
}

func main() {
	settings, err := config.LoadDefaultConfig(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	client := kms.NewFromConfig(settings, func(options *kms.Options) { options.BaseEndpoint = &os.Args[2] })
	listener, err := net.Listen("unix", os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	server := grpc.NewServer()
	api.RegisterKeyManagementServiceServer(server, &plugin{kms: client, key: os.Args[3]})
	log.Fatal(server.Serve(listener))
}
