import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DataAwsPartition } from "@cdktf/provider-aws/lib/data-aws-partition";
import { DataAwsRegion } from "@cdktf/provider-aws/lib/data-aws-region";
import { Fn, TerraformStack } from "cdktf";
import type { Construct, IConstruct } from "constructs";
import { PARTITIONS, partitionOfRegion } from "../partitions";
import { construct } from "../shape";
import { isToken } from "../tokens";
import { assertArguments } from "../validate";
import { type AwsEnvironment, environmentWith } from "./policies/environment";

/** What a stack found out so far. Terraform looks up each once, and a value keeps its token. */
class Lookups {
  private readonly found = new Map<string, string>();

  constructor(private readonly stack: Construct) {}

  get(name: string, look: (stack: Construct) => string): string {
    const value = this.found.get(name) ?? look(this.stack);
    this.found.set(name, value);
    return value;
  }
}

const LOOKUPS = new WeakMap<TerraformStack, Lookups>();
const KNOWN = new WeakMap<TerraformStack, AwsEnvironment>();

/**
 * Where the stack of a construct is deployed, as Terraform finds it out: partition, account and region of the provider. A stack looks each up once; every
 * call gives the same.
 *
 * @param given what is known already, and not looked up: policies then show it as it is. A region says its partition, and that its domain.
 * @throws {@link ConfigError} when something given has not the form that AWS gives it
 */
export function awsEnvironment(scope: IConstruct, given: Partial<AwsEnvironment> = {}): AwsEnvironment {
  assertArguments("awsEnvironment", { scope, given }, { scope: construct, given: environmentWith() });
  const stack = TerraformStack.of(scope);
  const lookups = LOOKUPS.get(stack) ?? new Lookups(stack);
  LOOKUPS.set(stack, lookups);
  if (Object.values(given).some((value) => value !== undefined)) return environmentOf(lookups, given);
  const env = KNOWN.get(stack) ?? environmentOf(lookups, {});
  KNOWN.set(stack, env);
  return env;
}

function environmentOf(lookups: Lookups, given: Partial<AwsEnvironment>): AwsEnvironment {
  const partition =
    given.partition ?? ofRegion(given.region) ?? lookups.get("partition", partitionOf("partition"));
  return {
    partition,
    dnsSuffix:
      given.dnsSuffix ??
      PARTITIONS[partition]?.dnsSuffix ??
      lookups.get("dnsSuffix", partitionOf("dnsSuffix")),
    accountId:
      given.accountId ??
      lookups.get("accountId", (stack) => new DataAwsCallerIdentity(stack, "current-account").accountId),
    region:
      given.region ?? lookups.get("region", (stack) => new DataAwsRegion(stack, "current-region").region),
    byPartition:
      given.byPartition ?? ((values, otherwise) => String(Fn.lookup(values, partition, otherwise))),
  };
}

function ofRegion(region: string | undefined): string | undefined {
  return region === undefined || isToken(region) ? undefined : partitionOfRegion(region);
}

const PARTITION_ID = "current-partition";

function partitionOf(what: "partition" | "dnsSuffix"): (stack: Construct) => string {
  return (stack) => {
    const found = stack.node.tryFindChild(PARTITION_ID);
    return (found instanceof DataAwsPartition ? found : new DataAwsPartition(stack, PARTITION_ID))[what];
  };
}
