/** Buckets of an account: their policies and the settings that count beside them. */
import {
  GetBucketEncryptionCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import type { DefaultEncryption } from "../../../access/live/facts";
import { toOperatorError } from "../../clients/failures/sdk-errors";
import { s3Client } from "../../clients/services/s3";
import { type ClientSettings, requestOptions } from "../../clients/settings/settings";
import { fact } from "./fact";
import type { AccountReader } from "./ports";

/** @param account that must own the bucket: one of that name elsewhere is not the stack's */
export function s3Reader(settings: ClientSettings, account: string): AccountReader["bucket"] {
  const clients = new Map<string, S3Client>();
  const options = requestOptions(settings);
  return async (Bucket, region) => {
    const s3 = clients.get(region) ?? s3Client({ ...settings, region });
    clients.set(region, s3);
    const input = { Bucket, ExpectedBucketOwner: account };
    const told = (what: string) => (error: unknown) =>
      toOperatorError(error, { action: `read ${what} of bucket ${Bucket}` });
    const policy = await fact(
      async () => (await s3.send(new GetBucketPolicyCommand(input), options)).Policy,
      told("the policy"),
      ["NoSuchBucketPolicy", "NoSuchBucket"],
    );
    // A bucket that is not there has no policy either.
    if ("read" in policy && policy.read === undefined) {
      const there = await fact(() => s3.send(new HeadBucketCommand(input), options), told("what there is"), [
        "NoSuchBucket",
        "NotFound",
      ]);
      if ("read" in there && there.read === undefined) return { read: undefined };
    }
    // Together, so that no failure of one is left alone while another is waited for.
    const [publicAccess, encryption, ownership] = await Promise.all([
      fact(
        async () => {
          const { PublicAccessBlockConfiguration: block = {} } = await s3.send(
            new GetPublicAccessBlockCommand(input),
            options,
          );
          return {
            blockPublicAcls: block.BlockPublicAcls === true,
            blockPublicPolicy: block.BlockPublicPolicy === true,
            ignorePublicAcls: block.IgnorePublicAcls === true,
            restrictPublicBuckets: block.RestrictPublicBuckets === true,
          };
        },
        told("the public access block"),
        ["NoSuchPublicAccessBlockConfiguration"],
      ),
      fact(() => encryptionOf(s3, input, options), told("the default encryption"), [
        "ServerSideEncryptionConfigurationNotFoundError",
      ]),
      fact(
        async () => {
          const { OwnershipControls } = await s3.send(new GetBucketOwnershipControlsCommand(input), options);
          return OwnershipControls?.Rules?.[0]?.ObjectOwnership as string | undefined;
        },
        told("the ownership of objects"),
        ["OwnershipControlsNotFoundError"],
      ),
    ]);
    return { read: { policy, publicAccess, encryption, ownership } };
  };
}

async function encryptionOf(
  s3: S3Client,
  input: { readonly Bucket: string; readonly ExpectedBucketOwner: string },
  options: ReturnType<typeof requestOptions>,
): Promise<DefaultEncryption | undefined> {
  const answer = await s3.send(new GetBucketEncryptionCommand(input), options);
  const [rule] = answer.ServerSideEncryptionConfiguration?.Rules ?? [];
  const { SSEAlgorithm: algorithm, KMSMasterKeyID: key } = rule?.ApplyServerSideEncryptionByDefault ?? {};
  if (rule === undefined || algorithm === undefined) return undefined;
  return {
    algorithm,
    ...(key === undefined ? {} : { key }),
    bucketKey: rule.BucketKeyEnabled === true,
    blocked: (rule.BlockedEncryptionTypes?.EncryptionType ?? []).map(String),
  };
}
