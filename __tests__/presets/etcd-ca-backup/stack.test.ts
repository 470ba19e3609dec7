import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { OUTPUT } from "../../../modules/backup-contract";
import type { Deployment } from "../../../presets/common/stack/aws-stack";
import { EtcdCaBackupStack, etcdCaBackupSchema } from "../../../presets/etcd-ca-backup";
import { readablePolicies } from "../../helpers/stacks/readable-policies";
import { annotations, type Synthesized, synthStack, withApp } from "../../helpers/stacks/synth";

const DEPLOYMENT: Deployment = {
  region: "eu-central-1",
  backend: { type: "local", path: "terraform.{stack}.tfstate" },
};
const MINIMAL = { preset: "etcd-ca-backup", region: "eu-central-1" };
const GOLDEN = join(__dirname, "../../golden/etcd-ca-backup.json");

/** The stack of a configuration, as Terraform JSON, and its warnings. */
function stackOf(config: object = {}, deployment = DEPLOYMENT) {
  return withApp((app) => {
    const stack = new EtcdCaBackupStack(app, "etcd-ca-backup", {
      config: etcdCaBackupSchema.parse({ ...MINIMAL, ...config }),
      deployment,
    });
    return { synthesized: synthStack(stack), warnings: annotations(stack, "warn") };
  });
}

const statement = (synthesized: Synthesized, type: string, name: string, sid: string, attribute?: string) =>
  synthesized.statement(synthesized.resource(type, name), sid, attribute);

