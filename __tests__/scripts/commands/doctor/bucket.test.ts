import { STACK_KEY as ARN, useDoctor } from "../../../helpers/doctor";

describe("sealstack doctor, of the bucket", () => {
  const host = useDoctor();

  it("tells what is wrong with a bucket", async () => {
    host.store.state = "Suspended";
    host.store.lock = { enabled: false };
    host.store.rules = [
      { prefix: "other/", byTags: false, size: {}, currentDays: 30, newerNoncurrentVersions: 0 },
    ];
    expect(await host.doctor()).toMatchObject({
      problems: ["versions of objects"],
      warnings: expect.arrayContaining(["object lock", "lifecycle"]),
    });
  });

  it.each<[string, object, string, string]>([
    [
      "encryption of the bucket",
      { encryption: { algorithm: "AES256", keyId: undefined } },
      "problem",
      "PutBucketEncryption",
    ],
    ["encryption of the bucket", { encryption: { algorithm: "aws:kms", keyId: "other" } }, "problem", ARN],
    [
      "encryption of the bucket",
      { encryption: { algorithm: "aws:kms", keyId: ARN.split("/")[1] } },
      "ok",
      "under",
    ],
    ["encryption of the bucket", { encryption: undefined }, "problem", "nothing"],
    ["encryption of the bucket", { encryption: "unknown" }, "not allowed", "may not see"],
    ["object ownership", { ownership: "ObjectWriter" }, "warning", "PutBucketOwnershipControls"],
    ["object ownership", { ownership: undefined }, "warning", "not set"],
    ["object ownership", { ownership: "unknown" }, "not allowed", "may not see"],
    ["public access", { publicAccessBlocked: false }, "problem", "PutPublicAccessBlock"],
    ["public access", { publicAccessBlocked: "unknown" }, "not allowed", "may not see"],
  ])("compares the %s with the stack: %j", async (name, change, result, words) => {
    const { bucket } = host.looks;
    host.looks.bucket = async () => ({ ...(await bucket()), ...change });
    const found = await host.check(name);
    expect(found.result).toBe(result);
    expect(`${found.detail} ${found.mend}`).toContain(words);
  });

  it.each([
    [{ currentDays: 60 }, undefined, "after 60 days, and the stack's outputs say 30"],
    [{ noncurrentDays: 7 }, 90, "removes after 37 days what is locked for 90"],
    [{ noncurrentDays: 7 }, 37, "they agree; locked for 37 days"],
    [{}, undefined, "they agree; nothing is locked"],
  ])("compares retention, lifecycle %j and a lock of %s days", async (rule, defaultDays, words) => {
    host.store.rules = [
      { prefix: "", byTags: false, size: {}, currentDays: 30, newerNoncurrentVersions: 0, ...rule },
    ];
    host.store.lock = {
      enabled: true,
      defaultMode: "GOVERNANCE",
      ...(defaultDays !== undefined && { defaultDays }),
    };
    const found = await host.check("retention, lifecycle and lock");
    expect(found.result).toBe(words.startsWith("they agree") ? "ok" : "warning");
    expect(found.detail).toContain(words);
  });
});
