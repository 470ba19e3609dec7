// A provider that stands in for hashicorp/aws where there is none: the real provider's schema, and no AWS. What AWS would answer is
// computed from the configuration, so that two configurations that mean the same give the same state.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"
)

// Beside the program: the schema, written by schema.ts.
const schemaFile = "schema.json"

func main() {
	schemas, err := readSchemas()
	if err == nil {
		err = tf6server.Serve("registry.terraform.io/hashicorp/aws", func() tfprotov6.ProviderServer {
			return &provider{schemas: schemas, region: defaultRegion}
		})
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func readSchemas() (*schemas, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	text, err := os.ReadFile(filepath.Join(filepath.Dir(program), schemaFile))
	if err != nil {
		return nil, err
	}
	read := &schemas{}
	return read, json.Unmarshal(text, read)
}
