/** Which services may write logs into a bucket, and for whom: evaluated. */
import "../../../../tools/policy-check/jest-matchers";
import { Key } from "../../../../modules/kms";
import { Bucket, type LogSource } from "../../../../modules/s3";
import type { ClaimContext } from "../../../../presets/common/claims/claim";
import { judged } from "../../../helpers/kms/kms";
import { ENVIRONMENT } from "../../../helpers/processes/environment";

const BUCKET = "arn:aws:s3:::example-bucket";

describe("digests of a trail", () => {
  const trail = "arn:aws:cloudtrail:eu-central-1:111122223333:trail/main";
  const SSE = "s3:x-amz-server-side-encryption";

  it("may come with S3's own keys, as some editions of the guide say; nothing else may, and under no other key", async () => {
    const { policies } = judged((stack) => {
      const source = { service: "cloudTrail", sourceArns: [trail] } as const;
      const key = new Key(stack, "key", {
        description: "x",
        policy: { env: ENVIRONMENT, services: [source] },
      });
      const bucket = new Bucket(stack, "logs", { name: "example-bucket", env: ENVIRONMENT, key });
      bucket.acceptLogs(source, key.keyArn);
    });
    const digest = {
      principal: { kind: "service", name: "cloudtrail.amazonaws.com" } as const,
      action: "s3:PutObject",
      resource: `${BUCKET}/AWSLogs/${ENVIRONMENT.accountId}/CloudTrail-Digest/x`,
      context: {
        "aws:SourceArn": trail,
        "s3:x-amz-acl": "bucket-owner-full-control",
        [SSE]: "AES256",
      } as ClaimContext,
    };
    await expect(policies).toAllow(digest);
    const other = "arn:aws:kms:eu-central-1:111122223333:key/11111111-1111-4111-8111-111111111111";
    const under = { ...digest.context, [SSE]: "aws:kms", [`${SSE}-aws-kms-key-id`]: other };
    await expect(policies).toDeny({ ...digest, context: under }, "DenyOtherKey");
    for (const kind of ["admin", "service"] as const) {
      const somebody = {
        arn: "arn:aws:iam::111122223333:role/admin",
        name: "logging.s3.amazonaws.com",
        kind,
      };
      await expect(policies).toDeny({ ...digest, principal: somebody }, "DenyEncryptionWithoutKey");
    }
  });

  it("are refused where no trail writes", async () => {
    const { policies } = judged((stack) => {
      const key = new Key(stack, "key", { description: "x", policy: { env: ENVIRONMENT } });
      new Bucket(stack, "logs", { name: "example-bucket", env: ENVIRONMENT, key });
    });
    await expect(policies).toDeny(
      {
        principal: { kind: "service", name: "cloudtrail.amazonaws.com" },
        action: "s3:PutObject",
        resource: `${BUCKET}/x`,
        context: { [SSE]: "AES256" },
      },
      "DenyEncryptionWithoutKey",
    );
  });
});

describe("a log source", () => {
  const account = ENVIRONMENT.accountId;
  const own = { "aws:SourceAccount": account };
  const full = { "s3:x-amz-acl": "bucket-owner-full-control" };
  const trail = "arn:aws:cloudtrail:eu-central-1:111122223333:trail/main";

  it.each<[LogSource, string, string, ClaimContext, string]>([
    [
      { service: "serverAccessLogs", sourceArns: ["arn:aws:s3:::logged"], prefix: "access/" },
      "logging.s3.amazonaws.com",
      "access/2026",
      { ...own, "aws:SourceArn": "arn:aws:s3:::logged" },
      "arn:aws:s3:::other",
    ],
    [
      { service: "cloudTrail", sourceArns: [trail], prefix: "trail/" },
      "cloudtrail.amazonaws.com",
      `trail/AWSLogs/${account}/CloudTrail/x`,
      { ...full, "aws:SourceArn": trail },
      `${trail}2`,
    ],
    [
      {
        service: "applicationLoadBalancer",
        sourceArns: ["arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/*"],
      },
      "logdelivery.elasticloadbalancing.amazonaws.com",
      `AWSLogs/${account}/elasticloadbalancing/x`,
      { "aws:SourceArn": "arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/app/a/1" },
      "arn:aws:elasticloadbalancing:eu-central-1:444455556666:loadbalancer/app/a/1",
    ],
    [
      { service: "logDelivery" },
      "delivery.logs.amazonaws.com",
      `AWSLogs/${account}/vpcflowlogs/x`,
      { ...own, ...full, "aws:SourceArn": "arn:aws:logs:eu-central-1:111122223333:x" },
      "arn:aws:logs:eu-central-1:444455556666:x",
    ],
    [
      { service: "inventory", sourceArns: ["arn:aws:s3:::listed"], prefix: "lists/" },
      "s3.amazonaws.com",
      "lists/listed/daily/x",
      { ...own, ...full, "aws:SourceArn": "arn:aws:s3:::listed" },
      "arn:aws:s3:::other",
    ],
    [
      { service: "analytics", sourceArns: ["arn:aws:s3:::listed"] },
      "s3.amazonaws.com",
      "listed/x",
      { ...own, ...full, "aws:SourceArn": "arn:aws:s3:::listed" },
      "arn:aws:s3:::other",
    ],
  ])("%j writes what is its own, under its path", async (source, name, objectKey, context, otherArn) => {
    const { policies } = judged((stack) => {
      new Bucket(stack, "logs", {
        name: "example-bucket",
        env: ENVIRONMENT,
        sseS3: { on: "server access logs and load balancers take nothing else" },
        logSources: [source],
      });
    });
    const write = {
      principal: { kind: "service", name } as const,
      action: "s3:PutObject",
      resource: `${BUCKET}/${objectKey}`,
      context,
    };
    await expect(policies).toAllow(write);
    await expect(policies).toDeny({ ...write, context: { ...context, "aws:SourceArn": otherArn } });
    await expect(policies).toDeny({ ...write, context: { ...context, "aws:SourceArn": null } });
    await expect(policies).toDeny({ ...write, principal: { kind: "service", name: "ec2.amazonaws.com" } });
    const { "s3:x-amz-acl": _, ...whose } = context;
    await expect(policies).toDeny({ ...write, action: "s3:GetObject", context: whose });
    if ("aws:SourceAccount" in context)
      await expect(policies).toDeny({
        ...write,
        context: { ...context, "aws:SourceAccount": "444455556666" },
      });
    if (source.prefix !== undefined || source.service === "cloudTrail")
      await expect(policies).toDeny({ ...write, resource: `${BUCKET}/elsewhere/x` });
  });
});