describe("etcd-ca-backup stack", () => {
  it("is what the golden file says (UPDATE_GOLDEN=1 rewrites it, to be read in review)", () => {
    const text = `${JSON.stringify(stackOf().synthesized.json, readablePolicies, 2)}\n`;
    if (process.env.UPDATE_GOLDEN === "1") writeFileSync(GOLDEN, text);
    expect(text).toBe(readFileSync(GOLDEN, "utf8"));
  });

  it("has a bucket policy that is as long for many prefixes as for one", () => {
    const policyOf = (count: number) => {
      const prefixes = Array.from({ length: count }, (_, index) => ({ prefix: `p${index}/` }));
      const { synthesized } = stackOf({ bucket: { prefixes } });
      return synthesized.resource("aws_s3_bucket_policy", "backups_policy").policy;
    };
    expect(policyOf(1)).toContain("DenyOverwriteOfRecords");
    expect(policyOf(40)).toEqual(policyOf(1));
  });

  it("has no literal partition, no Terraform function and no policy data source in its JSON", () => {
    const text = JSON.stringify(stackOf().synthesized.json);
    expect(text).not.toContain("arn:aws:");
    expect(text).not.toContain("aws_iam_policy_document");
    expect(text.match(/\$\{[^}]*\}/g)?.filter((template) => !/^\$\{[\w.]+\}$/.test(template))).toEqual([]);
  });

  it("has the outputs of the contract, under exactly these names", () => {
    const { json } = stackOf({ keeper: {}, tester: {}, rekeyer: {} }).synthesized;
    // Versions are those of keys that are rotated by hand.
    const { keyVersion: _, keyVersions: __, ...names } = OUTPUT;
    expect(Object.keys(json.output as object).sort()).toEqual(Object.values(names).sort());
    expect(JSON.stringify(json.output)).not.toContain("sensitive");
  });

  it.each(["keeper", "tester", "rekeyer"])("has a %s only where the configuration has one", (name) => {
    const roles = (config: object) => Object.keys(stackOf(config).synthesized.resources("aws_iam_role"));
    const outputs = (config: object) => Object.keys(stackOf(config).synthesized.json.output as object);
    expect(roles({})).not.toContain(name);
    expect(outputs({})).not.toContain(`${name}_role_arn`);
    const trust = [{ type: "principals", arns: ["arn:aws:iam::111122223333:role/nightly"] }];
    const given = { [name]: { trust, maxSessionDuration: 7200 } };
    expect(roles(given).toSorted()).toEqual([...roles({}), name].toSorted());
    expect(outputs(given).toSorted()).toEqual([...outputs({}), `${name}_role_arn`].toSorted());
    const { synthesized } = stackOf(given);
    const role = synthesized.resource("aws_iam_role", name);
    expect(role).toMatchObject({ name: `etcd-ca-backup-${name}`, max_session_duration: 7200 });
    expect(JSON.stringify(role)).toContain("role/nightly");
    expect(synthesized.resource("aws_iam_role_policy", `${name}_policy`).depends_on).toEqual([
      "aws_s3_bucket_policy.backups_policy",
    ]);
  });

  it("tells of changes to keeper, tester and rekeyer as to the other roles", () => {
    const { json } = stackOf({ audit: { trail: {} }, keeper: {}, tester: {}, rekeyer: {} }).synthesized;
    const filters = JSON.stringify(json.resource, (key, value) => (key === "policy" ? undefined : value));
    for (const name of ["writer", "restorer", "administrator", "keeper", "tester", "rekeyer"])
      expect(filters).toContain(`\\"\${aws_iam_role.${name}.name}\\"`);
  });

  it("prints the Ansible variables", () => {
    expect(stackOf().synthesized.output(OUTPUT.ansibleVault)?.value).toEqual({
      step_ca_backup_encryption_method: "kms",
      step_ca_backup_kms_key_id: "${aws_kms_key.key.arn}",
      step_ca_backup_s3_bucket: "${aws_s3_bucket.backups.bucket}",
      step_ca_backup_s3_prefix: "step-ca/",
      step_ca_backup_kms_principal: "${aws_iam_role.writer.arn}",
    });
    const other = stackOf({ bucket: { prefixes: [{ prefix: "ca/prod/" }, { prefix: "etcd/" }] } });
    expect(other.synthesized.output(OUTPUT.ansibleVault)?.value).toMatchObject({
      step_ca_backup_s3_prefix: "ca/prod/",
    });
  });

  it("protects key and bucket unless the configuration says otherwise", () => {
    const open = stackOf({ key: { preventDestroy: false }, bucket: { preventDestroy: false } }).synthesized;
    expect(open.resource("aws_kms_key").lifecycle).toEqual({ prevent_destroy: false });
    expect(open.resource("aws_s3_bucket").lifecycle).toEqual({ prevent_destroy: false });
  });

  it("allows nobody anything before the bucket policy refuses a part of it", () => {
    const { synthesized } = stackOf({ writer: { user: {} } });
    const policies = ["aws_iam_role_policy", "aws_iam_user_policy"].flatMap((type) =>
      Object.values(synthesized.resources(type)),
    );
    expect(policies).toHaveLength(4);
    for (const { depends_on } of policies)
      expect(depends_on).toEqual(["aws_s3_bucket_policy.backups_policy"]);
  });

  it("takes name, alias, tags and lock of the configuration", () => {
    const { synthesized } = stackOf({
      tags: { team: "platform" },
      key: { alias: "alias/other" },
      bucket: { name: "other-bucket", objectLock: { mode: "GOVERNANCE", retentionInDays: 30 } },
    });
    expect(synthesized.resource("aws_kms_alias").name).toBe("alias/other");
    expect(synthesized.resource("aws_s3_bucket")).toMatchObject({
      bucket: "other-bucket",
      tags: { team: "platform" },
    });
    expect(synthesized.resource("aws_kms_key").tags).toEqual({ team: "platform" });
    const envelope = statement(synthesized, "aws_iam_role_policy", "writer_policy", "WriterEnvelope");
    expect(envelope.Condition?.["ForAnyValue:StringEquals"]).toEqual({
      "kms:ResourceAliases": ["alias/other"],
    });
    const bucketUse = statement(synthesized, "aws_kms_key", "key", "WriterBucket");
    expect(bucketUse.Condition?.StringEquals?.["kms:EncryptionContext:aws:s3:arn"]).toBe(
      "arn:${data.aws_partition.current_partition.partition}:s3:::other-bucket",
    );
  });

  it("lets the restorer, and nobody else, use previous keys", () => {
    const previous = "arn:aws:kms:eu-central-1:111122223333:key/0";
    const { synthesized } = stackOf({ key: { previousKeyArns: [previous] } });
    const { Resource } = statement(synthesized, "aws_iam_role_policy", "restorer_policy", "RestorerEnvelope");
    expect(Resource).toEqual(["${aws_kms_key.key.arn}", previous]);
    expect(JSON.stringify(synthesized.resource("aws_iam_role_policy", "writer_policy"))).not.toContain(
      previous,
    );
  });

  it("copies to another account, which keeps bucket and key, and lets the restorer read there", () => {
    const keyArn = "arn:aws:kms:eu-west-1:222233334444:key/00000000-0000-4000-8000-000000000001";
    const { synthesized } = stackOf({
      accountId: "111122223333",
      key: { multiRegion: true, replicaRegions: ["eu-west-1"] },
      bucket: {
        replica: {
          region: "eu-west-1",
          account: { id: "222233334444", bucket: "example-vault", keyArn },
          batchReplication: { reportsExpireInDays: 7 },
        },
      },
    });
    expect(Object.keys(synthesized.resources("aws_s3_bucket")).sort()).toEqual(["backups", "reports"]);
    expect(synthesized.output("replicas")?.value).toMatchObject({
      "eu-west-1": { bucket: "example-vault", key_arn: "${aws_kms_replica_key.key_eu_west_1.arn}" },
    });
    const { rule } = synthesized.resource("aws_s3_bucket_replication_configuration");
    expect(rule).toMatchObject([
      { destination: { account: "222233334444", encryption_configuration: { replica_kms_key_id: keyArn } } },
    ]);
    const { Resource } = statement(
      synthesized,
      "aws_iam_role_policy",
      "restorer_policy",
      "RestorerSecondBucket",
    );
    expect(Resource).toEqual([keyArn]);
    const managed = statement(synthesized, "aws_iam_role_policy", "administrator_policy", "ManageBucket");
    expect(JSON.stringify(managed)).not.toContain("example-vault");
    expect(synthesized.output("reports_bucket")).toBeDefined();
    expect(synthesized.json.provider).toEqual({
      aws: [{ region: "eu-central-1", allowed_account_ids: ["111122223333"] }],
    });
  });

  it("warns about a full root statement, with its reason", () => {
    const key = { rootStatement: "full", rootStatementReason: "break-glass", preventDestroy: false };
    const { warnings, synthesized } = stackOf({ key });
    expect(warnings).toEqual(["any IAM policy of the account can allow to decrypt backups: break-glass"]);
    expect(synthesized.resource("aws_kms_key")["//"]).toMatchObject({
      relaxations: [
        { what: "preventDestroy", reason: "key.preventDestroy is false in the configuration" },
        { what: "statement Root", reason: "break-glass" },
      ],
    });
    expect(stackOf().warnings).toEqual([]);
  });

  it("has no instance profile where no EC2 instance is trusted", () => {
    const arns = ["arn:aws:iam::111122223333:role/etcd-host"];
    const { synthesized } = stackOf({ writer: { trust: [{ type: "principals", arns }] } });
    expect(synthesized.resources("aws_iam_instance_profile")).toEqual({});
    expect(synthesized.output(OUTPUT.instanceProfile)).toBeUndefined();
    const trust = statement(synthesized, "aws_iam_role", "writer", "TrustPrincipals", "assume_role_policy");
    expect(trust.Principal).toEqual({ AWS: arns });
  });

  it("has a profile of Roles Anywhere for hosts with certificates", () => {
    const trustAnchorArn = "arn:aws:rolesanywhere:eu-central-1:111122223333:trust-anchor/0";
    const { synthesized } = stackOf({
      writer: { trust: [{ type: "rolesAnywhere", trustAnchorArn, commonNames: ["ca-1"] }] },
    });
    expect(synthesized.resource("aws_rolesanywhere_profile").role_arns).toEqual([
      "${aws_iam_role.writer.arn}",
    ]);
    expect(synthesized.output("writer_roles_anywhere_profile_arn")).toBeDefined();
    expect(synthesized.output(OUTPUT.instanceProfile)).toBeUndefined();
    const trust = statement(synthesized, "aws_iam_role", "writer", "TrustCertificates", "assume_role_policy");
    expect(trust.Condition).toMatchObject({ ArnEquals: { "aws:SourceArn": [trustAnchorArn] } });
  });

  it("puts every role under path and boundary, those of the audit and the user too", () => {
    const permissionsBoundary = "arn:aws:iam::111122223333:policy/bound";
    const { synthesized } = stackOf({
      roles: { path: "/platform/", permissionsBoundary },
      writer: { user: {} },
      audit: { trail: {} },
    });
    const all = Object.values(synthesized.resources("aws_iam_role"));
    expect(all).toHaveLength(5);
    for (const role of all)
      expect(role).toMatchObject({ path: "/platform/", permissions_boundary: permissionsBoundary });
    expect(synthesized.resource("aws_iam_user")).toMatchObject({ permissions_boundary: permissionsBoundary });
  });

  it("trusts people by second factor, by ARN and by SAML at once", () => {
    const saml = "arn:aws:iam::111122223333:saml-provider/example";
    const trust = [
      { type: "mfa", maxAgeSeconds: 900 },
      { type: "principals", arns: ["arn:aws:iam::111122223333:role/backup-verifier"] },
      { type: "saml", providerArns: [saml] },
    ];
    const { synthesized } = stackOf({ restorer: { trust, maxSessionDuration: 7200 } });
    const find = (sid: string) =>
      statement(synthesized, "aws_iam_role", "restorer", sid, "assume_role_policy");
    expect(find("TrustAccountWithMfa").Condition).toMatchObject({
      NumericLessThan: { "aws:MultiFactorAuthAge": "900" },
    });
    expect(find("TrustPrincipals").Principal).toEqual({
      AWS: ["arn:aws:iam::111122223333:role/backup-verifier"],
    });
    expect(find("TrustSamlProvider").Principal).toEqual({ Federated: [saml] });
    expect(synthesized.resource("aws_iam_role", "restorer").max_session_duration).toBe(7200);
  });
});

