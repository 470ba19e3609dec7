/** The commands against RDS as moto has it: both kinds, by identifier and by ARN. */
import { CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import {
  CreateDBClusterCommand,
  CreateDBClusterSnapshotCommand,
  CreateDBInstanceCommand,
  CreateDBSnapshotCommand,
  DescribeDBClusterSnapshotsCommand,
  DescribeDBSnapshotsCommand,
  RDSClient,
} from "@aws-sdk/client-rds";
import { TEST_CREDENTIALS } from "../../../../tools/emulator/endpoint";
import { sealstack } from "../../../helpers/processes/cli";
import { type Moto, moto } from "../../../helpers/servers/moto";

const REGION = "eu-central-1";
const ACCOUNT = "444455556666";
const LOGIN = { MasterUsername: "shop", MasterUserPassword: "not-a-secret" } as const;

describe("snapshots of RDS", () => {
  let server: Moto;
  let rds: RDSClient;
  let kms: KMSClient;
  let keys: readonly [string, string];
  beforeAll(async () => {
    server = await moto();
    const common = { endpoint: server.url, region: REGION, credentials: TEST_CREDENTIALS };
    [rds, kms] = [new RDSClient(common), new KMSClient(common)];
    keys = [await newKey(), await newKey()];
    const encrypted = { StorageEncrypted: true, KmsKeyId: keys[0] };
    await database("shop", encrypted);
    await database("plain", {});
    const cluster = { DBClusterIdentifier: "shop", Engine: "aurora-postgresql", ...LOGIN, ...encrypted };
    await rds.send(new CreateDBClusterCommand(cluster));
  }, 300_000);
  afterAll(async () => {
    rds?.destroy();
    kms?.destroy();
    await server?.close();
  });

  async function newKey(): Promise<string> {
    return String((await kms.send(new CreateKeyCommand({}))).KeyMetadata?.Arn);
  }

  async function database(DBInstanceIdentifier: string, encryption: object): Promise<void> {
    const kind = { Engine: "postgres", DBInstanceClass: "db.t3.micro", AllocatedStorage: 20 };
    await rds.send(new CreateDBInstanceCommand({ DBInstanceIdentifier, ...kind, ...LOGIN, ...encryption }));
  }

  async function snapshotOf(database: string, name: string): Promise<string> {
    const command = { DBInstanceIdentifier: database, DBSnapshotIdentifier: name };
    return String((await rds.send(new CreateDBSnapshotCommand(command))).DBSnapshot?.DBSnapshotArn);
  }

  async function run(...argv: string[]) {
    const { status, stdout, stderr } = await sealstack(["snapshot", ...argv, "--json"], {
      env: {
        AWS_REGION: REGION,
        AWS_ENDPOINT_URL: server.url,
        AWS_ACCESS_KEY_ID: TEST_CREDENTIALS.accessKeyId,
        AWS_SECRET_ACCESS_KEY: TEST_CREDENTIALS.secretAccessKey,
      },
    });
    return { status, stderr, data: stdout.length === 0 ? {} : JSON.parse(stdout.toString()) };
  }

  it("of a database: shared by its identifier, copied by its ARN under another key, and found again", async () => {
    const arn = await snapshotOf("shop", "nightly");
    const share = ["share", "nightly", "--type", "db-snapshot", "--account", ACCOUNT];
    expect(await run(...share)).toMatchObject({ status: 0, stderr: "", data: { id: arn, added: [ACCOUNT] } });
    expect((await run(...share)).data).toMatchObject({ added: [] });

    const copied = await run("copy", arn, "--key", keys[1]);
    expect(copied).toMatchObject({
      status: 0,
      stderr: "",
      data: { source: arn, began: "now", keyArn: keys[1] },
    });
    const name = copied.data.id.replace(/.*:/, "");
    expect(name).toMatch(/^nightly-copy-[0-9a-f]{8}$/);
    const { DBSnapshots } = await rds.send(new DescribeDBSnapshotsCommand({ DBSnapshotIdentifier: name }));
    expect(DBSnapshots).toMatchObject([
      { KmsKeyId: keys[1], Encrypted: true, TagList: [{ Key: "sealstack:source", Value: arn }] },
    ]);
    const again = await run("copy", "nightly", "--type", "db-snapshot", "--key", keys[1]);
    expect(again.data).toEqual({ ...copied.data, began: "finished before" });
  });

  it("takes no name that is taken", async () => {
    const arn = await snapshotOf("shop", "daily");
    await snapshotOf("shop", "taken");
    const ran = await run("copy", arn, "--key", keys[1], "--name", "taken");
    expect([ran.status, ran.stderr]).toEqual([11, expect.stringMatching(/of that name exists already/)]);
  });

  it("of a cluster: the same", async () => {
    const command = { DBClusterIdentifier: "shop", DBClusterSnapshotIdentifier: "weekly" };
    const { DBClusterSnapshot } = await rds.send(new CreateDBClusterSnapshotCommand(command));
    const arn = String(DBClusterSnapshot?.DBClusterSnapshotArn);
    expect((await run("share", arn, "--account", ACCOUNT)).data).toMatchObject({ added: [ACCOUNT] });
    const copied = await run("copy", arn, "--key", keys[1], "--name", "weekly-elsewhere");
    expect(copied).toMatchObject({ status: 0, stderr: "", data: { began: "now" } });
    const { DBClusterSnapshots } = await rds.send(
      new DescribeDBClusterSnapshotsCommand({ DBClusterSnapshotIdentifier: "weekly-elsewhere" }),
    );
    expect(DBClusterSnapshots).toMatchObject([{ KmsKeyId: keys[1], StorageEncrypted: true }]);
    expect((await run("copy", arn, "--key", keys[1])).data).toEqual({
      ...copied.data,
      began: "finished before",
    });
  });

  it("that is not encrypted is shared only after a copy under a key", async () => {
    const arn = await snapshotOf("plain", "open");
    const refused = await run("share", arn, "--account", ACCOUNT);
    expect([refused.status, refused.stderr]).toEqual([3, expect.stringMatching(/is not encrypted/)]);
    const { data } = await run("copy", arn, "--key", keys[1]);
    expect(await run("share", data.id, "--account", ACCOUNT)).toMatchObject({ status: 0 });
  });

  it("fails on an identifier that is nobody's, and on one of the wrong type", async () => {
    await snapshotOf("shop", "hourly");
    expect((await run("share", "nobody", "--type", "db-snapshot", "--account", ACCOUNT)).status).toBe(10);
    expect((await run("share", "hourly", "--type", "db-cluster-snapshot", "--account", ACCOUNT)).status).toBe(
      10,
    );
  });
});
