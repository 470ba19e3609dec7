/** The resources beside a bucket and its policy, in their order. */
import { S3BucketAccelerateConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-accelerate-configuration";
import { S3BucketAnalyticsConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-analytics-configuration";
import { S3BucketCorsConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-cors-configuration";
import { S3BucketIntelligentTieringConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-intelligent-tiering-configuration";
import { S3BucketInventory } from "@cdktf/provider-aws/lib/s3-bucket-inventory";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketLoggingA as S3BucketLogging } from "@cdktf/provider-aws/lib/s3-bucket-logging";
import { S3BucketMetric } from "@cdktf/provider-aws/lib/s3-bucket-metric";
import { S3BucketObjectLockConfigurationA as S3BucketObjectLockConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-object-lock-configuration";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketRequestPaymentConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-request-payment-configuration";
import { S3BucketServerSideEncryptionConfigurationA as S3BucketServerSideEncryptionConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA as S3BucketVersioning } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import type { Construct } from "constructs";
import { flatFilter } from "../filters";
import { loggingAttributes } from "../logs/access-logs";
import { publicAccessAttributes } from "../settings/access";
import { analyticsAttributes, inventoryAttributes, tieringAttributes } from "../settings/configurations";
import { corsRule } from "../settings/cors";
import { encryptionRule } from "../settings/encryption";
import { objectLockRule } from "../settings/object-lock";
import { versioningAttributes } from "../settings/versioning";
import type { BucketProps } from "./bucket-props";
import { allLifecycleRules } from "./bucket-rules";
import type { PartChain } from "./part-chain";

/** The bucket that the parts belong to. */
export interface Owner {
  readonly bucket: string;
  readonly region?: string;
}

/** Who can reach the bucket, whether it keeps versions, how it encrypts, what it locks and removes. */
export function addProtection(construct: Construct, of: Owner, props: BucketProps, chain: PartChain): void {
  chain.add(
    (after) =>
      new S3BucketPublicAccessBlock(construct, "public-access-block", {
        ...of,
        ...publicAccessAttributes(props.publicAccessBlock),
        ...after,
      }),
  );
  const objectOwnership = props.ownership?.objectOwnership ?? "BucketOwnerEnforced";
  chain.add(
    (after) =>
      new S3BucketOwnershipControls(construct, "ownership", { ...of, rule: { objectOwnership }, ...after }),
  );
  chain.add(
    (after) =>
      new S3BucketVersioning(construct, "versioning", { ...of, ...versioningAttributes(props), ...after }),
  );
  chain.add(
    (after) =>
      new S3BucketServerSideEncryptionConfiguration(construct, "encryption", {
        ...of,
        rule: [encryptionRule(props)],
        ...after,
      }),
  );
  addRetention(construct, of, props, chain);
}

function addRetention(construct: Construct, of: Owner, props: BucketProps, chain: PartChain): void {
  const { objectLock, transitionDefaultMinimumObjectSize: minimum } = props;
  if (objectLock !== undefined)
    chain.add(
      (after) =>
        new S3BucketObjectLockConfiguration(construct, "object-lock", {
          ...of,
          ...objectLockRule(objectLock),
          ...after,
        }),
    );
  const rule = allLifecycleRules(props);
  if (rule.length > 0)
    chain.add(
      (after) =>
        new S3BucketLifecycleConfiguration(construct, "lifecycle", {
          ...of,
          rule,
          ...(minimum === undefined ? {} : { transitionDefaultMinimumObjectSize: minimum }),
          ...after,
        }),
    );
}

/** Everything that needs no other bucket. */
export function addFeatures(construct: Construct, of: Owner, props: BucketProps, chain: PartChain): void {
  const { cors, requesterPays = false, acceleration = false } = props;
  if (acceleration)
    chain.add(
      (after) =>
        new S3BucketAccelerateConfiguration(construct, "acceleration", {
          ...of,
          status: "Enabled",
          ...after,
        }),
    );
  if (requesterPays)
    chain.add(
      (after) =>
        new S3BucketRequestPaymentConfiguration(construct, "request-payment", {
          ...of,
          payer: "Requester",
          ...after,
        }),
    );
  if (cors !== undefined)
    chain.add(
      (after) =>
        new S3BucketCorsConfiguration(construct, "cors", { ...of, corsRule: cors.map(corsRule), ...after }),
    );
  for (const [name, tiering] of Object.entries(props.intelligentTiering ?? {}))
    chain.add(
      (after) =>
        new S3BucketIntelligentTieringConfiguration(construct, `tiering-${name}`, {
          ...of,
          name,
          ...tieringAttributes(tiering),
          ...after,
        }),
    );
  for (const [name, filter] of Object.entries(props.metrics ?? {}))
    chain.add(
      (after) =>
        new S3BucketMetric(construct, `metric-${name}`, { ...of, name, ...flatFilter(filter), ...after }),
    );
}

/** What goes to other buckets, once their policies are there; or to the bucket itself, once its own is. */
export function addReports(construct: Construct, of: Owner, props: BucketProps, chain: PartChain): void {
  const { accessLogs, analytics = {}, inventories = {}, env } = props;
  if (accessLogs !== undefined)
    chain.add(
      (after) =>
        new S3BucketLogging(construct, "access-logs", { ...of, ...loggingAttributes(accessLogs), ...after }),
      [accessLogs.target.ready],
    );
  for (const [name, one] of Object.entries(analytics))
    chain.add(
      (after) =>
        new S3BucketAnalyticsConfiguration(construct, `analytics-${name}`, {
          ...of,
          name,
          ...analyticsAttributes(one, env?.accountId),
          ...after,
        }),
      [one.destination?.bucket.ready],
    );
  for (const [name, one] of Object.entries(inventories))
    chain.add(
      (after) =>
        new S3BucketInventory(construct, `inventory-${name}`, {
          ...of,
          name,
          ...inventoryAttributes(one, env?.accountId),
          ...after,
        }),
      [one.destination.bucket.ready],
    );
}
