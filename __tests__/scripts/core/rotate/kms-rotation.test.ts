/** The port over KMS's own protocol: what an emulator lacks is answered here as AWS documents it. */
import { kmsRotation } from "../../../../scripts/core/rotate/kms-rotation";
import { type AnsweringServer, answeringServer } from "../../../helpers/servers/answering-server";

process.env.AWS_ACCESS_KEY_ID ??= "test";
process.env.AWS_SECRET_ACCESS_KEY ??= "test";

const KEY = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

describe("rotation through KMS", () => {
  let server: AnsweringServer;
  let answers: Readonly<Record<string, (body: Readonly<Record<string, unknown>>) => object>>;
  beforeEach(async () => {
    server = await answeringServer(({ headers, body }) => {
      const operation = String(headers["x-amz-target"]).replace("TrentService.", "");
      const answer = answers[operation];
      const type = { "content-type": "application/x-amz-json-1.1" };
      if (answer === undefined)
        return { status: 400, headers: type, body: '{"__type":"UnsupportedOperationException"}' };
      return { status: 200, headers: type, body: JSON.stringify(answer(JSON.parse(body))) };
    });
  });
  afterEach(() => server.close());

  const kms = () => kmsRotation({ region: "eu-central-1", endpoint: server.url });
  const asked = () =>
    server.asked.map(({ headers, body }) => [
      String(headers["x-amz-target"]).replace("TrentService.", ""),
      JSON.parse(body),
    ]);

  it("tells what a key is, and when the first of its materials expires", async () => {
    const metadata = {
      Arn: KEY,
      KeyId: KEY,
      KeySpec: "SYMMETRIC_DEFAULT",
      KeyUsage: "ENCRYPT_DECRYPT",
      KeyState: "Enabled",
      KeyManager: "CUSTOMER",
      Origin: "EXTERNAL",
      CreationDate: 1_780_000_000,
      ValidTo: 1_790_000_000,
      MultiRegionConfiguration: { MultiRegionKeyType: "PRIMARY" },
    };
    answers = { DescribeKey: () => ({ KeyMetadata: metadata }) };
    expect(await kms().describe("alias/imported")).toEqual({
      arn: KEY,
      spec: "SYMMETRIC_DEFAULT",
      usage: "ENCRYPT_DECRYPT",
      state: "Enabled",
      manager: "CUSTOMER",
      origin: "EXTERNAL",
      multiRegion: "PRIMARY",
      created: new Date(1_780_000_000_000),
      validTo: new Date(1_790_000_000_000),
    });
    const another = "arn:aws:kms:eu-central-1:111122223333:key/another";
    await expect(kms().describe(another)).rejects.toMatchObject({ exit: "badReply" });
  });

  it("lists all pages of materials, the pending one included", async () => {
    answers = {
      ListKeyRotations: ({ Marker }) =>
        Marker === undefined
          ? {
              Truncated: true,
              NextMarker: "more",
              Rotations: [
                { KeyMaterialState: "PENDING_ROTATION", ImportState: "IMPORTED", ValidTo: 1_790_000_000 },
              ],
            }
          : {
              Truncated: false,
              Rotations: [
                { KeyMaterialState: "CURRENT", RotationType: "ON_DEMAND", RotationDate: 1_780_000_000 },
                { KeyMaterialState: "NON_CURRENT", ImportState: "PENDING_IMPORT" },
              ],
            },
    };
    expect(await kms().materials(KEY)).toEqual([
      {
        state: "PENDING_ROTATION",
        pendingImport: false,
        validTo: new Date(1_790_000_000_000),
        rotated: undefined,
        onDemand: false,
      },
      {
        state: "CURRENT",
        pendingImport: false,
        validTo: undefined,
        rotated: new Date(1_780_000_000_000),
        onDemand: true,
      },
      { state: "NON_CURRENT", pendingImport: true, validTo: undefined, rotated: undefined, onDemand: false },
    ]);
    expect(asked()).toEqual([
      ["ListKeyRotations", { KeyId: KEY, IncludeKeyMaterial: "ALL_KEY_MATERIAL" }],
      ["ListKeyRotations", { KeyId: KEY, IncludeKeyMaterial: "ALL_KEY_MATERIAL", Marker: "more" }],
    ]);
  });

  it("begins a rotation, and sees one that goes on", async () => {
    answers = {
      RotateKeyOnDemand: () => ({ KeyId: KEY }),
      GetKeyRotationStatus: () => ({ KeyRotationEnabled: false, OnDemandRotationStartDate: 1_780_000_000 }),
      UpdateAlias: () => ({}),
    };
    await kms().rotateOnDemand(KEY);
    expect(await kms().rotatingSince(KEY)).toEqual(new Date(1_780_000_000_000));
    await kms().moveAlias("alias/imported", KEY);
    expect(asked()).toEqual([
      ["RotateKeyOnDemand", { KeyId: KEY }],
      ["GetKeyRotationStatus", { KeyId: KEY }],
      ["UpdateAlias", { AliasName: "alias/imported", TargetKeyId: KEY.split("/")[1] }],
    ]);
  });

  it("tells of what KMS refuses, and believes no material without a state", async () => {
    answers = { ListKeyRotations: () => ({ Truncated: false, Rotations: [{}] }) };
    await expect(kms().rotateOnDemand(KEY)).rejects.toMatchObject({ exit: "key" });
    await expect(kms().materials(KEY)).rejects.toMatchObject({ exit: "badReply" });
  });
});