describe("IAM user of the etcd-ca-backup stack", () => {
  it("has the writer's permissions and limits, and no access key", () => {
    const { synthesized, warnings } = stackOf({ writer: { user: {} } });
    expect(warnings).toEqual([]);
    expect(synthesized.resources("aws_iam_access_key")).toEqual({});
    const role = synthesized.resource("aws_iam_role_policy", "writer_policy").policy;
    expect(synthesized.resource("aws_iam_user_policy").policy).toBe(role);
    const writers = ["${aws_iam_role.writer.arn}", "${aws_iam_user.writer_user.arn}"];
    expect(
      statement(synthesized, "aws_s3_bucket_policy", "backups_policy", "DenyOverwrite").Condition?.ArnEquals,
    ).toEqual({ "aws:PrincipalArn": writers });
    expect(statement(synthesized, "aws_kms_key", "key", "WriterBucket").Principal).toEqual({ AWS: writers });
    expect(statement(synthesized, "aws_kms_key", "key", "WriterEnvelope").Condition?.ArnEquals).toEqual({
      "aws:PrincipalArn": writers,
    });
    expect(synthesized.output("writer_user_arn")?.value).toBe("${aws_iam_user.writer_user.arn}");
  });

  it("gets an access key only when asked, with a warning and as sensitive outputs", () => {
    const { synthesized, warnings } = stackOf({ writer: { user: { accessKey: true } } });
    expect(warnings).toEqual([expect.stringContaining("never expires")]);
    for (const name of ["writer_user_access_key_id", "writer_user_secret_access_key"])
      expect(synthesized.output(name)?.sensitive).toBe(true);
  });
});

describe("backend and provider of a stack", () => {
  it("keep the state in a file named after the stack", () => {
    const { json } = stackOf().synthesized;
    expect(json.terraform).toMatchObject({
      backend: { local: { path: "terraform.etcd-ca-backup.tfstate" } },
    });
    expect(json.provider).toEqual({ aws: [{ region: "eu-central-1" }] });
  });

  it("keep the state in S3, encrypted and locked", () => {
    const backend = {
      type: "s3",
      bucket: "state",
      key: "sealstack/{stack}.tfstate",
      region: "eu-west-1",
    } as const;
    const { json } = stackOf({}, { region: "eu-central-1", backend }).synthesized;
    expect(json.terraform).toMatchObject({
      backend: {
        s3: {
          bucket: "state",
          key: "sealstack/etcd-ca-backup.tfstate",
          region: "eu-west-1",
          encrypt: true,
          use_lockfile: true,
        },
      },
    });
  });
});
