import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { itemBench, sealedText } from "../../../helpers/items";
import { useTempDir } from "../../../helpers/temp-dir";

const bench = itemBench();
const dir = useTempDir();

const seal = (input: string | Buffer, ...argv: string[]) => bench().run("encrypt-item", input, argv);
const open = (input: string | Buffer, ...argv: string[]) => bench().run("decrypt-item", input, argv);

/** The line of a record that was sealed. */
async function sealed(record: string, ...argv: string[]): Promise<string> {
  const { status, stderr, stdout } = await seal(record, ...argv);
  expect([status, stderr.replace(/^sealed .*\n/, "")]).toEqual([0, ""]);
  return stdout.toString();
}

describe("encrypt-item and decrypt-item", () => {
  it.each([
    ["a text", '"4111 1111"'],
    ["an empty text", '""'],
    ["a text with escapes, and half of a character", String.raw`"A\u00e9\ud800\n\/ \u2028"`],
    ["a number", "42"],
    ["a number of 30 digits", "123456789012345678901234567890"],
    ["a number beyond double precision", "0.1000000000000000055511151231257827021181583404541015625"],
    ["a number beyond doubles", "1E400"],
    ["minus zero", "-0.0"],
    ["null", "null"],
    ["true", "true"],
    ["an object, with names that look like numbers", '{"b":1,"2":[],"1":{"__proto__":null}}'],
    ["an array", '[1,"2",[]]'],
  ])("keeps %s as it was written", async (_what, value) => {
    const record = `{"id":"c-1", "card":${value} ,"n":1.50}\n`;
    const there = await sealed(record);
    expect(there).toMatch(/^\{"id":"c-1", "card":"AgR4[A-Za-z0-9+/]+=*" ,"n":1\.50\}\n$/);
    const { status, stdout } = await open(there);
    expect(status).toBe(0);
    expect(stdout.toString()).toBe(record);
  });

  it("gives back every record that JSON can hold, in whatever form", async () => {
    const records = fc.array(fc.record({ id: fc.integer(), card: fc.jsonValue(), rest: fc.jsonValue() }), {
      minLength: 1,
      maxLength: 5,
    });
    await fc.assert(
      fc.asyncProperty(records, fc.constantFrom("lines", "json", "pretty"), async (all, form) => {
        const text =
          form === "lines"
            ? all.map((each) => `${JSON.stringify(each)}\n`).join("")
            : JSON.stringify(all, undefined, form === "pretty" ? 2 : undefined);
        const there = await seal(text);
        expect(there.stderr).not.toContain("error");
        const back = await open(there.stdout);
        const parse = (json: string): unknown =>
          form === "lines"
            ? json
                .split("\n")
                .filter(Boolean)
                .map((line) => JSON.parse(line))
            : JSON.parse(json);
        expect(parse(back.stdout.toString())).toEqual(parse(text));
      }),
      { numRuns: 15 },
    );
  });

  it("keeps what is not sealed to the byte, be it one object over several lines, or an array of them", async () => {
    for (const text of [
      '{\n  "id": 1,\r\n\t"card": {\n "a" : 1 },\n  "x": 1e2\n}\n\n',
      '\n [ {"id":1,"card":2} ,\n\n {"card":[ 3 ],"id":2.0e0}]'.replace("2.0e0", "2"),
      '{"id":1,"card":{}}\r\n\n \n{"id":2,"card":[]}',
    ]) {
      const compacted = text.replace('{\n "a" : 1 }', '{"a":1}').replace("[ 3 ]", "[3]");
      expect((await open(await sealed(text))).stdout.toString()).toBe(compacted);
    }
  });

  it("seals several fields, nested ones and those with dots in their names", async () => {
    const record = '{"key":{"pk":"a","sk":7},"card":1,"address":{"street":"x","city":"y"},"a.b":{"/":true}}';
    const shape = ["--id-field", "key.pk", "--id-field", "/key/sk"];
    const fields = ["--field", "card", "--field", "address.street", "--field", "/a.b/~1"];
    const there = await sealed(record, ...shape, ...fields);
    expect(JSON.parse(there)).toEqual({
      key: { pk: "a", sk: 7 },
      card: expect.stringMatching(/^AgR4/),
      address: { street: expect.stringMatching(/^AgR4/), city: "y" },
      "a.b": { "/": expect.stringMatching(/^AgR4/) },
    });
    const back = await open(
      there,
      ...shape,
      "--field",
      "/card",
      "--field",
      "/address/street",
      "--field",
      "/a.b/~1",
    );
    expect(back.stdout.toString()).toBe(record);
  });

  it.each([
    ["another record", '"id":"1"', '"id":"2"', [], "another record"],
    ["a number in place of the text of the id", '"id":"1"', '"id":1', [], "another record"],
    ["another column", '"card":', '"pin":', ["--field", "pin"], "as another field"],
    ["another table", "", "", ["--table", "orders"], "another table"],
    ["an id of more fields", "", "", ["--id-field", "id", "--id-field", "n"], "--id-field: /n differs"],
    ["another context", "", "", ["--context", "tenant=b"], "another --context for 'tenant'"],
  ])("fails, before KMS is asked, on a field that was moved to %s", async (_where, from, to, argv, words) => {
    const there = (await sealed('{"id":"1","card":"secret value","n":3}')).replace(from, to);
    const { kms } = bench();
    kms.seen.splice(0);
    const { status, stderr, stdout } = await open(there, ...argv);
    expect([status, stdout.toString()]).toEqual([6, ""]);
    expect(stderr).toContain(words);
    expect(stderr).toMatch(/^sealstack: error: line 1: the field \/(card|pin) was sealed/);
    expect(kms.seen).toEqual([]);
  });

  it("fails on a field whose header was changed to fit where it was moved", async () => {
    const message = Buffer.from(sealedText(await seal('{"id":"1","card":"secret value"}')), "base64");
    const at = message.indexOf('"1"');
    message[at + 1] = "2".charCodeAt(0);
    const { status, stderr } = await open(JSON.stringify({ id: "2", card: message.toString("base64") }));
    expect(status).toBe(5);
    expect(stderr).toContain("its data key was changed, or is of another context");
  });

  it("fails on every damaged byte, and shows nothing of the value", async () => {
    const message = Buffer.from(sealedText(await seal('{"id":"1","card":"secret value"}')), "base64");
    for (let at = 0; at < message.length; at += 31) {
      const other = Buffer.from(message);
      other[at] = (other[at] ?? 0) ^ 1;
      const { status, stderr, stdout } = await open(
        JSON.stringify({ id: "1", card: other.toString("base64") }),
      );
      expect([5, 6, 7]).toContain(status);
      expect(stdout.toString()).toBe("");
      expect(stderr).not.toContain("secret");
    }
  });

  it("shares a table key between records, as many as it is told, and opens each with one call", async () => {
    const { kms } = bench();
    const input = Array.from({ length: 10 }, (_, id) => `{"id":${id},"card":"c","pin":"p"}\n`).join("");
    const fields = ["--field", "card", "--field", "pin"];
    const there = await sealed(input, ...fields, "--max-records", "4");
    expect(kms.count("GenerateDataKey")).toBe(3);
    expect(kms.seen.map(({ body }) => body.EncryptionContext)).toEqual(
      Array(3).fill({ "sealstack:purpose": "item", "sealstack:table": "customers" }),
    );
    const { stdout, stderr } = await open(there, ...fields, "--json");
    expect(stdout.toString()).toBe(input);
    expect(kms.count("Decrypt")).toBe(3);
    expect(JSON.parse(stderr)).toMatchObject({
      records: 10,
      fields: 20,
      dataKeys: 3,
      keyArns: [bench().key.arn],
    });
  });

  it("asks for a data key a field, in its whole context, with --key-per-field", async () => {
    const { kms } = bench();
    const there = await sealed('{"id":1,"card":"c"}\n{"id":2,"card":"c"}\n', "--key-per-field");
    expect(kms.seen.map(({ body }) => body.EncryptionContext)).toEqual(
      ["1", "2"].map((id) => ({
        "sealstack:purpose": "item",
        "sealstack:table": "customers",
        "sealstack:field": "/card",
        "sealstack:id/id": id,
      })),
    );
    expect((await open(there)).stdout.toString()).toBe('{"id":1,"card":"c"}\n{"id":2,"card":"c"}\n');
    expect(kms.count("Decrypt")).toBe(2);
  });

  it("opens with the replica in another region where that of the first refuses", async () => {
    const { kms, key } = bench();
    const there = await sealed('{"id":1,"card":"c"}\n');
    const replica = kms.createKey("eu-west-1", key.arn.replace(/.*\//, ""));
    replica.materials.splice(0, 1, ...key.materials);
    kms.decide = ({ headers }) =>
      String(headers.authorization).includes("/eu-central-1/")
        ? { status: 503, name: "ServiceUnavailable" }
        : "pass";
    for (const argv of [
      ["--fallback-region", "eu-west-1"],
      ["--key", key.arn, "--key", replica.arn],
    ]) {
      const { status, stdout, stderr } = await open(there, ...argv, "--json");
      expect([status, stdout.toString()]).toEqual([0, '{"id":1,"card":"c"}\n']);
      expect(JSON.parse(stderr)).toMatchObject({ keyArns: [replica.arn] });
    }
    expect((await open(there)).status).toBe(12);
  });

  it("seals under several keys, each of which opens alone", async () => {
    const { kms, key } = bench();
    const other = kms.createKey("eu-west-1");
    const there = await sealed('{"id":1,"card":"c"}\n', "--key", key.arn, "--key", other.arn);
    for (const { arn } of [key, other])
      expect((await open(there, "--key", arn)).stdout.toString()).toBe('{"id":1,"card":"c"}\n');
    const third = kms.createKey();
    const { status, stderr } = await open(there, "--key", third.arn);
    expect(status).toBe(7);
    expect(stderr).toContain(`the message was sealed with another key: ${key.arn}, ${other.arn}`);
  });

  it("writes whole records up to the one that fails, to a pipe; a file does not appear", async () => {
    const { status, stdout, stderr } = await seal('{"id":1,"card":"a"}\n{"id":2}\n{"id":3,"card":"c"}\n');
    expect(status).toBe(3);
    expect(stdout.toString()).toMatch(/^\{"id":1,"card":"AgR4[^\n]*"\}\n$/);
    expect(stderr).toContain("line 2: the record has no field /card");
    const [input, out] = [join(dir(), "in.jsonl"), join(dir(), "out.jsonl")];
    writeFileSync(input, '{"id":1,"card":"a"}\n{"id":2}\n');
    expect((await seal("", "--in", input, "--out", out)).status).toBe(3);
    expect(() => readFileSync(out)).toThrow("ENOENT");
    expect((await seal("", "--in", input, "--out", out, "--allow-missing")).status).toBe(0);
    expect(readFileSync(out, "utf8")).toMatch(/^\{"id":1,"card":"AgR4[^\n]*"\}\n\{"id":2\}\n$/);
    expect((await seal("", "--in", input, "--out", out, "--allow-missing")).status).toBe(4);
  });
});
