/** `sealstack rewrap`, and what opens backups through its sidecars. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { formatSidecar, parseSidecar, type Sidecar } from "../../../../scripts/core/records/sidecar";
import { BACKED_UP, useKeyLife } from "../../../helpers/kms/key-life";
import type { FakeKey } from "../../../helpers/servers/kms-endpoint";
import { MemoryStore } from "../../../helpers/stores/memory-store";

const DAYS = ["2026-11-01T00:00:00Z", "2026-11-02T00:00:00Z", "2026-11-03T00:00:00Z"] as const;

const sidecarsIn = (store: MemoryStore): string[] =>
  [...store.objects.keys()].filter((key) => key.includes("/.sealstack/keys/")).sort();

function sidecarAt(store: MemoryStore, key: string): Sidecar {
  const read = parseSidecar(store.object(key).toString(), key);
  if ("problem" in read) throw new Error(read.problem);
  return read.sidecar;
}

describe("rewrap", () => {
  const life = useKeyLife();
  let restored = 0;

  const rewrap = async (store: MemoryStore, from: FakeKey, to: FakeKey, ...more: string[]) => {
    const keys = ["--from-key", from.arn, "--to-key", to.arn];
    const ran = await life().run(store, ["rewrap", "--json", "--bucket", "b", ...keys, ...more]);
    return { status: ran.status, stderr: ran.stderr, data: JSON.parse(ran.stdout.toString() || "{}") };
  };
  const verify = (store: MemoryStore, id: string, key: FakeKey, ...more: string[]) =>
    life().run(store, ["verify", "--bucket", "b", "--key", key.arn, ...more, id]);

  it("shows the plan first, then writes kilobytes beside backups that stay as they are", async () => {
    const store = new MemoryStore();
    const [from, to] = [life().kms.createKey(), life().kms.createKey()];
    const ids = [await life().backUp(store, from, DAYS[0]), await life().backUp(store, from, DAYS[1])];
    const before = new Map(store.objects);
    const plan = await rewrap(store, from, to);
    expect(plan.data).toMatchObject({
      status: "planned",
      planned: ids,
      kmsCalls: { ReEncrypt: 2, Decrypt: 0 },
      done: [],
    });
    expect(store.objects).toEqual(before);

    const asked = life().kms.seen.length;
    const { status, data } = await rewrap(store, from, to, "--yes");
    expect({ status, done: data.done.map(({ id }: { id: string }) => id) }).toEqual({ status: 0, done: ids });
    for (const [key, bytes] of before) expect(store.objects.get(key)).toBe(bytes);
    expect(sidecarsIn(store)).toEqual(
      ids.map((id) => `p/.sealstack/keys/${id.slice(2, -".tar.gz.kms".length)}/20261128T120000Z.json`),
    );
    for (const key of sidecarsIn(store)) expect(store.object(key).length).toBeLessThan(2048);
    // Nobody saw a data key, and the context was the message's own on both sides.
    const calls = life()
      .kms.seen.slice(asked)
      .filter(({ operation }) => operation !== "DescribeKey");
    expect(calls.map(({ operation }) => operation)).toEqual(["ReEncrypt", "ReEncrypt"]);
    for (const { body } of calls) {
      expect(body.SourceEncryptionContext).toMatchObject({ tenant: "x", "sealstack:purpose": "backup" });
      expect(body.DestinationEncryptionContext).toEqual(body.SourceEncryptionContext);
    }
  });

  it("does it once, however often it runs", async () => {
    const store = new MemoryStore();
    const [from, to] = [life().kms.createKey(), life().kms.createKey()];
    const id = await life().backUp(store, from, DAYS[0]);
    await rewrap(store, from, to, "--yes");
    const before = new Map(store.objects);
    expect((await rewrap(store, from, to, "--yes")).data).toMatchObject({
      planned: [],
      already: [id],
      done: [],
    });
    expect((await rewrap(store, to, from, "--yes")).data).toMatchObject({ planned: [], already: [id] }); // its own header
    expect(store.objects).toEqual(before);
  });

  it.each([
    ["disabled", "DisabledException"],
    ["scheduled for deletion", "KMSInvalidStateException"],
    ["unavailable", "KeyUnavailableException"],
  ] as const)("lets restore, verify and list open what the old key, %s, does not", async (_, state) => {
    const store = new MemoryStore();
    const [from, to] = [life().kms.createKey(), life().kms.createKey()];
    const id = await life().backUp(store, from, DAYS[0]);
    await rewrap(store, from, to, "--yes");
    from.state = state;
    const keys = ["--bucket", "b", "--key", from.arn, "--key", to.arn];
    const target = join(life().dir, `restored-${restored++}`);
    const ran = await life().run(store, ["restore", ...keys, id, target]);
    expect(ran).toMatchObject({
      status: 0,
      stderr: expect.stringContaining(`opened with ${to.arn}, by p/.sealstack/keys/`),
    });
    expect(ran.stderr).toContain("its own keys do not open it");
    expect(readFileSync(join(target, "data"), "utf8")).toBe(BACKED_UP);
    for (const words of [["verify"], ["verify", "--quick"], ["list", "--content"]])
      expect(
        await life().run(store, [...words, ...(words.includes("--content") ? [id, ...keys] : [...keys, id])]),
      ).toMatchObject({
        status: 0,
        stderr: expect.stringContaining(`opened with ${to.arn}`),
      });
    // The new key alone is enough.
    expect((await verify(store, id, to)).status).toBe(0);
    const status = await life().run(store, ["keys", "status", "--json", "--bucket", "b"]);
    expect(status.status).toBe(0);
    const needs = JSON.parse(status.stdout.toString()).keys as { arn: string; only: { backups: number } }[];
    expect(new Map(needs.map(({ arn, only }) => [arn, only.backups]))).toEqual(
      new Map([
        [from.arn, 0],
        [to.arn, 1],
      ]),
    );
  });

  it("says how to open what a newer key opens that was not given, and never tries it", async () => {
    const store = new MemoryStore();
    const [from, to] = [life().kms.createKey(), life().kms.createKey()];
    const id = await life().backUp(store, from, DAYS[0]);
    await rewrap(store, from, to, "--yes");
    from.state = "DisabledException";
    const asked = life().kms.seen.length;
    const ran = await verify(store, id, from);
    expect(ran).toMatchObject({
      status: 7,
      stderr: expect.stringContaining(`a newer key opens it, which was not given: ${to.arn}`),
    });
    expect(
      life()
        .kms.seen.slice(asked)
        .some(({ body }) => body.KeyId === to.arn),
    ).toBe(false);
  });

  it("rehearses the day when the old key is gone", async () => {
    const store = new MemoryStore();
    const [from, to] = [life().kms.createKey(), life().kms.createKey()];
    const id = await life().backUp(store, from, DAYS[0]);
    expect(await verify(store, id, from, "--rewrapped")).toMatchObject({
      status: 7,
      stderr: expect.stringContaining("no sidecar of the backup opens it"),
    });
    await rewrap(store, from, to, "--yes");
    const asked = life().kms.seen.length;
    expect((await verify(store, id, to, "--rewrapped")).status).toBe(0);
    expect(
      life()
        .kms.seen.slice(asked)
        .filter(({ operation }) => operation === "Decrypt")
        .map(({ body }) => body.KeyId),
    ).toEqual([to.arn]);
  });

  it("takes the newest sidecar, and older ones when that does not open", async () => {
    const store = new MemoryStore();
    const [one, two, three] = [life().kms.createKey(), life().kms.createKey(), life().kms.createKey()];
    const id = await life().backUp(store, one, DAYS[0]);
    const to = (key: FakeKey, at: string) =>
      life().run(
        store,
        ["rewrap", "--bucket", "b", "--from-key", one.arn, "--to-key", key.arn, "--yes"],
        new Date(at),
      );
    expect((await to(two, "2026-11-10T00:00:00Z")).status).toBe(0);
    expect((await to(three, "2026-11-11T00:00:00Z")).status).toBe(0);
    one.state = "DisabledException";
    const keys = ["--key", one.arn, "--key", two.arn];
    expect((await verify(store, id, three, ...keys)).stderr).toContain(`opened with ${three.arn}`);
    three.state = "DisabledException";
    const { status, stderr } = await verify(store, id, three, ...keys);
    expect(status).toBe(0);
    expect(stderr).toMatch(/20261111T000000Z\.json is not used: .*disabled/);
    expect(stderr).toContain(`opened with ${two.arn}`);
    // And what only a sidecar holds can be put under a further key.
    const four = life().kms.createKey();
    const again = ["rewrap", "--bucket", "b", "--from-key", two.arn, "--to-key", four.arn, "--yes", id];
    expect((await life().run(store, again)).status).toBe(0);
    expect((await verify(store, id, four, "--rewrapped")).status).toBe(0);
  });

  it("crosses regions by Decrypt and Encrypt, and compares the data key on the way", async () => {
    const store = new MemoryStore();
    const from = life().kms.createKey("eu-central-1");
    const to = life().kms.createKey("eu-west-1");
    const id = await life().backUp(store, from, DAYS[0]);
    expect((await rewrap(store, from, to)).data.kmsCalls).toEqual({ ReEncrypt: 0, Decrypt: 1, Encrypt: 1 });
    expect((await rewrap(store, from, to, "--yes")).status).toBe(0);
    expect((await verify(store, id, to, "--rewrapped")).status).toBe(0);
  });

  it("chooses by id, prefix, age and key", async () => {
    const store = new MemoryStore();
    const [from, other, to] = [life().kms.createKey(), life().kms.createKey(), life().kms.createKey()];
    const ids: string[] = [];
    for (const day of DAYS) ids.push(await life().backUp(store, from, day));
    await life().backUp(store, other, DAYS[0], "other");
    const planned = async (...more: string[]) => (await rewrap(store, from, to, ...more)).data;
    expect(await planned()).toMatchObject({ planned: ids, notUnderFromKey: 1 });
    expect(await planned("--older-than", "27")).toMatchObject({ planned: [ids[0]] });
    expect(await planned(ids[2] ?? "")).toMatchObject({ planned: [ids[2]] });
    expect(await planned("--prefix", "q/")).toMatchObject({ planned: [] });
    expect(await rewrap(store, from, to, "p/no-20261101T000000Z.tar.gz.kms")).toMatchObject({
      status: 17,
      data: { failed: [{ id: "p/no-20261101T000000Z.tar.gz.kms", exit: "notFound" }] },
    });
  });

  it("goes on after a failure, names it, and the next run does what is left", async () => {
    const store = new MemoryStore();
    const [from, to] = [life().kms.createKey(), life().kms.createKey()];
    const ids: string[] = [];
    for (const day of DAYS) ids.push(await life().backUp(store, from, day));
    life().kms.decide = ({ operation, body }) =>
      operation === "ReEncrypt" && JSON.stringify(body).includes(ids[1] ?? "?")
        ? { status: 400, name: "AccessDeniedException" }
        : "pass";
    const { status, data, stderr } = await rewrap(store, from, to, "--yes");
    expect({ status, data }).toMatchObject({
      status: 17,
      data: { failed: [{ id: ids[1], exit: "accessDenied" }] },
    });
    expect(data.done).toHaveLength(2);
    expect(stderr.match(/ failed: /g)).toHaveLength(1);
    life().kms.decide = () => "pass";
    expect(await rewrap(store, from, to, "--yes")).toMatchObject({
      status: 0,
      data: { planned: [ids[1]], already: [ids[0], ids[2]] },
    });
  });

  it("never asks a key that only a header names: a stranger's message does not become ours", async () => {
    const store = new MemoryStore();
    const [stranger, ours, to] = [life().kms.createKey(), life().kms.createKey(), life().kms.createKey()];
    const id = await life().backUp(store, stranger, DAYS[0]); // in place of ours, under the same id
    const argv = ["rewrap", "--json", "--bucket", "b", "--key", ours.arn, "--to-key", to.arn, "--yes"];
    const asked = life().kms.seen.length;
    const { status, stdout } = await life().run(store, argv);
    expect(status).toBe(17);
    expect(JSON.parse(stdout.toString()).failed).toMatchObject([{ id, exit: "key" }]);
    expect(
      life()
        .kms.seen.slice(asked)
        .map(({ operation }) => operation),
    ).not.toContain("ReEncrypt");
    expect(sidecarsIn(store)).toEqual([]);
  });

  it.each([
    ["another key", { KeyId: "arn:aws:kms:eu-central-1:111122223333:key/0" }, "another key"],
    ["another source", { SourceKeyId: "arn:aws:kms:eu-central-1:111122223333:key/0" }, "another key"],
    ["no key", { KeyId: undefined }, "without the ARN"],
    ["no ciphertext", { CiphertextBlob: undefined }, "without a ciphertext"],
    ["a short ciphertext", { CiphertextBlob: "AAAA" }, "a ciphertext of 3 bytes"],
  ])("refuses a reply of KMS with %s, and writes nothing", async (_, changed, says) => {
    const store = new MemoryStore();
    const [from, to] = [life().kms.createKey(), life().kms.createKey()];
    await life().backUp(store, from, DAYS[0]);
    life().kms.decide = ({ operation }) =>
      operation === "ReEncrypt" ? { reply: (good) => ({ ...good, ...changed }) } : "pass";
    const { status, data } = await rewrap(store, from, to, "--yes");
    expect({ status, failed: data.failed }).toMatchObject({ status: 17, failed: [{ exit: "badReply" }] });
    expect(data.failed[0].message).toContain(says);
    expect(sidecarsIn(store)).toEqual([]);
  });

  it("refuses the ciphertext that was sent as an answer", async () => {
    const store = new MemoryStore();
    const [from, to] = [life().kms.createKey(), life().kms.createKey()];
    await life().backUp(store, from, DAYS[0]);
    let sent: unknown;
    life().kms.decide = ({ operation, body }) => {
      sent = body.CiphertextBlob;
      return operation === "ReEncrypt" ? { reply: (good) => ({ ...good, CiphertextBlob: sent }) } : "pass";
    };
    expect((await rewrap(store, from, to, "--yes")).data.failed[0].message).toContain("that it was sent");
    expect(sidecarsIn(store)).toEqual([]);
  });

  describe("a sidecar that was forged", () => {
    /** A backup whose sidecar somebody else wrote. */
    async function forged(change: (good: Sidecar, other: Sidecar) => Sidecar) {
      const store = new MemoryStore();
      const [from, to] = [life().kms.createKey(), life().kms.createKey()];
      const id = await life().backUp(store, from, DAYS[0]);
      const other = await life().backUp(store, from, DAYS[1]);
      await rewrap(store, from, to, "--yes");
      const [key = "", ofOther = ""] = sidecarsIn(store);
      store.objects.set(key, formatSidecar(change(sidecarAt(store, key), sidecarAt(store, ofOther))));
      return { store, id, other, from, to, key };
    }

    it.each([
      [
        "the data key of another backup",
        (good: Sidecar, other: Sidecar) => ({ ...good, dataKeys: other.dataKeys }),
        "KMS",
      ],
      ["another backup's whole sidecar", (_: Sidecar, other: Sidecar) => other, "it is of another backup"],
      [
        "another message's identity",
        (good: Sidecar, other: Sidecar) => ({ ...good, message: other.message }),
        "another message",
      ],
      [
        "bytes that KMS never made",
        (good: Sidecar) => ({
          ...good,
          dataKeys: good.dataKeys.map((each) => ({ ...each, blob: Buffer.alloc(184, 1) })),
        }),
        "is not used",
      ],
    ])("with %s fails, and opens nothing else", async (_, change, says) => {
      const { store, id, to } = await forged(change);
      expect(await verify(store, id, to, "--rewrapped")).toMatchObject({
        status: 7,
        stderr: expect.stringContaining(says),
      });
    });

    it("that holds another data key of the same context is seen by the commitment", async () => {
      const { store, id, from, to, key } = await forged((good) => good);
      const good = sidecarAt(store, key);
      const older = new Map(store.objects);
      // Who may seal in this context can have KMS make any data key for it.
      for (const each of [...store.objects.keys()])
        if (each.startsWith(id.slice(0, 12))) store.objects.delete(each);
      await life().backUp(store, to, DAYS[0]);
      const { header } = { header: store.object(id) };
      const { parseHeader } = await import("../../../../scripts/core/crypto/message/message-header");
      const blob = parseHeader(header)?.encryptedDataKeys[0]?.encryptedDataKey ?? Buffer.alloc(0);
      store.objects.clear();
      for (const [name, bytes] of older) store.objects.set(name, bytes);
      store.objects.set(key, formatSidecar({ ...good, dataKeys: [{ keyArn: to.arn, blob }] }));
      expect(await verify(store, id, to, "--rewrapped")).toMatchObject({
        status: 7,
        stderr: expect.stringContaining("it holds the data key of another message"),
      });
      // It looks as if it were done; --prove sees that it is not, and does it.
      const later = new Date("2026-11-29T00:00:00Z");
      const argv = [
        "rewrap",
        "--json",
        "--bucket",
        "b",
        "--from-key",
        from.arn,
        "--to-key",
        to.arn,
        "--yes",
        id,
      ];
      expect(JSON.parse((await life().run(store, argv, later)).stdout.toString())).toMatchObject({
        already: [id],
      });
      const proved = await life().run(store, [...argv, "--prove"], later);
      expect(JSON.parse(proved.stdout.toString())).toMatchObject({ done: [{ id }] });
      expect(proved.stderr).toContain("KMS opens the data key of another message");
      expect((await verify(store, id, to, "--rewrapped")).status).toBe(0);
    });
  });

  it.each([
    [["--to-key", "K"], [], 2, "no key that opens the backups is given"],
    [["--from-key", "K"], [], 2, "no key to encrypt under is given"],
    [["--from-key", "K", "--to-key", "K", "--older-than", "x"], [], 2, "whole number of days"],
    [
      ["--from-key", "K", "--to-key", "K", "--older-than", "1"],
      ["p/ca-20261101T000000Z.tar.gz.kms"],
      2,
      "exclude each other",
    ],
    [["--from-key", "K", "--to-key", "K", "--yes", "--dry-run"], [], 2, "exclude each other"],
    [["--from-key", "K", "--to-key", "K"], ["nonsense"], 2, "not the id of a backup"],
    [["--from-key", "K", "--to-key", "K", "--passphrase-prompt"], [], 2, "unknown option"],
  ])("refuses %j %j with status %i: %s", async (flags, ids, status, says) => {
    const { arn } = life().kms.createKey();
    const argv = ["rewrap", "--bucket", "b", ...flags.map((flag) => (flag === "K" ? arn : flag)), ...ids];
    expect(await life().run(new MemoryStore(), argv)).toMatchObject({
      status,
      stderr: expect.stringContaining(says),
    });
  });

  it("refuses a key to encrypt under that cannot be used, before anything is read", async () => {
    const [from, to] = [life().kms.createKey(), life().kms.createKey()];
    to.state = "DisabledException";
    const store = new MemoryStore();
    store.before = () => {
      throw new Error("it was asked for");
    };
    expect(await rewrap(store, from, to, "--yes")).toMatchObject({
      status: 7,
      stderr: expect.stringContaining("must be enabled, got 'disabled'"),
    });
    delete to.state;
    to.metadata = { KeySpec: "RSA_4096" };
    expect(await rewrap(store, from, to, "--yes")).toMatchObject({
      status: 7,
      stderr: expect.stringContaining("must be symmetric"),
    });
  });
});
