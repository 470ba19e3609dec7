/** What a key policy by audience lets each audience do, and what not: evaluated. */
import { type AudienceName, Key, type KeyPolicyProps, type KeyProps } from "../../../../modules/kms";
import type { ClaimPrincipal } from "../../../../presets/common/claims/claim";
import "../../../../tools/policy-check/jest-matchers";
import { judged, testUser } from "../../../helpers/kms/kms";
import { ENVIRONMENT } from "../../../helpers/processes/environment";

const ROLE = "arn:aws:iam::111122223333:role/named";
/** Somebody whose own policy allows nothing would be no test of a deny: this one's allows everything. */
const NAMED: ClaimPrincipal = { kind: "admin", arn: ROLE };
const UNNAMED: ClaimPrincipal = { kind: "admin", arn: "arn:aws:iam::111122223333:role/unnamed" };
const FOR_AWS = { "kms:GrantIsForAWSResource": "true" };

function withPolicy(policy: Partial<KeyPolicyProps>, props: Partial<KeyProps> = {}) {
  const { policies } = judged((stack) => {
    new Key(stack, "key", { description: "x", policy: { env: ENVIRONMENT, ...policy }, ...props });
  });
  const [resource = ""] = Object.keys(policies.keys);
  const by =
    (principal: ClaimPrincipal) =>
    (action: string, context = {}) => ({ principal, action: `kms:${action}`, resource, context });
  return { policies, named: by(NAMED), unnamed: by(UNNAMED), by };
}

const SIGNING = { keySpec: "ECC_NIST_P256", keyUsage: "SIGN_VERIFY" } as const;
const AGREEMENT = { keySpec: "ECC_NIST_P384", keyUsage: "KEY_AGREEMENT" } as const;
const RSA = { keySpec: "RSA_3072", keyUsage: "ENCRYPT_DECRYPT" } as const;
const MAC = { keySpec: "HMAC_512" } as const;

/**
 * For each audience what it may, and the nearest that it may not. As the caller's own policy allows everything, what the account can manage is allowed
 * to everybody here; the root statement is therefore off.
 */
const CASES: readonly [AudienceName, Partial<KeyProps>, string[], string[]][] = [
  ["owners", {}, ["Decrypt", "PutKeyPolicy", "CreateGrant"], []],
  [
    "administrators",
    {},
    ["PutKeyPolicy", "RotateKeyOnDemand", "ReplicateKey", "ImportKeyMaterial"],
    ["Decrypt", "GenerateDataKey", "CreateGrant"],
  ],
  ["users", {}, ["Encrypt", "Decrypt", "GenerateDataKey", "ReEncryptFrom"], ["CreateGrant", "PutKeyPolicy"]],
  ["users", RSA, ["Encrypt", "Decrypt", "GetPublicKey"], ["CreateGrant", "DisableKey"]],
  ["encryptOnly", {}, ["Encrypt", "GenerateDataKey"], ["Decrypt", "ReEncryptFrom"]],
  ["encryptOnly", RSA, ["Encrypt", "GetPublicKey"], ["Decrypt"]],
  ["decryptOnly", {}, ["Decrypt"], ["Encrypt", "GenerateDataKey", "ReEncryptTo"]],
  ["signers", SIGNING, ["Sign", "GetPublicKey"], ["Verify"]],
  ["verifiers", SIGNING, ["Verify", "GetPublicKey"], ["Sign"]],
  ["macUsers", MAC, ["GenerateMac", "VerifyMac"], ["CreateGrant"]],
  ["macGenerators", MAC, ["GenerateMac"], ["VerifyMac"]],
  ["macVerifiers", MAC, ["VerifyMac"], ["GenerateMac"]],
  ["keyAgreement", AGREEMENT, ["DeriveSharedSecret", "GetPublicKey"], ["Sign", "CreateGrant"]],
  [
    "auditors",
    {},
    ["GetKeyPolicy", "ListGrants", "ListResourceTags"],
    ["Decrypt", "PutKeyPolicy", "RevokeGrant", "TagResource"],
  ],
  ["describers", SIGNING, ["DescribeKey", "GetPublicKey"], ["GetKeyPolicy", "Sign"]],
];

