import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DataAwsPartition } from "@cdktf/provider-aws/lib/data-aws-partition";
import { DataAwsRegion } from "@cdktf/provider-aws/lib/data-aws-region";
import { Fn, TerraformStack } from "cdktf";
import type { Construct, IConstruct } from "constructs";
import type { AwsEnvironment } from "./policies/principals";

const known = new WeakMap<TerraformStack, AwsEnvironment>();

/**
 * Where the stack of a construct is deployed, as Terraform finds it out: partition, account and region of the provider. A stack has one; every
 * call gives the same.
 */
export function awsEnvironment(scope: IConstruct): AwsEnvironment {
  const stack = TerraformStack.of(scope);
  const env = known.get(stack) ?? environmentOf(stack);
  known.set(stack, env);
  return env;
}

function environmentOf(stack: Construct): AwsEnvironment {
  const { partition, dnsSuffix } = new DataAwsPartition(stack, "current-partition");
  return {
    partition,
    dnsSuffix,
    accountId: new DataAwsCallerIdentity(stack, "current-account").accountId,
    region: new DataAwsRegion(stack, "current-region").region,
    byPartition: (values, otherwise) => String(Fn.lookup(values, partition, otherwise)),
  };
}
