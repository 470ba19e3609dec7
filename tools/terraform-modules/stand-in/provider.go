package main

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

const defaultRegion = "eu-central-1"

// provider answers Terraform's calls. What it does not name, nobody calls.
type provider struct {
	tfprotov6.ProviderServer
	schemas *schemas
	region  string
}

func (p *provider) GetMetadata(context.Context, *tfprotov6.GetMetadataRequest) (*tfprotov6.GetMetadataResponse, error) {
	return &tfprotov6.GetMetadataResponse{ServerCapabilities: &tfprotov6.ServerCapabilities{GetProviderSchemaOptional: false}}, nil
}

func (p *provider) GetProviderSchema(context.Context, *tfprotov6.GetProviderSchemaRequest) (*tfprotov6.GetProviderSchemaResponse, error) {
	return &tfprotov6.GetProviderSchemaResponse{
		Provider:          p.schemas.Provider.schema(),
		ResourceSchemas:   protocols(p.schemas.Resources),
		DataSourceSchemas: protocols(p.schemas.Data),
	}, nil
}

func (p *provider) GetResourceIdentitySchemas(context.Context, *tfprotov6.GetResourceIdentitySchemasRequest) (*tfprotov6.GetResourceIdentitySchemasResponse, error) {
	return &tfprotov6.GetResourceIdentitySchemasResponse{}, nil
}

func (p *provider) ValidateProviderConfig(_ context.Context, r *tfprotov6.ValidateProviderConfigRequest) (*tfprotov6.ValidateProviderConfigResponse, error) {
	return &tfprotov6.ValidateProviderConfigResponse{PreparedConfig: r.Config}, nil
}

func (p *provider) ConfigureProvider(_ context.Context, r *tfprotov6.ConfigureProviderRequest) (*tfprotov6.ConfigureProviderResponse, error) {
	config, err := valuesOf(r.Config, p.schemas.Provider)
	if err != nil {
		return nil, err
	}
	if region := text(config["region"]); region != "" {
		p.region = region
	}
	return &tfprotov6.ConfigureProviderResponse{}, nil
}

func (p *provider) StopProvider(context.Context, *tfprotov6.StopProviderRequest) (*tfprotov6.StopProviderResponse, error) {
	return &tfprotov6.StopProviderResponse{}, nil
}

func (p *provider) ValidateResourceConfig(context.Context, *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	return &tfprotov6.ValidateResourceConfigResponse{}, nil
}

func (p *provider) ValidateDataResourceConfig(context.Context, *tfprotov6.ValidateDataResourceConfigRequest) (*tfprotov6.ValidateDataResourceConfigResponse, error) {
	return &tfprotov6.ValidateDataResourceConfigResponse{}, nil
}

func (p *provider) UpgradeResourceState(_ context.Context, r *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	schema := p.schemas.Resources[r.TypeName].schema()
	value, err := r.RawState.Unmarshal(schema.ValueType())
	if err != nil {
		return nil, err
	}
	state, err := tfprotov6.NewDynamicValue(schema.ValueType(), value)
	return &tfprotov6.UpgradeResourceStateResponse{UpgradedState: &state}, err
}

func (p *provider) ReadResource(_ context.Context, r *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	return &tfprotov6.ReadResourceResponse{NewState: r.CurrentState}, nil
}

func (p *provider) ReadDataSource(_ context.Context, r *tfprotov6.ReadDataSourceRequest) (*tfprotov6.ReadDataSourceResponse, error) {
	schema := p.schemas.Data[r.TypeName]
	config, err := valuesOf(r.Config, schema)
	if err != nil {
		return nil, err
	}
	for name, value := range p.answer(r.TypeName) {
		if _, known := schema.Attributes[name]; known && config[name].IsNull() {
			config[name] = tftypes.NewValue(tftypes.String, value)
		}
	}
	state, err := dynamic(config, schema)
	return &tfprotov6.ReadDataSourceResponse{State: state}, err
}

// PlanResourceChange leaves open what AWS would answer.
func (p *provider) PlanResourceChange(_ context.Context, r *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	schema := p.schemas.Resources[r.TypeName]
	proposed, err := valuesOf(r.ProposedNewState, schema)
	if err != nil || proposed == nil {
		return &tfprotov6.PlanResourceChangeResponse{PlannedState: r.ProposedNewState}, err
	}
	for name, one := range schema.Attributes {
		switch {
		case !one.Computed || !proposed[name].IsNull():
		case one.Default != nil:
			proposed[name] = tftypes.NewValue(simple[one.Type], one.Default)
		default:
			proposed[name] = tftypes.NewValue(simple[one.Type], tftypes.UnknownValue)
		}
	}
	planned, err := dynamic(proposed, schema)
	return &tfprotov6.PlanResourceChangeResponse{PlannedState: planned}, err
}

func (p *provider) ApplyResourceChange(_ context.Context, r *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	schema := p.schemas.Resources[r.TypeName]
	planned, err := valuesOf(r.PlannedState, schema)
	if err != nil || planned == nil {
		return &tfprotov6.ApplyResourceChangeResponse{NewState: r.PlannedState}, err
	}
	made, err := p.made(r.TypeName, schema, planned)
	if err != nil {
		return nil, err
	}
	state, err := dynamic(made, schema)
	return &tfprotov6.ApplyResourceChangeResponse{NewState: state}, err
}

// valuesOf is nothing where the value is null: what is to be destroyed.
func valuesOf(value *tfprotov6.DynamicValue, schema block) (map[string]tftypes.Value, error) {
	whole, err := value.Unmarshal(schema.schema().ValueType())
	if err != nil || whole.IsNull() {
		return nil, err
	}
	result := map[string]tftypes.Value{}
	return result, whole.As(&result)
}

func dynamic(values map[string]tftypes.Value, schema block) (*tfprotov6.DynamicValue, error) {
	kind := schema.schema().ValueType()
	result, err := tfprotov6.NewDynamicValue(kind, tftypes.NewValue(kind, values))
	return &result, err
}

// text is empty for what is null or unknown.
func text(value tftypes.Value) string {
	result := ""
	if value.IsKnown() && !value.IsNull() && value.Type().Is(tftypes.String) {
		if err := value.As(&result); err != nil {
			panic(fmt.Sprintf("a text that is none: %v", err))
		}
	}
	return result
}
