import type { RowEnvironment } from "../row";
import type { Block } from "../stack-blocks";

/** ARN of something that IAM names, with its path. */
export function iamArn(block: Block, { partition, accountId }: RowEnvironment, kind: string): string {
  return `arn:${partition}:iam::${accountId}:${kind}${block.optional("path") ?? "/"}${block.text("name")}`;
}
