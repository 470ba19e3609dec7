import { S3AccountPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-account-public-access-block";
import { Construct } from "constructs";
import { accountId as accountIdForm } from "../../aws-formats";
import { ConfigError } from "../../config-error";
import { noteRelaxations, relaxationProblems, relaxationsOf } from "../../relaxations";
import { optional, type Shape } from "../../shape";
import { assertProps } from "../../validate";
import { type PublicAccessBlock, publicAccessAttributes } from "./access";
import { PUBLIC_ACCESS_BLOCK } from "./settings-shape";

/** What {@link AccountPublicAccessBlock} needs: nothing, unless a setting is to be off. */
export interface AccountPublicAccessBlockProps extends PublicAccessBlock {
  /** Twelve digits. @default - the provider's account */
  readonly accountId?: string;
}

const PROPS: Shape<AccountPublicAccessBlockProps> = {
  ...PUBLIC_ACCESS_BLOCK,
  accountId: optional(accountIdForm),
};

/**
 * Blocks public access to every bucket and access point of the account, whatever their own settings say. An account has this once.
 *
 * @throws {@link ConfigError} where a reason says nothing.
 */
export class AccountPublicAccessBlock extends Construct {
  constructor(scope: Construct, id: string, props: AccountPublicAccessBlockProps = {}) {
    super(scope, id);
    assertProps(this, props, PROPS);
    const { accountId, ...block } = props;
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
