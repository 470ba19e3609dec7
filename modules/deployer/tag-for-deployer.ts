import { KmsExternalKey } from "@cdktf/provider-aws/lib/kms-external-key";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { KmsReplicaExternalKey } from "@cdktf/provider-aws/lib/kms-replica-external-key";
import { KmsReplicaKey } from "@cdktf/provider-aws/lib/kms-replica-key";
import { RolesanywhereProfile } from "@cdktf/provider-aws/lib/rolesanywhere-profile";
import { Aspects, type IAspect, type TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { construct } from "../shape";
import { assertArguments } from "../validate";
import { STACK_TAG } from "./stack-tag";

const TAGGED = [KmsExternalKey, KmsKey, KmsReplicaExternalKey, KmsReplicaKey, RolesanywhereProfile] as const;

/**
 * Gives the keys of a stack, and its profiles of IAM Roles Anywhere, the tag `sealstack:stack` with the name of the stack. AWS makes up their ids, so a
 * policy can tell them from others by a tag only. `Deployer` does it by itself.
 */
export function tagForDeployer(stack: TerraformStack): void {
  assertArguments("tagForDeployer", { stack }, { stack: construct });
  Aspects.of(stack).add(new Tagging(stack.node.id));
}

class Tagging implements IAspect {
  constructor(private readonly stack: string) {}

  visit(node: IConstruct): void {
    const tagged = TAGGED.find((type) => node instanceof type);
    if (tagged === undefined) return;
    const resource = node as InstanceType<typeof tagged>;
    resource.tags = { ...resource.tagsInput, [STACK_TAG]: this.stack };
  }
}
