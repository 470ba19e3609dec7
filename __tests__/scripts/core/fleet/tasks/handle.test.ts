/** The function of S3 Batch Operations over backups under keys of a KMS with real encryption; what it says is what the commands for one backup say. */
import { kmsCipher } from "../../../../../scripts/core/crypto";
import { encodedKey } from "../../../../../scripts/core/fleet/object-key-text";
import { handleInvocation } from "../../../../../scripts/core/fleet/tasks/handle";
import { kmsKeyLife } from "../../../../../scripts/core/key-life/kms-key-life";
import { manifestKey } from "../../../../../scripts/core/object-key";
import { OperatorError } from "../../../../../scripts/errors";
import { useKeyLife } from "../../../../helpers/kms/key-life";
import type { FakeKey } from "../../../../helpers/servers/kms-endpoint";
import { MemoryStore } from "../../../../helpers/stores/memory-store";

const DAYS = ["2026-11-01T00:00:00Z", "2026-11-02T00:00:00Z"] as const;
const NEVER = new AbortController().signal;

/** As published in "Invoke AWS Lambda function" of the S3 User Guide, with other names. */
const invocation = (key: string, userArguments: Record<string, string>, versionId: string | null = null) => ({
  invocationSchemaVersion: "2.0",
  invocationId: "YXNkbGZqYWRmaiBhc2RmdW9hZHNmZGpmaGFzbGtkaGZza2RmaAo",
  job: { id: "f3cc4f60-61f6-4a2b-8a21-d07600c373ce", userArguments },
  tasks: [{ taskId: "dGFza2lkZ29lc2hlcmUK", s3Key: encodedKey(key), s3VersionId: versionId, s3Bucket: "b" }],
});

