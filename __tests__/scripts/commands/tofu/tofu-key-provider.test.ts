/** The protocol, and what a state that somebody has tampered with can make of it: nothing but an error. */
import { PassThrough } from "node:stream";
import type { StateKeys } from "../../../../scripts/core/state-keys/ports";
import { OperatorError } from "../../../../scripts/errors";
import { fakeKms } from "../../../helpers/kms/fake-kms";
import { sealstack } from "../../../helpers/processes/cli";
import { memoryServices } from "../../../helpers/stores/memory-services";
import { MemoryStore } from "../../../helpers/stores/memory-store";

const ID = "mrk-00000000000040008000000000000001";
const KEY = `arn:aws:kms:eu-central-1:111122223333:key/${ID}`;
const REPLICA = KEY.replace("eu-central-1", "eu-west-1");
const SINGLE = "arn:aws:kms:eu-central-1:111122223333:key/00000000-0000-4000-8000-000000000002";
const STATE = ["--state", "network/terraform.tfstate"];

/** KMS in memory, in which the keys of `down` do not answer. */
function withKms(down: readonly string[] = []) {
  const kms = fakeKms(down);
  const keys: StateKeys = {
    generate: (key, context) => kms.generateDataKey(key, context, 32),
    decrypt: (key, blob, context) => kms.decrypt(key, blob, context, 32),
  };
  const services = { ...memoryServices(new MemoryStore()), stateKeys: async () => keys };
  const provide = (input: unknown, flags: readonly string[] = ["--key", KEY], env = {}) =>
    sealstack(["tofu-key-provider", ...flags, ...(flags.includes("--state") ? [] : STATE)], {
      stdin: Buffer.from(typeof input === "string" ? input : JSON.stringify(input)),
      env,
      services,
    });
  return { provide, calls: kms.calls };
}

interface Answer {
  readonly keys: { readonly encryption_key: string; readonly decryption_key?: string };
  readonly meta: { readonly external_data: Readonly<Record<string, unknown>> };
}

function answerOf(stdout: Buffer): Answer {
  const [header = "", answer = "", ...more] = stdout.toString().split("\n");
  expect(JSON.parse(header)).toEqual({ magic: "OpenTofu-External-Key-Provider", version: 1 });
  expect(more).toEqual([""]);
  return JSON.parse(answer) as Answer;
}

