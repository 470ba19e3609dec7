/** Data sources: questions about the account, answered without creating anything. */
import { z } from "zod";
import { PARTITIONS } from "../../../../modules/partitions";
import type { ApplyContext } from "../resource-type";
import { type Attributes, understand } from "../stack-file";

export interface DataSource {
  /** @throws OperatorError (`usage`) on arguments that are not mapped */
  check(attributes: Attributes, address: string): void;
  read(context: ApplyContext): Attributes;
}

const noArguments = z.strictObject({});

function withoutArguments(read: (context: ApplyContext) => Attributes): DataSource {
  return { check: (attributes, address) => void understand(noArguments, attributes, address), read };
}

export const DATA_SOURCES: Readonly<Record<string, DataSource>> = {
  aws_caller_identity: withoutArguments(({ account, partition }) => ({
    id: account,
    account_id: account,
    arn: `arn:${partition}:iam::${account}:root`,
    user_id: account,
  })),
  aws_partition: withoutArguments(({ partition }) => {
    const dns_suffix = PARTITIONS[partition]?.dnsSuffix ?? "amazonaws.com";
    return { id: partition, partition, dns_suffix };
  }),
  aws_region: withoutArguments(({ region }) => ({ id: region, region, name: region })),
};
