// Command kms-plugin-driver does to a KMS plugin what kube-apiserver does, with kube-apiserver's own client code. Tests tell it what to do
// with one JSON object a line on standard input, and read one a line from standard output; the "id" of a command comes back with its
// answer. Commands run at the same time, so that a hanging plugin does not hold up the others.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"os"
	"sync"

	"google.golang.org/grpc/status"
)

// command is one line of the input. What each needs is said where it is done.
type command struct {
	ID   int    `json:"id"`
	Do   string `json:"do"`
	Name string `json:"name"` // of a client, see open

	API       string `json:"api"`
	Endpoint  string `json:"endpoint"`
	TimeoutMs int    `json:"timeoutMs"`
	Authority string `json:"authority"`

	UID         string            `json:"uid"`
	Plaintext   []byte            `json:"plaintext"`
	Ciphertext  []byte            `json:"ciphertext"`
	KeyID       string            `json:"keyId"`
	Annotations map[string][]byte `json:"annotations"`
	Ciphertexts [][]byte          `json:"ciphertexts"`
	Stored      []byte            `json:"stored"`

	Operation string `json:"operation"`
	Count     int    `json:"count"`
	Parallel  int    `json:"parallel"`
}

// answer is one line of the output.
type answer struct {
	ID     int      `json:"id"`
	Result any      `json:"result,omitempty"`
	Error  *failure `json:"error,omitempty"`
}

type failure struct {
	Code    string `json:"code"` // of gRPC, such as "Unavailable"
	Message string `json:"message"`
}

func main() {
	driver := &driver{clients: map[string]client{}}
	output := json.NewEncoder(os.Stdout)
	var writing sync.Mutex
	var running sync.WaitGroup

	input := bufio.NewScanner(os.Stdin)
	input.Buffer(nil, 64<<20)
	for input.Scan() {
		var next command
		if err := json.Unmarshal(input.Bytes(), &next); err != nil {
			panic(err)
		}
		running.Add(1)
		run := func() {
			defer running.Done()
			result, err := driver.do(context.Background(), next)
			writing.Lock()
			defer writing.Unlock()
			_ = output.Encode(answer{ID: next.ID, Result: result, Error: failureOf(err)})
		}
		if next.Do == "open" {
			run() // what follows needs it
		} else {
			go run()
		}
	}
	running.Wait()
}

func failureOf(err error) *failure {
	if err == nil {
		return nil
	}
	return &failure{Code: status.Code(rootOf(err)).String(), Message: err.Error()}
}

// rootOf unwraps as far as there is a gRPC status: status.Code looks at the outermost error only.
func rootOf(err error) error {
	if found, ok := status.FromError(err); ok {
		return found.Err()
	}
	return err
}
