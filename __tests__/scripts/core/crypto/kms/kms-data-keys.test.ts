import { judgeHeader } from "../../../../../scripts/core/crypto/kms/judge-header";
import type { KmsCalls } from "../../../../../scripts/core/crypto/kms/kms-calls";
import { kmsOpeningKeys, kmsSealingKeys } from "../../../../../scripts/core/crypto/kms/kms-data-keys";
import { openMessage, sealMessage } from "../../../../../scripts/core/crypto/messages";
import { fakeKms } from "../../../../helpers/kms/fake-kms";
import { type Passed, pass } from "../../../../helpers/messages";

const arn = (region: string, id: string, account = "111122223333", partition = "aws"): string =>
  `arn:${partition}:kms:${region}:${account}:key/${id}`;
const SINGLE = "1234abcd-12ab-34cd-56ef-1234567890ab";
const OTHER = "aaaabbbb-12ab-34cd-56ef-1234567890ab";
const MULTI = "mrk-1234abcd12ab34cd56ef1234567890ab";
const CONTEXT = { tier: "prod" };

async function sealed(keys: readonly [string, ...string[]], kms: KmsCalls = fakeKms()): Promise<Buffer> {
  const { bytes, error } = await pass(sealMessage(kmsSealingKeys(keys, kms), { context: CONTEXT }), [
    Buffer.from("text"),
  ]);
  if (error !== undefined) throw error;
  return bytes;
}

function opened(message: Buffer, keys: readonly string[], kms: KmsCalls): Promise<Passed> {
  const judge: Parameters<typeof kmsOpeningKeys>[2] = (header) => judgeHeader(header, keys, CONTEXT, {});
  return pass(openMessage(kmsOpeningKeys(keys, kms, judge)), [message]);
}

const text = { error: undefined, bytes: Buffer.from("text") };

describe("sealing under KMS keys", () => {
  it("generates the data key with the first key and encrypts it with the others, in order", async () => {
    const kms = fakeKms();
    const keys = [arn("eu-central-1", SINGLE), arn("us-east-1", OTHER), arn("eu-west-1", MULTI)] as const;
    await sealed(keys, kms);
    expect(kms.calls).toEqual([`GenerateDataKey ${keys[0]}`, `Encrypt ${keys[1]}`, `Encrypt ${keys[2]}`]);
  });

  it("fails when one of the keys cannot be used, and makes no message", async () => {
    const keys = [arn("eu-central-1", SINGLE), arn("us-east-1", OTHER)] as const;
    await expect(sealed(keys, fakeKms([keys[1]]))).rejects.toMatchObject({ exit: "unavailable" });
  });
});

describe("opening under KMS keys", () => {
  const [first, second] = [arn("eu-central-1", SINGLE), arn("us-east-1", OTHER)];

  it("asks only the keys that were given, in the order of the message", async () => {
    const message = await sealed([first, second]);
    const kms = fakeKms();
    expect(await opened(message, [second], kms)).toMatchObject(text);
    expect(kms.calls).toEqual([`Decrypt ${second}`]);
  });

  it("goes on with the next key when one cannot be reached, and reports the first failure if none can", async () => {
    const message = await sealed([first, second]);
    const kms = fakeKms([first]);
    expect(await opened(message, [second, first], kms)).toMatchObject(text);
    expect(kms.calls).toEqual([`Decrypt ${first}`, `Decrypt ${second}`]);
    const none = await opened(message, [first, second], fakeKms([first, second]));
    expect(none.error).toMatchObject({ exit: "unavailable", message: `cannot reach ${first}` });
  });

  it("opens a message of a multi-Region key with its replica in another region", async () => {
    const [primary, replica] = [arn("eu-central-1", MULTI), arn("eu-west-1", MULTI)];
    const kms = fakeKms();
    expect(await opened(await sealed([primary]), [replica], kms)).toMatchObject(text);
    expect(kms.calls).toEqual([`Decrypt ${replica}`]);
  });

  it("asks the very key before its replicas, and the replica when its region is down", async () => {
    const [primary, replica] = [arn("eu-central-1", MULTI), arn("eu-west-1", MULTI)];
    const kms = fakeKms([primary]);
    expect(await opened(await sealed([primary]), [replica, primary], kms)).toMatchObject(text);
    expect(kms.calls).toEqual([`Decrypt ${primary}`, `Decrypt ${replica}`]);
  });

  it.each([
    ["a single-Region key of the same id in another region", arn("eu-west-1", SINGLE), first],
    ["another account", arn("eu-central-1", MULTI, "444455556666"), arn("eu-central-1", MULTI)],
    ["another partition", arn("eu-central-1", MULTI, "111122223333", "aws-cn"), arn("eu-central-1", MULTI)],
    ["another multi-Region key", arn("eu-west-1", MULTI.replace("1", "2")), arn("eu-central-1", MULTI)],
  ])("fails for %s, without a call", async (_what, given, sealer) => {
    const kms = fakeKms();
    const { error, bytes } = await opened(await sealed([sealer]), [given], kms);
    expect(error).toMatchObject({
      exit: "key",
      message: `the message was sealed with another key: ${sealer}`,
    });
    expect([kms.calls, bytes]).toEqual([[], Buffer.alloc(0)]);
  });

  it("says what is wrong when only the region differs", async () => {
    const { error } = await opened(await sealed([first]), [arn("eu-west-1", SINGLE)], fakeKms());
    expect(error).toMatchObject({ hint: expect.stringMatching(/not a multi-Region key/) });
  });

  it.each([0, 16, 31, 33, 64])(
    "fails for a data key of %i bytes, when sealing and when opening",
    async (length) => {
      const kms = fakeKms();
      const wrong: KmsCalls = {
        ...kms,
        generateDataKey: async (...call) => ({
          ...(await kms.generateDataKey(...call)),
          plaintext: Buffer.alloc(length),
        }),
        decrypt: async () => Buffer.alloc(length),
      };
      const bad = { exit: "badReply", message: `the data key has ${length} bytes, allowed: 32` };
      await expect(sealed([first], wrong)).rejects.toMatchObject(bad);
      const { error, bytes } = await opened(await sealed([first]), [first], wrong);
      expect([error, bytes]).toMatchObject([bad, Buffer.alloc(0)]);
    },
  );
});