describe("tofu-key-provider", () => {
  it("makes a key, and gives back the same one for its metadata, beside a new one", async () => {
    const { provide, calls } = withKms();
    const first = await provide(null);
    expect([first.status, first.stderr]).toEqual([0, ""]);
    const { keys, meta } = answerOf(first.stdout);
    expect(Object.keys(keys)).toEqual(["encryption_key"]);
    expect(Buffer.from(keys.encryption_key, "base64")).toHaveLength(32);
    expect(meta.external_data).toEqual({
      format: "sealstack-state-key/1",
      key: KEY,
      context_keys: ["sealstack:purpose", "sealstack:state"],
      wrapped_key: expect.any(String),
    });
    const second = answerOf((await provide(meta)).stdout);
    expect(second.keys.decryption_key).toBe(keys.encryption_key);
    expect(second.keys.encryption_key).not.toBe(keys.encryption_key);
    expect(calls).toEqual([`GenerateDataKey ${KEY}`, `GenerateDataKey ${KEY}`, `Decrypt ${KEY}`]);
  });

  it("asks the next region where one does not answer, for both keys, and says so", async () => {
    const up = withKms();
    const { meta, keys } = answerOf((await up.provide(null)).stdout);
    const { provide, calls } = withKms([KEY]);
    const flags = ["--key", KEY, "--fallback-region", "eu-west-1"];
    const { status, stdout, stderr } = await provide(meta, flags);
    expect(status).toBe(0);
    expect(stderr).toMatch(/^sealstack: warning: cannot reach .*eu-central-1.*; the next region is asked\n$/);
    const answer = answerOf(stdout);
    expect(answer.keys.decryption_key).toBe(keys.encryption_key);
    expect(answer.meta.external_data.key).toBe(REPLICA);
    expect(calls).toHaveLength(4);
    // What a replica has wrapped opens in the first region, without any fallback.
    expect(answerOf((await up.provide(answer.meta)).stdout).keys.decryption_key).toBe(
      answer.keys.encryption_key,
    );
  });

  it("takes key, regions and state from the environment", async () => {
    const { provide } = withKms([KEY]);
    const env = {
      SEALSTACK_KEY: KEY,
      SEALSTACK_FALLBACK_REGIONS: "eu-west-1",
      SEALSTACK_STATE: "of/the/environment",
    };
    const kms = withKms();
    const meta = answerOf(
      (await kms.provide(null, ["--key", KEY, "--state", "of/the/environment"])).stdout,
    ).meta;
    const { status, stdout } = await sealstackWith(env, meta, provide);
    expect(status).toBe(0);
    expect(answerOf(stdout).keys.decryption_key).toBeDefined();
  });

  it("says that no region answers, and with which status", async () => {
    const { provide } = withKms([KEY, REPLICA]);
    const { status, stderr } = await provide(null, ["--key", KEY, "--fallback-region", "eu-west-1"]);
    expect(status).toBe(12);
    expect(stderr).toContain("KMS does not answer in any region of the key");
  });

  it("opens with a key that it had before", async () => {
    const { provide } = withKms();
    const { meta, keys } = answerOf((await provide(null, ["--key", SINGLE])).stdout);
    const { stdout } = await provide(meta, ["--key", KEY, "--key", SINGLE]);
    const answer = answerOf(stdout);
    expect(answer.keys.decryption_key).toBe(keys.encryption_key);
    expect(answer.meta.external_data.key).toBe(KEY);
  });
});

/** The same without flags. */
function sealstackWith(
  env: Readonly<Record<string, string>>,
  meta: unknown,
  provide: (input: unknown, flags: readonly string[], env: object) => ReturnType<typeof sealstack>,
) {
  return provide(meta, ["--state", env.SEALSTACK_STATE ?? ""], env);
}

const GOOD = {
  format: "sealstack-state-key/1",
  key: KEY,
  context_keys: ["sealstack:purpose", "sealstack:state"],
  wrapped_key: Buffer.alloc(100).toString("base64"),
};