describe("an audience", () => {
  it.each(CASES)(
    "%s of %j may %j and may not %j; nobody else may either",
    async (audience, props, allowed, denied) => {
      const { policies, named, unnamed } = withPolicy(
        {
          root: { off: "a test" },
          administrators: ["arn:aws:iam::111122223333:role/keeper"],
          [audience]: [ROLE],
        },
        props,
      );
      for (const action of allowed) {
        await expect(policies).toAllow(named(action));
        await expect(policies).toDeny(unnamed(action));
      }
      for (const action of denied) await expect(policies).toDeny(named(action));
    },
  );

  it("grantUsers may attach persistent resources, and grant to nobody else", async () => {
    const { policies, named } = withPolicy({ grantUsers: [ROLE] });
    await expect(policies).toAllow(named("CreateGrant", FOR_AWS), "AttachPersistentResources");
    await expect(policies).toDeny(named("CreateGrant", { "kms:GrantIsForAWSResource": "false" }));
    await expect(policies).toDeny(named("CreateGrant"));
    await expect(policies).toDeny(named("Decrypt"));
  });

  it("autoscalingRoles may use the key, and grant it to AWS resources only", async () => {
    const { policies, named } = withPolicy({ autoscalingRoles: [ROLE] });
    await expect(policies).toAllow(named("GenerateDataKeyWithoutPlaintext"), "AutoscalingUse");
    await expect(policies).toAllow(named("CreateGrant", FOR_AWS), "AutoscalingGrants");
    await expect(policies).toDeny(named("CreateGrant"));
  });

  it("backupRoles may grant through AWS Backup only", async () => {
    const { policies, named } = withPolicy({ backupRoles: [ROLE] });
    const through = {
      ...FOR_AWS,
      "kms:ViaService": "backup.eu-central-1.amazonaws.com",
      "kms:EncryptionContextKeys": ["aws:backup:backup-vault"],
    };
    await expect(policies).toAllow(named("CreateGrant", through), "BackupGrants");
    await expect(policies).toDeny(
      named("CreateGrant", { ...through, "kms:ViaService": "ec2.eu-central-1.amazonaws.com" }),
    );
    await expect(policies).toDeny(named("CreateGrant", { ...through, "kms:EncryptionContextKeys": [] }));
    await expect(policies).toDeny(named("Encrypt"));
  });

  it("given as a pattern is every role that fits it, and no other", async () => {
    const sso = "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Use_";
    const { policies, by } = withPolicy({ decryptOnly: [`${sso}*`] });
    await expect(policies).toAllow(
      by({ kind: "admin", arn: `${sso}0123456789abcdef` })("Decrypt"),
      "KeyDecryptersPatterns",
    );
    await expect(policies).toDeny(by(UNNAMED)("Decrypt"));
  });
});

describe("the account", () => {
  const root: ClaimPrincipal = { kind: "root", accountId: "111122223333" };

  it("manages and does not use", async () => {
    const { policies, by } = withPolicy({});
    await expect(policies).toAllow(by(root)("PutKeyPolicy"), "Root");
    for (const action of ["Decrypt", "GenerateDataKey", "CreateGrant"]) {
      await expect(policies).toDeny(by(root)(action));
      await expect(policies).toDeny(by(UNNAMED)(action));
    }
  });

  it("uses only when asked to", async () => {
    const { policies, by } = withPolicy({ root: { full: "a test" } });
    await expect(policies).toAllow(by(UNNAMED)("Decrypt"), "Root");
  });
});

describe("another account", () => {
  it("may do what its audience may, and no third account may", async () => {
    const { policies, by } = withPolicy({
      accounts: [{ accountId: "444455556666", audience: "encryptOnly" }],
    });
    const foreign = by({ kind: "admin", arn: "arn:aws:iam::444455556666:role/x" });
    await expect(policies).toAllow(foreign("GenerateDataKey"), "Account444455556666KeyEncrypters");
    for (const action of ["Decrypt", "PutKeyPolicy", "CreateGrant"])
      await expect(policies).toDeny(foreign(action));
    await expect(policies).toDeny(
      by({ kind: "admin", arn: "arn:aws:iam::777788889999:role/x" })("GenerateDataKey"),
    );
  });
});

