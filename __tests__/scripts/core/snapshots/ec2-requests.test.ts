/** What is asked of EC2 and RDS where no emulator answers as AWS does: AMIs, other regions, odd replies. */
import { ec2Client } from "../../../../scripts/clients/services/ec2";
import { rdsClient } from "../../../../scripts/clients/services/rds";
import { ec2Images } from "../../../../scripts/core/snapshots/ec2-images";
import { ec2Snapshots } from "../../../../scripts/core/snapshots/ec2-snapshots";
import type { Snapshot } from "../../../../scripts/core/snapshots/ports";
import { rdsSnapshots } from "../../../../scripts/core/snapshots/rds-snapshots";
import { type AnsweringServer, answeringServer } from "../../../helpers/servers/answering-server";
import { keyArn, OTHER, OWN } from "../../../helpers/stores/memory-snapshots";

process.env.AWS_ACCESS_KEY_ID ??= "test";
process.env.AWS_SECRET_ACCESS_KEY ??= "test";

const REGION = "eu-west-1";
const [AMI, COPY, SNAP] = ["ami-0123456789abcdef0", "ami-0fedcba9876543210", "snap-0123456789abcdef0"];
const KEY = keyArn(REGION, "2");

const snapshotXml = (more = "") =>
  `<snapshotSet><item><snapshotId>${SNAP}</snapshotId><ownerId>${OWN}</ownerId>${more}</item></snapshotSet>`;
const SEALED = `<status>completed</status><encrypted>true</encrypted><kmsKeyId>${KEY}</kmsKeyId>`;
const IMAGE = `<imagesSet><item><imageId>${AMI}</imageId><imageOwnerId>${OWN}</imageOwnerId><name>web 1</name><imageState>available</imageState>
  <blockDeviceMapping><item><deviceName>/dev/xvda</deviceName><ebs><snapshotId>${SNAP}</snapshotId><encrypted>true</encrypted></ebs></item></blockDeviceMapping></item></imagesSet>`;

