package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/big"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// The account is one of those that AWS's documentation uses.
const (
	account   = "111122223333"
	partition = "aws"
)

// answer is what a data source says.
func (p *provider) answer(kind string) map[string]string {
	return map[string]map[string]string{
		"aws_caller_identity": {"account_id": account, "id": account, "arn": "arn:aws:iam::" + account + ":user/stand-in", "user_id": account},
		"aws_partition":       {"partition": partition, "id": partition, "dns_suffix": "amazonaws.com", "reverse_dns_prefix": "com.amazonaws"},
		"aws_region":          {"region": p.region, "name": p.region, "id": p.region, "description": p.region, "endpoint": p.region},
	}[kind]
}

// made is the resource as AWS would have made it: with an ARN from its name where AWS does so, else from all that is said of it.
func (p *provider) made(kind string, schema block, planned map[string]tftypes.Value) (map[string]tftypes.Value, error) {
	region := text(planned["region"])
	if region == "" {
		region = p.region
	}
	digest, err := digestOf(kind, region, planned)
	if err != nil {
		return nil, err
	}
	name := func(attribute string) string { return text(planned[attribute]) }
	computed := identity(kind, region, digest, name)
	computed["region"] = region
	for attribute, one := range schema.Attributes {
		if planned[attribute].IsKnown() {
			continue
		}
		planned[attribute] = computedValue(attribute, one.Type, computed, planned)
	}
	return planned, nil
}

func computedValue(attribute, kind string, computed map[string]string, planned map[string]tftypes.Value) tftypes.Value {
	if attribute == "tags_all" {
		if tags := planned["tags"]; tags.IsKnown() && !tags.IsNull() {
			return tags
		}
	}
	if value, known := computed[attribute]; known && kind == "string" {
		return tftypes.NewValue(tftypes.String, value)
	}
	switch {
	case kind == "string":
		return tftypes.NewValue(tftypes.String, computed["id"]+"#"+attribute)
	case kind == "bool":
		return tftypes.NewValue(tftypes.Bool, false)
	case kind == "number":
		return tftypes.NewValue(tftypes.Number, big.NewFloat(0))
	case strings.HasPrefix(kind, "map:"):
		return tftypes.NewValue(simple[kind], map[string]tftypes.Value{})
	default:
		return tftypes.NewValue(simple[kind], []tftypes.Value{})
	}
}

// identity is what a resource is called, by the rules of its service.
func identity(kind, region, digest string, name func(string) string) map[string]string {
	arn := func(service, region, resource string) string {
		return fmt.Sprintf("arn:%s:%s:%s:%s:%s", partition, service, region, account, resource)
	}
	iam := func(what string) map[string]string {
		path := name("path")
		if path == "" {
			path = "/"
		}
		return map[string]string{"id": name("name"), "name": name("name"), "arn": arn("iam", "", what+path+name("name")), "unique_id": "AID" + digest, "path": path}
	}
	switch kind {
	case "aws_iam_role":
		return iam("role")
	case "aws_iam_user":
		return iam("user")
	case "aws_iam_policy":
		return iam("policy")
	case "aws_iam_instance_profile":
		return iam("instance-profile")
	case "aws_kms_key", "aws_kms_external_key":
		return map[string]string{"id": digest, "key_id": digest, "arn": arn("kms", region, "key/"+digest)}
	case "aws_kms_replica_key", "aws_kms_replica_external_key":
		primary := name("primary_key_arn")
		id := primary[strings.LastIndex(primary, "/")+1:]
		return map[string]string{"id": id, "key_id": id, "arn": arn("kms", region, "key/"+id)}
	case "aws_kms_alias":
		return map[string]string{"id": name("name"), "name": name("name"), "arn": arn("kms", region, name("name")), "target_key_arn": arn("kms", region, "key/"+name("target_key_id"))}
	case "aws_s3_bucket":
		bucket := name("bucket")
		return map[string]string{"id": bucket, "bucket": bucket, "arn": "arn:" + partition + ":s3:::" + bucket, "bucket_domain_name": bucket + ".s3.amazonaws.com",
			"bucket_regional_domain_name": bucket + ".s3." + region + ".amazonaws.com", "bucket_region": region}
	case "aws_sns_topic", "aws_sqs_queue":
		service := strings.Split(kind, "_")[1]
		return map[string]string{"id": arn(service, region, name("name")), "arn": arn(service, region, name("name"))}
	case "aws_cloudwatch_log_group":
		return map[string]string{"id": name("name"), "arn": arn("logs", region, "log-group:"+name("name"))}
	case "aws_cloudtrail":
		return map[string]string{"id": name("name"), "arn": arn("cloudtrail", region, "trail/"+name("name"))}
	case "aws_cloudwatch_event_rule":
		return map[string]string{"id": name("name"), "arn": arn("events", region, "rule/"+name("name"))}
	case "aws_cloudwatch_metric_alarm":
		return map[string]string{"id": name("alarm_name"), "arn": arn("cloudwatch", region, "alarm:"+name("alarm_name"))}
	case "aws_lambda_function":
		function := arn("lambda", region, "function:"+name("function_name"))
		return map[string]string{"id": name("function_name"), "arn": function, "version": "1", "qualified_arn": function + ":1"}
	case "aws_sfn_state_machine":
		machine := arn("states", region, "stateMachine:"+name("name"))
		return map[string]string{"id": machine, "arn": machine}
	case "aws_dynamodb_table":
		return map[string]string{"id": name("name"), "arn": arn("dynamodb", region, "table/"+name("name"))}
	case "aws_rolesanywhere_profile":
		return map[string]string{"id": digest, "arn": arn("rolesanywhere", region, "profile/"+digest)}
	case "aws_iam_access_key":
		return map[string]string{"id": "AKIA" + digest[:16], "secret": "stand-in-" + digest}
	default:
		return map[string]string{"id": digest, "arn": arn(strings.TrimPrefix(kind, "aws_"), region, digest)}
	}
}

// digestOf has the form of a key's id. Order in JSON documents does not count, as it does not for AWS.
func digestOf(kind, region string, planned map[string]tftypes.Value) (string, error) {
	said := map[string]string{}
	for name, value := range planned {
		if value.IsFullyKnown() && !value.IsNull() && !isEmpty(value) {
			said[name] = canonical(text(value), value)
		}
	}
	encoded, err := json.Marshal([]any{kind, region, said})
	sum := hex.EncodeToString(func() []byte { s := sha256.Sum256(encoded); return s[:] }())
	return fmt.Sprintf("%s-%s-%s-%s-%s", sum[:8], sum[8:12], sum[12:16], sum[16:20], sum[20:32]), err
}

// isEmpty tells what means the same as nothing: no tags, no blocks.
func isEmpty(value tftypes.Value) bool {
	var items []tftypes.Value
	var entries map[string]tftypes.Value
	return value.As(&items) == nil && len(items) == 0 || value.As(&entries) == nil && len(entries) == 0
}

func canonical(document string, value tftypes.Value) string {
	var parsed any
	if document == "" || json.Unmarshal([]byte(document), &parsed) != nil {
		return value.String()
	}
	return unordered(parsed)
}
