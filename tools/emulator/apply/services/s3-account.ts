/** S3: what an account has once. */
import {
  DeletePublicAccessBlockCommand,
  GetPublicAccessBlockCommand,
  PutPublicAccessBlockCommand,
} from "@aws-sdk/client-s3-control";
import { z } from "zod";
import { resourceType } from "../resource-type";
import { unlessMissing } from "../sdk";

const blockSchema = z.strictObject({
  account_id: z.string().optional(),
  block_public_acls: z.boolean().default(false),
  block_public_policy: z.boolean().default(false),
  ignore_public_acls: z.boolean().default(false),
  restrict_public_buckets: z.boolean().default(false),
});

const settings = (wanted: z.output<typeof blockSchema>) => ({
  BlockPublicAcls: wanted.block_public_acls,
  BlockPublicPolicy: wanted.block_public_policy,
  IgnorePublicAcls: wanted.ignore_public_acls,
  RestrictPublicBuckets: wanted.restrict_public_buckets,
});

const MISSING = ["NoSuchPublicAccessBlockConfiguration"];

export const s3AccountPublicAccessBlock = resourceType(blockSchema, {
  replaceOn: ["account_id"],
  async create({ s3Control, account }, wanted) {
    const AccountId = wanted.account_id ?? account;
    await s3Control.send(
      new PutPublicAccessBlockCommand({ AccountId, PublicAccessBlockConfiguration: settings(wanted) }),
    );
    return { id: AccountId };
  },
  async read({ s3Control }, AccountId) {
    const found = await unlessMissing(
      MISSING,
      s3Control.send(new GetPublicAccessBlockCommand({ AccountId })),
    );
    return found && { facts: found.PublicAccessBlockConfiguration, computed: { id: AccountId } };
  },
  facts: settings,
  async update({ s3Control }, AccountId, wanted) {
    await s3Control.send(
      new PutPublicAccessBlockCommand({ AccountId, PublicAccessBlockConfiguration: settings(wanted) }),
    );
  },
  async remove({ s3Control }, AccountId) {
    await unlessMissing(MISSING, s3Control.send(new DeletePublicAccessBlockCommand({ AccountId })));
    return undefined;
  },
});
