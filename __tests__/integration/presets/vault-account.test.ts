import { GetRolePolicyCommand } from "@aws-sdk/client-iam";
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from "@aws-sdk/client-s3";
import { OUTPUT } from "../../../presets/common/pair/outputs";
import { type SourceOutput, VAULT_OUTPUT } from "../../../presets/vault-account/outputs";
import { testClients } from "../../helpers/emulator";
import { deployPreset } from "../../helpers/stacks/preset-stack";
import { useTempDir } from "../../helpers/temp-dir";

const REGION = "eu-central-1";
const [VAULT, ONE, TWO] = ["111122223333", "222233334444", "333344445555"];
const NAME = "etcd/copy.tar.gz.kms";

const STACKS = `
stacks:
  used-vault-account:
    preset: vault-account
    region: ${REGION}
    accountId: "${VAULT}"
    key: { alias: alias/used-vault-account, preventDestroy: false }
    bucket: { objectLock: { mode: GOVERNANCE, retentionInDays: 1 }, preventDestroy: false }
    sources:
      - { accountId: "${ONE}", regions: [${REGION}, eu-west-1] }
      - { accountId: "${TWO}", regions: [eu-west-1], prefix: team/payments/, replication: true }
    restorer: {}
    breakGlass: {}
`;

const sourceStack = ({ bucket, key_arn: keyArn }: SourceOutput) => `
stacks:
  vault-source:
    preset: vault-source
    region: ${REGION}
    accountId: "${ONE}"
    vault: { bucket: "${bucket}", keyArn: "${keyArn}" }
    restorer: {}
`;

describe("vault-account, applied", () => {
  const dir = useTempDir();

  it("takes copies of two other accounts where its outputs say, under its key, locked, and none twice; a stack in each makes the roles", async () => {
    const { "used-vault-account": vault } = await deployPreset(dir(), STACKS);
    const outputs = vault?.outputs ?? {};
    const sources = outputs[VAULT_OUTPUT.sources] as Record<string, SourceOutput>;
    expect(Object.keys(sources)).toEqual([ONE, TWO]);
    expect(outputs[OUTPUT.keyArn]).toMatch(new RegExp(`^arn:aws:kms:${REGION}:${VAULT}:key/`));
    for (const [account, { bucket, prefix, region, key_arn: keyArn, writer }] of Object.entries(sources)) {
      const s3 = testClients(account).s3In(region);
      const put = new PutObjectCommand({
        Bucket: bucket,
        Key: `${prefix}${NAME}`,
        Body: account,
        IfNoneMatch: "*",
      });
      await s3.send(put);
      await expect(s3.send(put)).rejects.toMatchObject({ name: "PreconditionFailed" });
      const read = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: `${prefix}${NAME}` }));
      expect(await read.Body?.transformToString()).toBe(account);
      expect(read).toMatchObject({ SSEKMSKeyId: keyArn, ObjectLockMode: "GOVERNANCE" });
      expect(keyArn).toBe(outputs[OUTPUT.keyArn]);
      expect(JSON.stringify(writer?.policy)).toContain(`arn:aws:s3:::${bucket}/${prefix}*`);
      expect(JSON.stringify(writer?.policy)).toContain(`"${keyArn}"`);
    }
    const listed = await testClients(VAULT)
      .s3In(REGION)
      .send(new ListObjectsV2Command({ Bucket: String(outputs[OUTPUT.bucket]) }));
    expect(listed.Contents?.map(({ Key }) => Key)).toEqual([`${ONE}/${NAME}`, `team/payments/${NAME}`]);
    expect(outputs[VAULT_OUTPUT.restorerRoleArn]).toBe(
      `arn:aws:iam::${VAULT}:role/used-vault-account-restorer`,
    );
    expect(outputs[VAULT_OUTPUT.breakGlassRoleArn]).toBe(
      `arn:aws:iam::${VAULT}:role/used-vault-account-break-glass`,
    );

    const one = sources[ONE] as SourceOutput;
    const { "vault-source": source } = await deployPreset(dir(), sourceStack(one));
    const { iam } = testClients(ONE);
    for (const way of ["writer", "restorer"] as const) {
      const arn = `arn:aws:iam::${ONE}:role${one[way]?.roles[0]}`;
      expect(source?.outputs[`${way}_role_arn`]).toBe(arn);
      const { PolicyDocument = "" } = await iam.send(
        new GetRolePolicyCommand({ RoleName: `vault-source-${way}`, PolicyName: "vault" }),
      );
      expect(JSON.parse(decodeURIComponent(PolicyDocument))).toEqual(one[way]?.policy);
    }
    expect(source?.outputs).toMatchObject({ bucket: one.bucket, prefix: one.prefix, region: one.region });
  });
});
