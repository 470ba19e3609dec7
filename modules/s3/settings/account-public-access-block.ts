import { S3AccountPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-account-public-access-block";
import { Construct } from "constructs";
import { ConfigError } from "../../config-error";
import { noteRelaxations, relaxationProblems, relaxationsOf } from "../../relaxations";
import { type PublicAccessBlock, publicAccessAttributes } from "./access";

/** What {@link AccountPublicAccessBlock} needs: nothing, unless a setting is to be off. */
export interface AccountPublicAccessBlockProps extends PublicAccessBlock {
  /** Twelve digits. @default - the provider's account */
  readonly accountId?: string;
}

/**
 * Blocks public access to every bucket and access point of the account, whatever their own settings say. An account has this once.
 *
 * @throws {@link ConfigError} where a reason says nothing.
 */
export class AccountPublicAccessBlock extends Construct {
  constructor(scope: Construct, id: string, { accountId, ...block }: AccountPublicAccessBlockProps = {}) {
    super(scope, id);
    const relaxations = relaxationsOf({ ...block });
    const problems = relaxationProblems(relaxations);
    if (problems.length > 0) throw new ConfigError(this.node.path, problems);
    const resource = new S3AccountPublicAccessBlock(this, "Default", {
      ...publicAccessAttributes(block),
      ...(accountId === undefined ? {} : { accountId }),
    });
    noteRelaxations(resource, relaxations);
  }
}