describe("requests about snapshots", () => {
  let server: AnsweringServer;
  let replies: Record<string, string>;
  beforeEach(async () => {
    replies = {};
    server = await answeringServer(({ body }) => {
      const action = new URLSearchParams(body).get("Action") ?? "";
      const reply = replies[action] ?? "<ok/>";
      return {
        status: 200,
        headers: { "content-type": "text/xml" },
        body: `<${action}Response>${reply}</${action}Response>`,
      };
    });
  });
  afterEach(() => server.close());

  const asked = (action: string) =>
    server.asked
      .map(({ body }) => Object.fromEntries(new URLSearchParams(body)))
      .filter(({ Action }) => Action === action);
  const settings = () => ({ region: REGION, endpoint: server.url });
  const ebs = () => ec2Snapshots(ec2Client(settings()), ec2Client(settings(), 1));
  const order = (source: Partial<Snapshot>) => ({
    source: {
      id: AMI,
      name: "web 1",
      owner: OTHER,
      state: "available",
      status: "available",
      keyArns: [],
      unencrypted: [],
      unsharable: undefined,
      ...source,
    } as const,
    sourceRegion: "eu-central-1",
    keyArn: KEY,
    name: undefined,
    tag: "the tag",
  });

  it("copies an AMI with its snapshots under the key, with the tag on both", async () => {
    replies.CopyImage = `<imageId>${COPY}</imageId>`;
    expect(await ec2Images(ec2Client(settings())).copy(order({}))).toBe(COPY);
    expect(asked("CopyImage")).toMatchObject([
      {
        SourceImageId: AMI,
        SourceRegion: "eu-central-1",
        Encrypted: "true",
        KmsKeyId: KEY,
        Name: expect.stringMatching(/^web 1-copy-[0-9a-f]{8}$/),
        "TagSpecification.1.ResourceType": "image",
        "TagSpecification.1.Tag.1.Key": "sealstack:source",
        "TagSpecification.1.Tag.1.Value": "the tag",
        "TagSpecification.2.ResourceType": "snapshot",
      },
    ]);
  });

  it("names the copy of an AMI with a long name within EC2's limit, and two of them apart", async () => {
    replies.CopyImage = `<imageId>${COPY}</imageId>`;
    const images = ec2Images(ec2Client(settings()));
    await images.copy(order({ name: "a".repeat(128) }));
    await images.copy({ ...order({ name: "a".repeat(128) }), tag: "another tag" });
    const names = asked("CopyImage").map(({ Name = "" }) => Name);
    expect(names.map(({ length }) => length)).toEqual([128, 128]);
    expect(new Set(names).size).toBe(2);
  });

  it("shares an AMI and the snapshots behind it, which those who copy it have to read", async () => {
    replies.DescribeImages = IMAGE;
    replies.DescribeSnapshots = snapshotXml(SEALED);
    const images = ec2Images(ec2Client(settings()));
    const found = await images.find(AMI);
    expect(found).toMatchObject({
      id: AMI,
      name: "web 1",
      state: "available",
      keyArns: [KEY],
      unencrypted: [],
    });
    await images.share(found as Snapshot, [OTHER]);
    expect(asked("ModifySnapshotAttribute")).toMatchObject([
      { SnapshotId: SNAP, Attribute: "createVolumePermission", OperationType: "add", "UserId.1": OTHER },
    ]);
    expect(asked("ModifyImageAttribute")).toMatchObject([
      { ImageId: AMI, "LaunchPermission.Add.1.UserId": OTHER },
    ]);
  });

  it("shares an EBS snapshot with one account a request, as the condition on it is about one", async () => {
    const source = order({ id: SNAP }).source;
    await ebs().share(source, [OTHER, "777788889999"]);
    const requests = asked("ModifySnapshotAttribute").map((request) =>
      Object.entries(request).filter(([name]) => name.startsWith("UserId")),
    );
    expect(requests).toEqual([[["UserId.1", OTHER]], [["UserId.1", "777788889999"]]]);
  });

  it("counts an AMI as shared only where its snapshots are, too", async () => {
    replies.DescribeImages = IMAGE;
    replies.DescribeImageAttribute = `<launchPermission><item><userId>${OTHER}</userId></item></launchPermission>`;
    const images = ec2Images(ec2Client(settings()));
    const found = order({}).source;
    expect(await images.sharedWith(found)).toEqual([]);
    replies.DescribeSnapshotAttribute = `<createVolumePermission><item><userId>${OTHER}</userId></item></createVolumePermission>`;
    expect(await images.sharedWith(found)).toEqual([OTHER]);
  });

  it("fails on an AMI without EBS snapshots", async () => {
    replies.DescribeImages = IMAGE.replace(/<ebs>.*<\/ebs>/, "");
    await expect(ec2Images(ec2Client(settings())).find(AMI)).rejects.toMatchObject({
      exit: "source",
      message: expect.stringMatching(/has no EBS snapshots behind it/),
    });
  });

  it.each([
    [
      "pending",
      "<status>pending</status><progress>37%</progress><encrypted>true</encrypted>",
      "pending",
      "pending, 37%",
    ],
    ["done", SEALED, "available", "completed"],
    [
      "failed",
      "<status>error</status><statusMessage>no key</statusMessage><encrypted>true</encrypted>",
      "failed",
      "error, no key",
    ],
    ["in the recycle bin", SEALED.replace("completed", "recoverable"), "failed", "recoverable"],
  ])("reads an EBS snapshot that is %s", async (_, xml, state, status) => {
    replies.DescribeSnapshots = snapshotXml(xml);
    expect(await ebs().find(SNAP)).toMatchObject({ state, status });
  });

  it("finds earlier copies by their tag, of this account alone", async () => {
    replies.DescribeSnapshots = `${snapshotXml(SEALED)}<nextToken></nextToken>`;
    expect(await ebs().copiesWith("the tag")).toHaveLength(1);
    expect(asked("DescribeSnapshots")).toMatchObject([
      { "Owner.1": "self", "Filter.1.Name": "tag:sealstack:source", "Filter.1.Value.1": "the tag" },
    ]);
  });

  it.each([
    ["no id of the copy", "CopySnapshot", "<ok/>", /without the id of the copy/],
    ["an id that is none", "CopySnapshot", "<snapshotId>i-1</snapshotId>", /without the id of the copy/],
  ])("fails on a reply with %s", async (_, action, reply, message) => {
    replies[action] = reply;
    await expect(ebs().copy(order({ id: SNAP }))).rejects.toMatchObject({
      exit: "badReply",
      message: expect.stringMatching(message),
    });
  });

  it.each([
    ["a key that is none", SEALED.replace(KEY, "alias/aws/ebs"), /without the ARN of a key/],
    ["no state", "<encrypted>true</encrypted>", /without the state of a snapshot/],
  ])("fails on a snapshot with %s", async (_, xml, message) => {
    replies.DescribeSnapshots = snapshotXml(xml);
    await expect(ebs().find(SNAP)).rejects.toMatchObject({
      exit: "badReply",
      message: expect.stringMatching(message),
    });
  });

  it.each([
    ["EBS snapshots", "DescribeSnapshots", "nextToken", ebs],
    ["AMIs", "DescribeImages", "nextToken", () => ec2Images(ec2Client(settings()))],
    [
      "snapshots of RDS",
      "DescribeDBSnapshots",
      "Marker",
      () => rdsSnapshots(rdsClient(settings()), "db-snapshot"),
    ],
  ])("ends on a listing of %s that begins again and again", async (_, action, word, place) => {
    const token = `<${word}>again</${word}>`;
    replies[action] = word === "Marker" ? `<${action}Result>${token}</${action}Result>` : token;
    await expect(place().copiesWith("the tag")).rejects.toMatchObject({
      exit: "badReply",
      message: expect.stringContaining("in a circle"),
    });
  });

  it("copies a snapshot of RDS from another region with a signed request for that region", async () => {
    const arn = `arn:aws:rds:eu-central-1:${OTHER}:snapshot:rds:shop-2026-01-02`;
    const copy = `arn:aws:rds:${REGION}:${OWN}:snapshot:shop-copy`;
    replies.CopyDBSnapshot = `<CopyDBSnapshotResult><DBSnapshot><DBSnapshotArn>${copy}</DBSnapshotArn>
      <DBSnapshotIdentifier>shop-copy</DBSnapshotIdentifier><Status>pending</Status><Encrypted>true</Encrypted></DBSnapshot></CopyDBSnapshotResult>`;
    const place = rdsSnapshots(rdsClient(settings()), "db-snapshot");
    expect(await place.copy(order({ id: arn, name: "rds:shop-2026-01-02" }))).toBe(copy);
    const [request = {}] = asked("CopyDBSnapshot");
    expect(request).toMatchObject({
      SourceDBSnapshotIdentifier: arn,
      TargetDBSnapshotIdentifier: expect.stringMatching(/^shop-2026-01-02-copy-[0-9a-f]{8}$/),
      KmsKeyId: KEY,
    });
    expect(request.PreSignedUrl).toMatch(
      /^https:\/\/rds\.eu-central-1\.amazonaws\.com(:\d+)?\/\?.*Action=CopyDBSnapshot/,
    );
  });
});