describe("the function", () => {
  const life = useKeyLife();
  const defects: unknown[] = [];
  afterEach(() => expect(defects.splice(0)).toEqual([]));

  const deps = (store: MemoryStore, defaults = {}) => {
    const settings = { region: "eu-central-1", endpoint: life().kms.url };
    return {
      store: () => store,
      outerKeys: () => {
        throw new Error("not asked");
      },
      cipher: (_: "open" | "seal", [first = "", ...more]: readonly string[]) =>
        kmsCipher({ ...settings, keys: [first, ...more] }),
      kms: kmsKeyLife(settings),
      now: () => new Date("2026-11-28T12:00:00Z"),
      defaults,
      onDefect: (error: unknown) => void defects.push(error),
    };
  };
  const result = async (
    store: MemoryStore,
    key: string,
    args: Record<string, string>,
    versionId?: string,
  ) => {
    const answer = await handleInvocation(invocation(key, args, versionId), deps(store), {
      signal: NEVER,
      seconds: undefined,
    });
    const [{ resultCode, resultString }] = answer.results as [(typeof answer.results)[0]];
    return `${resultCode} ${resultString}`;
  };
  const backedUp = async (key: FakeKey) => {
    const store = new MemoryStore();
    const id = await life().backUp(store, key, DAYS[0]);
    await life().backUp(store, key, DAYS[1]);
    return { store, id };
  };

  it("answers the published event of schema version 1.0 with the arguments of its environment", async () => {
    const key = life().kms.createKey();
    const { store, id } = await backedUp(key);
    const event = {
      invocationSchemaVersion: "1.0",
      invocationId: "YXNkbGZqYWRmaiBhc2RmdW9hZHNmZGpmaGFzbGtkaGZza2RmaAo",
      job: { id: "f3cc4f60-61f6-4a2b-8a21-d07600c373ce" },
      tasks: [
        {
          taskId: "dGFza2lkZ29lc2hlcmUK",
          s3Key: encodedKey(id),
          s3VersionId: "1",
          s3BucketArn: "arn:aws:s3:::b",
        },
      ],
    };
    const answer = await handleInvocation(event, deps(store, { operation: "verify", keys: key.arn }), {
      signal: NEVER,
      seconds: 60,
    });
    expect(answer).toEqual({
      invocationSchemaVersion: "1.0",
      treatMissingKeysAs: "PermanentFailure",
      invocationId: event.invocationId,
      results: [
        {
          taskId: "dGFza2lkZ29lc2hlcmUK",
          resultCode: "Succeeded",
          resultString: `Verified: ${store.object(id).length} bytes and 1 file`,
        },
      ],
    });
  });

  it("says of each object what the command says", async () => {
    const [key, other] = [life().kms.createKey(), life().kms.createKey()];
    const { store, id } = await backedUp(key);
    const whole = store.object(id);
    const states: readonly [string, () => void, string][] = [
      ["Verified", () => {}, key.arn],
      ["KeyNotUsable", () => {}, other.arn],
      ["Damaged", () => store.objects.set(id, Buffer.concat([whole, Buffer.from("x")])), key.arn],
      ["Damaged", () => store.objects.set(id, whole.subarray(0, whole.length - 1)), key.arn],
      ["Damaged", () => store.objects.set(id, Buffer.from("no message")), key.arn],
      ["Gone", () => store.objects.delete(id), key.arn],
    ];
    for (const [word, change, arn] of states) {
      store.objects.set(id, whole);
      change();
      const said = await result(store, id, { operation: "verify", keys: arn });
      const command = await life().run(store, ["verify", "--bucket", "b", "--key", arn, id]);
      expect(said).toMatch(word === "Verified" ? /^Succeeded Verified: / : `PermanentFailure ${word}: `);
      expect(command.status === 0).toBe(said.startsWith("Succeeded"));
      // The same sentence, too.
      const sentence = /error: (.*)/.exec(command.stderr)?.[1] ?? "";
      expect(said).toContain(sentence);
    }
  });

  it("takes throttling for temporary, and says so", async () => {
    const key = life().kms.createKey();
    const { store, id } = await backedUp(key);
    store.before = () => {
      throw new OperatorError("unavailable", "cannot read it: the service throttles requests (SlowDown)");
    };
    expect(await result(store, id, { operation: "verify-quick", keys: key.arn })).toBe(
      "TemporaryFailure Unavailable: cannot read it: the service throttles requests (SlowDown)",
    );
  });

  it("tells an object in an archive from what the server refuses for other reasons", async () => {
    const key = life().kms.createKey();
    const { store, id } = await backedUp(key);
    const cause = (name: string) => Object.assign(new Error("x"), { name });
    for (const [name, word] of [
      ["InvalidObjectState", "Archived"],
      ["InvalidRequest", "Refused"],
    ] as const) {
      store.before = (_, asked) => {
        if (asked === id) throw new OperatorError("refused", "cannot read it", { cause: cause(name) });
      };
      expect(await result(store, id, { operation: "verify", keys: key.arn })).toBe(
        `PermanentFailure ${word}: cannot read it`,
      );
    }
  });

  it("looks at a few places, and compares digests without a key", async () => {
    const key = life().kms.createKey();
    const { store, id } = await backedUp(key);
    expect(await result(store, id, { operation: "verify-quick", keys: key.arn })).toBe(
      "Succeeded LookedAt: 1 of 1 frames are authentic",
    );
    const asked = life().kms.seen.length;
    expect(await result(store, id, { operation: "fixity" })).toMatch(/^Succeeded Equal: \d+ bytes/);
    store.objects.set(id, Buffer.from("other"));
    expect(await result(store, id, { operation: "fixity" })).toContain("PermanentFailure Damaged: ");
    store.objects.delete(manifestKey(id));
    expect(await result(store, id, { operation: "fixity" })).toContain("PermanentFailure Gone: ");
    expect(life().kms.seen.length).toBe(asked);
  });

  it("puts one backup under another key, twice, without listing its neighbours", async () => {
    const [from, to] = [life().kms.createKey(), life().kms.createKey()];
    const { store, id } = await backedUp(from);
    const listed: string[] = [];
    store.before = (request, key) => void (request === "list" && listed.push(key));
    const args = { operation: "rewrap", fromKeys: from.arn, toKeys: to.arn, prove: "true" };
    expect(await result(store, id, args)).toMatch(
      /^Succeeded Rewrapped: its new keys stand in p\/\.sealstack\/keys\//,
    );
    expect(await result(store, id, args)).toBe("Succeeded Already: it is under the new keys");
    const stem = id.slice(2, -".tar.gz.kms".length);
    expect(new Set(listed)).toEqual(new Set([`p/.sealstack/keys/${stem}/`, id]));
    expect(await result(store, id, { ...args, fromKeys: life().kms.createKey().arn })).toMatch(
      /^Succeeded (Already|OtherKey)/,
    );
    store.before = () => {};
    from.state = "DisabledException";
    const opened = await life().run(store, ["verify", "--bucket", "b", "--key", to.arn, "--rewrapped", id]);
    expect(opened.status).toBe(0);
  });

  it("encrypts one again, twice, and never an older version", async () => {
    const [from, to] = [life().kms.createKey(), life().kms.createKey()];
    const { store, id } = await backedUp(from);
    const args = { operation: "reencrypt", fromKeys: from.arn, toKeys: to.arn };
    expect(await result(store, id, args)).toMatch(/^Succeeded Reencrypted: \d+ bytes, as a new version/);
    expect(await result(store, id, args)).toBe("Succeeded Already: it is under the new keys");
    expect(await result(store, id, { operation: "verify", keys: to.arn })).toMatch(/^Succeeded Verified/);
    expect(store.olderVersions.map(({ key }) => key)).toContain(id);
  });

  it.each([
    ["what is no backup", 'p/photo ü+,".jpg', "PermanentFailure NotABackup: "],
    ["a manifest", "p/ca-20261101T000000Z.manifest.json", "PermanentFailure NotABackup: "],
    ["a passphrase", "p/ca-20261101T000000Z.tar.gz.age", "PermanentFailure WithPassphrase: "],
    ["what is not there", "p/ca-20261103T000000Z.tar.gz.kms", "PermanentFailure Gone: "],
  ])("says of %s what it is", async (_, key, expected) => {
    const said = await result(new MemoryStore(), key, {
      operation: "verify",
      keys: life().kms.createKey().arn,
    });
    expect(said.slice(0, expected.length)).toBe(expected);
  });

  it.each([
    ["no operation", {}],
    ["another operation", { operation: "delete" }],
    ["no key", { operation: "verify" }],
    ["an alias", { operation: "verify", keys: "alias/x" }],
    ["a word that it does not know", { operation: "fixity", bucket: "x" }],
    ["no key to encrypt under", { operation: "rewrap", keys: "arn:aws:kms:eu-central-1:111122223333:key/a" }],
  ])("refuses arguments with %s, for each task", async (_, args) => {
    expect(await result(new MemoryStore(), "p/ca-20261101T000000Z.tar.gz.kms", args)).toMatch(
      /^PermanentFailure Usage: /,
    );
  });

  it("answers when its time is over, and leaves nothing", async () => {
    const [from, to] = [life().kms.createKey(), life().kms.createKey()];
    const { store, id } = await backedUp(from);
    const before = new Map(store.objects);
    const over = new AbortController();
    store.before = (request) => void (request === "put" && over.abort());
    const event = invocation(id, { operation: "reencrypt", fromKeys: from.arn, toKeys: to.arn });
    const { results } = await handleInvocation(event, deps(store), { signal: over.signal, seconds: 890 });
    expect(results[0]).toMatchObject({
      resultCode: "PermanentFailure",
      resultString: expect.stringContaining("TooLong: it takes longer than the 890 seconds"),
    });
    expect(store.objects).toEqual(before);
  });

  it("tells nothing of a defect but that there is one", async () => {
    const store = new MemoryStore();
    store.before = () => {
      throw new TypeError("a secret");
    };
    expect(await result(store, "p/ca-20261101T000000Z.tar.gz.kms", { operation: "fixity" })).toBe(
      "PermanentFailure Defect: unexpected failure; see the log",
    );
    expect(defects.splice(0)).toEqual([new TypeError("a secret")]);
  });

  it.each([
    [{}],
    [{ ...invocation("k", {}), invocationSchemaVersion: "3.0" }],
    [{ ...invocation("k", {}), tasks: [] }],
  ])("refuses what is no event: %j", async (event) => {
    await expect(
      handleInvocation(event, deps(new MemoryStore()), { signal: NEVER, seconds: undefined }),
    ).rejects.toThrow("the event is not one of S3 Batch Operations");
  });
});
