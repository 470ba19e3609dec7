/** Keys: each part between `#region` and `#endregion` stands in docs/modules/kms.md. */
import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { TerraformStack } from "cdktf";
import { type AwsEnvironment, Role, serviceTrust } from "../modules/iam";
import {
  Alias,
  ExistingAlias,
  ExistingKey,
  Grant,
  Key,
  MultiRegionKey,
  ReplicaKey,
  RotatedKeys,
} from "../modules/kms";

/** Adds every example to a stack. */
export function addKms(stack: TerraformStack): void {
  new AwsProvider(stack, "aws", { region: "eu-central-1" });
  const { accountId } = new DataAwsCallerIdentity(stack, "account");
  const env: AwsEnvironment = {
    partition: "aws",
    dnsSuffix: "amazonaws.com",
    accountId,
    region: "eu-central-1",
  };
  const trust = [serviceTrust("ec2", env)];
  const administrator = new Role(stack, "administrator", {
    name: "key-admin",
    description: "Manages keys.",
    trust,
  });
  const writer = new Role(stack, "writer", { name: "writer", description: "Writes reports.", trust });
  const colleague = new Role(stack, "colleague", {
    name: "colleague",
    description: "Hands files over, and gets them.",
    trust,
  });
  const administrators = [administrator.roleArn];

  // #region Key
  const key = new Key(stack, "reports", {
    description: "Reports",
    aliases: ["alias/reports"],
    policy: {
      env,
      administrators,
      users: { principals: [writer.roleArn], viaServices: ["s3"] },
      services: [{ service: "cloudWatchLogs" }],
    },
  });

  // For `sealstack encrypt` and `decrypt`, with `--context purpose=handover`.
  new Key(stack, "handover", {
    description: "Files that are handed over",
    aliases: ["alias/handover"],
    policy: {
      env,
      administrators,
      users: { principals: [colleague.roleArn], encryptionContext: { purpose: "handover" } },
    },
  });

  // For `sealstack encrypt-item` and `decrypt-item`, with `--table customers`.
  new Key(stack, "customers", {
    description: "Fields of customers",
    aliases: ["alias/customers"],
    policy: {
      env,
      administrators,
      users: {
        principals: [colleague.roleArn],
        encryptionContext: { "sealstack:purpose": "item", "sealstack:table": "customers" },
      },
    },
  });

  // Its material comes by `sealstack import-key-material`, as an administrator.
  new Key(stack, "imported", {
    description: "Material of our own",
    origin: "EXTERNAL",
    aliases: ["alias/imported"],
    policy: { env, administrators, users: [writer.roleArn] },
  });
  // #endregion

  // #region Alias
  new Alias(stack, "archive", { name: "alias/report-archive", targetKey: key });
  // #endregion

  // #region Grant
  const partner = "arn:aws:iam::444455556666:role/partner";
  const forPartner = new Key(stack, "partner-reports", {
    description: "Reports for a partner",
    policy: {
      env,
      administrators,
      // Who deploys this: without it, nobody may create the grant.
      grantAdministrators: {
        principals: [`arn:aws:iam::${accountId}:role/deployer`],
        grantOperations: ["Decrypt"],
        granteePrincipals: [partner],
      },
    },
  });
  new Grant(stack, "partner", {
    key: forPartner,
    granteePrincipal: partner,
    operations: ["Decrypt"],
    encryptionContextSubset: { audience: "partner" },
  });
  // #endregion

  // #region ExistingKey
  const shared = new ExistingKey(stack, "shared", {
    keyArn: "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    env: { ...env, accountId: "111122223333" },
  });
  shared.grantDecrypt(writer);
  // #endregion

  // #region ExistingAlias
  new ExistingAlias(stack, "by-alias", { name: "alias/made-elsewhere", env }).grantEncrypt(writer);
  // #endregion

  // #region MultiRegionKey
  new MultiRegionKey(stack, "global", {
    description: "Data in two regions",
    aliases: ["alias/global"],
    policy: { env, administrators, users: [writer.roleArn] },
    replicas: { "eu-west-1": {} },
  });
  // #endregion

  // #region ReplicaKey
  const primary = new Key(stack, "primary", {
    description: "Primary of a replica with a policy of its own",
    multiRegion: true,
    policy: { env, administrators, users: [writer.roleArn] },
  });
  new ReplicaKey(stack, "replica", {
    primary,
    region: "eu-west-1",
    policy: { env: { ...env, region: "eu-west-1" }, administrators, decryptOnly: [writer.roleArn] },
  });
  // #endregion

  // #region RotatedKeys
  new RotatedKeys(stack, "signing", {
    alias: "alias/release-signing",
    description: "Signs releases",
    keySpec: "ECC_NIST_P256",
    keyUsage: "SIGN_VERIFY",
    versions: ["2026-01", "2026-07"],
    current: "2026-07",
    policy: { env, administrators, signers: [writer.roleArn] },
  });
  // #endregion
}
