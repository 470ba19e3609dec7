package main

import (
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// schemas is what schema.json holds, by type of resource.
type schemas struct {
	Provider  block            `json:"provider"`
	Resources map[string]block `json:"resources"`
	Data      map[string]block `json:"data"`
}

type block struct {
	Attributes map[string]attribute `json:"attributes"`
	Blocks     map[string]nested    `json:"blocks"`
}

type attribute struct {
	// string, number, bool, dynamic, or list, set or map of one of them: "list:string".
	Type      string `json:"type"`
	Required  bool   `json:"required"`
	Optional  bool   `json:"optional"`
	Computed  bool   `json:"computed"`
	Sensitive bool   `json:"sensitive"`
	// What the provider takes when nothing is said: a string, a number or a bool.
	Default any `json:"default"`
}

type nested struct {
	// list, set or single.
	Nesting string `json:"nesting"`
	Block   block  `json:"block"`
}

var simple = map[string]tftypes.Type{
	"string": tftypes.String, "number": tftypes.Number, "bool": tftypes.Bool,
	"list:string": tftypes.List{ElementType: tftypes.String}, "set:string": tftypes.Set{ElementType: tftypes.String},
	"list:number": tftypes.List{ElementType: tftypes.Number}, "set:number": tftypes.Set{ElementType: tftypes.Number},
	"map:string": tftypes.Map{ElementType: tftypes.String},
	"map:bool":   tftypes.Map{ElementType: tftypes.Bool},
	"map:number": tftypes.Map{ElementType: tftypes.Number},
}

func (b block) protocol() *tfprotov6.SchemaBlock {
	result := &tfprotov6.SchemaBlock{}
	for name, one := range b.Attributes {
		result.Attributes = append(result.Attributes, &tfprotov6.SchemaAttribute{
			Name: name, Type: simple[one.Type], Required: one.Required, Optional: one.Optional, Computed: one.Computed, Sensitive: one.Sensitive,
		})
	}
	for name, one := range b.Blocks {
		result.BlockTypes = append(result.BlockTypes, &tfprotov6.SchemaNestedBlock{
			TypeName: name, Block: one.Block.protocol(), Nesting: nestings[one.Nesting],
		})
	}
	return result
}

var nestings = map[string]tfprotov6.SchemaNestedBlockNestingMode{
	"list":   tfprotov6.SchemaNestedBlockNestingModeList,
	"set":    tfprotov6.SchemaNestedBlockNestingModeSet,
	"single": tfprotov6.SchemaNestedBlockNestingModeSingle,
}

func (b block) schema() *tfprotov6.Schema { return &tfprotov6.Schema{Block: b.protocol()} }

func protocols(blocks map[string]block) map[string]*tfprotov6.Schema {
	result := map[string]*tfprotov6.Schema{}
	for name, one := range blocks {
		result[name] = one.schema()
	}
	return result
}