describe("tofu-key-provider, given", () => {
  it.each<[string, unknown, number, RegExp]>([
    ["nothing", "", 5, /the input is no JSON/],
    ["half of it", '{"external_data": {', 5, /the input is no JSON/],
    ["a list", [], 5, /the input is no JSON object/],
    ["a number", 1, 5, /the input is no JSON object/],
    ["other keys", { external_data: GOOD, more: 1 }, 5, /the input holds 1 keys that are not known/],
    ["another provider's metadata", { external_data: {} }, 5, /another format than/],
    ["a list of metadata", { external_data: [GOOD] }, 5, /the metadata is no JSON object/],
    ["a later format", { external_data: { ...GOOD, format: "sealstack-state-key/2" } }, 5, /another format/],
    ["more metadata", { external_data: { ...GOOD, extra: 1 } }, 5, /the metadata holds 1 keys/],
    ["no key", { external_data: { ...GOOD, key: 1 } }, 5, /'key' of the metadata is not the ARN/],
    ["an alias", { external_data: { ...GOOD, key: KEY.replace(/key.*/, "alias/a") } }, 5, /not the ARN/],
    ["a foreign key", { external_data: { ...GOOD, key: SINGLE } }, 7, /not among the given keys/],
    [
      "the same id in another account",
      { external_data: { ...GOOD, key: KEY.replace("111122223333", "444455556666") } },
      7,
      /not among the given keys/,
    ],
    ["no names", { external_data: { ...GOOD, context_keys: "a" } }, 5, /'context_keys' of the metadata/],
    [
      "too many names",
      { external_data: { ...GOOD, context_keys: Array(33).fill("a") } },
      5,
      /'context_keys'/,
    ],
    ["another context", { external_data: { ...GOOD, context_keys: ["app"] } }, 6, /context keys 'app'/],
    ["no base64", { external_data: { ...GOOD, wrapped_key: "=" } }, 5, /'wrapped_key' of the metadata/],
    ["an empty key", { external_data: { ...GOOD, wrapped_key: "" } }, 5, /'wrapped_key'/],
    ["a long key", { external_data: { ...GOOD, wrapped_key: "A".repeat(8196) } }, 5, /'wrapped_key'/],
    ["bytes of nobody", { external_data: GOOD }, 5, /does not recognise the data key/],
    ["a megabyte", `"${"a".repeat(2 ** 20)}"`, 5, /more than 65536 bytes/],
  ])("%s, gives no key and fails", async (_, input, status, message) => {
    const { provide } = withKms();
    const ended = await provide(input);
    expect(ended.status).toBe(status);
    expect(ended.stderr).toMatch(message);
    expect(ended.stdout.toString()).not.toContain("keys");
  });

  it.each<[string, readonly string[], RegExp]>([
    ["no key", [], /no key is given/],
    ["an alias", ["--key", "alias/state"], /--key must be the ARN of a KMS key, got 'alias\/state'/],
    ["an id", ["--key", ID], /--key must be the ARN/],
    ["a wildcard in the state", ["--key", KEY, "--state", "a/*"], /--state must be at most 1017 letters/],
    ["a quote in the state", ["--key", KEY, "--state", 'a"b'], /--state must be/],
    [
      "a fallback that is the key's own",
      ["--key", KEY, "--fallback-region", "eu-central-1"],
      /other regions/,
    ],
    ["a fallback that is none", ["--key", KEY, "--fallback-region", "Frankfurt"], /Frankfurt/],
    [
      "a fallback of a key of one region",
      ["--key", SINGLE, "--fallback-region", "eu-west-1"],
      /needs a multi-Region key/,
    ],
    ["a reserved context", ["--key", KEY, "--context", "sealstack:state=x"], /reserved/],
    ["too long a timeout", ["--key", KEY, "--timeout", "60"], /from 2 to 55/],
  ])("%s, asks nobody", async (_, flags, message) => {
    const { provide, calls } = withKms();
    const { status, stderr, stdout } = await provide(null, flags);
    expect([status, stdout.toString()]).toEqual([2, ""]);
    expect(stderr).toMatch(message);
    expect(calls).toEqual([]);
  });

  it("a terminal, shows no keys", async () => {
    const { status, stderr, stdout } = await sealstack(["tofu-key-provider", "--key", KEY, ...STATE], {
      stdoutIsTTY: true,
      env: {},
    });
    expect([status, stdout.toString()]).toEqual([2, ""]);
    expect(stderr).toContain("this is for OpenTofu to run");
  });

  it("a key that KMS refuses, ends with KMS's words, and tries no other region", async () => {
    const asked: string[] = [];
    const refuse = (key: string): Promise<never> => {
      asked.push(key);
      return Promise.reject(new OperatorError("accessDenied", "AWS denied the request"));
    };
    const services = {
      ...memoryServices(new MemoryStore()),
      stateKeys: async () => ({ generate: refuse, decrypt: refuse }),
    };
    const flags = ["--key", KEY, "--fallback-region", "eu-west-1", ...STATE];
    const { status } = await sealstack(["tofu-key-provider", ...flags], {
      stdin: Buffer.from("null"),
      env: {},
      services,
    });
    expect([status, asked]).toEqual([8, [KEY]]);
  });

  it("a pipe that is not closed, gives up when it is ended", async () => {
    const ending = new AbortController();
    const stdin = new PassThrough();
    const running = sealstack(["tofu-key-provider", "--key", KEY, ...STATE], {
      stdin,
      env: {},
      signal: ending.signal,
    });
    stdin.write("{");
    ending.abort(new DOMException("ended by the test", "AbortError"));
    expect((await running).status).toBe(130);
  });
});