describe("a service", () => {
  const service = (name: string): ClaimPrincipal => ({ kind: "service", name });
  const source = (arn: string, account = "111122223333") => ({
    "aws:SourceArn": arn,
    "aws:SourceAccount": account,
  });

  it("CloudWatch Logs may use the key for this account's log groups only", async () => {
    const { policies, by } = withPolicy({ services: [{ service: "cloudWatchLogs" }] });
    const logs = by(service("logs.eu-central-1.amazonaws.com"));
    const group = (account: string) => ({
      "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:eu-central-1:${account}:log-group:/app`,
    });
    await expect(policies).toAllow(logs("GenerateDataKey", group("111122223333")), "CloudWatchLogs");
    await expect(policies).toDeny(logs("GenerateDataKey", group("444455556666")));
    await expect(policies).toDeny(logs("GenerateDataKey"));
    await expect(policies).toDeny(
      by(service("logs.us-east-1.amazonaws.com"))("GenerateDataKey", group("111122223333")),
    );
  });

  it("CloudTrail may encrypt for the named trail only", async () => {
    const trail = "arn:aws:cloudtrail:eu-central-1:111122223333:trail/main";
    const { policies, by } = withPolicy({ services: [{ service: "cloudTrail", sourceArns: [trail] }] });
    const cloudTrail = by(service("cloudtrail.amazonaws.com"));
    const context = { "aws:SourceArn": trail, "kms:EncryptionContext:aws:cloudtrail:arn": trail };
    await expect(policies).toAllow(cloudTrail("GenerateDataKey", context), "CloudTrail");
    await expect(policies).toAllow(
      cloudTrail("DescribeKey", { "aws:SourceArn": trail }),
      "CloudTrailDescribe",
    );
    await expect(policies).toDeny(
      cloudTrail("GenerateDataKey", { ...context, "aws:SourceArn": `${trail}2` }),
    );
    await expect(policies).toAllow(
      cloudTrail("Decrypt", {
        "aws:SourceArn": trail,
        "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::logs",
      }),
      "CloudTrailBucketKey",
    );
    await expect(policies).toDeny(cloudTrail("Decrypt", { ...context, "aws:SourceArn": `${trail}2` }));
    await expect(policies).toDeny(cloudTrail("Encrypt", context));
  });

  it("EventBridge may encrypt for topics by their context, as it sends no source", async () => {
    const { policies, by } = withPolicy({ services: [{ service: "eventBridgeToTopics" }] });
    const events = by(service("events.amazonaws.com"));
    const to = (account: string) => ({
      "kms:EncryptionContext:aws:sns:topicArn": `arn:aws:sns:eu-central-1:${account}:alerts`,
    });
    for (const action of ["GenerateDataKey", "Decrypt"]) {
      await expect(policies).toAllow(events(action, to("111122223333")), "EventBridgeToTopics");
      await expect(policies).toDeny(events(action, to("444455556666")));
      await expect(policies).toDeny(events(action));
    }
    await expect(policies).toDeny(events("Encrypt", to("111122223333")));
  });

  it("Route 53 may sign and grant for this account's zones only", async () => {
    const { policies, by } = withPolicy(
      {
        env: { ...ENVIRONMENT, region: "us-east-1" },
        services: [{ service: "route53Dnssec", reason: "a test" }],
      },
      SIGNING,
    );
    const dnssec = by(service("dnssec-route53.amazonaws.com"));
    const zone = source("arn:aws:route53:::hostedzone/Z1");
    await expect(policies).toAllow(dnssec("Sign", zone), "Route53Dnssec");
    await expect(policies).toAllow(dnssec("CreateGrant", { ...zone, ...FOR_AWS }), "Route53DnssecGrant");
    await expect(policies).toDeny(dnssec("Sign", source("arn:aws:route53:::hostedzone/Z1", "444455556666")));
    await expect(policies).toDeny(dnssec("CreateGrant", zone));
  });

  it.each([
    ["config", "config.amazonaws.com", "arn:aws:config:eu-central-1:111122223333:x"],
    ["sns", "sns.amazonaws.com", "arn:aws:sns:eu-central-1:111122223333:topic"],
    ["s3Notifications", "s3.amazonaws.com", "arn:aws:s3:::bucket"],
    ["s3NotificationsToQueues", "s3.amazonaws.com", "arn:aws:s3:::bucket"],
    ["cloudWatchAlarms", "cloudwatch.amazonaws.com", "arn:aws:cloudwatch:eu-central-1:111122223333:alarm:a"],
    ["eventBridgeToQueues", "events.amazonaws.com", "arn:aws:events:eu-central-1:111122223333:rule/r"],
    ["logDelivery", "delivery.logs.amazonaws.com", "arn:aws:logs:eu-central-1:111122223333:x"],
    ["guardDuty", "guardduty.amazonaws.com", "arn:aws:guardduty:eu-central-1:111122223333:detector/d"],
  ] as const)(
    "%s may use the key for this account's resources, not for another's",
    async (name, principal, arn) => {
      const { policies, by } = withPolicy({ services: [{ service: name, reason: "a test" }] });
      const request = by(service(principal));
      await expect(policies).toAllow(request("GenerateDataKey", source(arn)));
      await expect(policies).toDeny(request("GenerateDataKey", source(arn, "444455556666")));
      await expect(policies).toDeny(request("GenerateDataKey", source("arn:aws:else:::x")));
      await expect(policies).toDeny(request("GenerateDataKey"));
      await expect(policies).toDeny(request("PutKeyPolicy", source(arn)));
    },
  );
});

describe("the four statements of the KMS console", () => {
  it("let a user of the iam module manage, use and attach, and nobody else use", async () => {
    const { policies } = judged((stack) => {
      const { userArn } = testUser(stack);
      new Key(stack, "key", {
        description: "x",
        policy: {
          env: ENVIRONMENT,
          root: { full: "the default of the KMS console" },
          administrators: [userArn],
          users: [userArn],
          grantUsers: [userArn],
        },
      });
    });
    const [resource = ""] = Object.keys(policies.keys);
    const alice = {
      principal: { kind: "user", arn: "arn:aws:iam::111122223333:user/alice" } as const,
      resource,
    };
    await expect(policies).toAllow({ ...alice, action: "kms:PutKeyPolicy" }, "KeyAdministrators");
    await expect(policies).toAllow({ ...alice, action: "kms:Decrypt" }, "KeyUsers");
    await expect(policies).toAllow(
      { ...alice, action: "kms:CreateGrant", context: FOR_AWS },
      "AttachPersistentResources",
    );
    await expect(policies).toDeny({ ...alice, action: "kms:CreateGrant" });
  });
});
