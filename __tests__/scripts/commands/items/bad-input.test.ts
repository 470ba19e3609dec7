import { itemBench } from "../../../helpers/items";

const bench = itemBench();

const LONG = `{"id":1,"card":"${"x".repeat(450 * 1024)}"}\n`;

describe("encrypt-item, given what it cannot seal", () => {
  it.each<[string, string | Buffer, readonly string[], number, string]>([
    ["no JSON", '{"id":1,"card":"secret"}\n{"id":2,"card":"secret"\n', [], 3, "line 2: it is not JSON"],
    ["no object", '{"id":1,"card":1}\n["secret"]\n', [], 3, "line 2: it is no JSON object"],
    ["an array with something else", '[{"id":1,"card":1},"secret"]', [], 3, "record 2: it is no JSON object"],
    ["a text", '"secret"', [], 3, "record 1: it is no JSON object"],
    [
      "two objects where there should be one",
      "{}\n{}",
      ["--format", "json"],
      3,
      "the input: it is not JSON (line 2, column 1)",
    ],
    [
      "an array where there should be lines",
      "[{}]",
      ["--format", "lines"],
      3,
      "line 1: it is no JSON object",
    ],
    [
      "a name twice",
      '{"id":1,"card":"secret","card":2}',
      [],
      3,
      "line 1: a name comes twice in one object (column 25)",
    ],
    [
      "a name twice, spelled in two ways",
      String.raw`{"id":1,"c\u0061rd":1,"card":2}`,
      [],
      3,
      "a name comes twice",
    ],
    ["a name twice, deep inside", '{"id":1,"card":{"a":[{"b":1,"b":1}]}}', [], 3, "a name comes twice"],
    ["no UTF-8", Buffer.from('{"id":1,"card":"\xff"}', "latin1"), [], 3, "it is not UTF-8"],
    ["a byte order mark", '\ufeff{"id":1,"card":1}', [], 3, "it is not JSON"],
    ["no field", '{"id":1}', [], 3, "line 1: the record has no field /card"],
    ["no id", '{"card":1}', [], 3, "line 1: the record has no field /id, which tells what record it is"],
    ["no id, where fields may be missing", '{"card":1}', ["--allow-missing"], 3, "has no field /id"],
    [
      "no object around a field",
      '{"id":1,"card":null}',
      ["--field", "card.number"],
      3,
      "no field /card/number",
    ],
    ["an array around a field", '{"id":1,"card":[1]}', ["--field", "card.0"], 3, "no field /card/0"],
    [
      "an id that is null",
      '{"id":null,"card":1}',
      [],
      3,
      "must be a text that is not empty, or a whole number",
    ],
    ["an id that is empty", '{"id":"","card":1}', [], 3, "must be a text that is not empty"],
    [
      "an id of another spelling",
      '{"id":1.0,"card":1}',
      [],
      3,
      "must be a text that is not empty, or a whole number",
    ],
    ["an id with an exponent", '{"id":1e3,"card":1}', [], 3, "without exponent"],
    ["an id that is minus zero", '{"id":-0,"card":1}', [], 3, "whole number"],
    ["half of a character as id", String.raw`{"id":"\ud800","card":1}`, [], 3, "must be a text"],
    [
      "an id that is too long",
      `{"id":"${"i".repeat(2_047)}","card":1}`,
      [],
      3,
      "has 2049 bytes; at most 2048",
    ],
    ["nothing", "", [], 3, "the input holds no record"],
    ["blank lines", "\n \n", [], 3, "the input holds no record"],
    ["an empty array", "[]", [], 3, "the input holds no record"],
    ["an unknown format", "{}", ["--format", "csv"], 2, "csv"],
    ["a field twice", "{}", ["--field", "card", "--field", "/card"], 2, "the fields /card and /card are one"],
    ["a field inside of another", "{}", ["--field", "a", "--field", "a.b"], 2, "one holds the other"],
    ["a field that is the id", "{}", ["--field", "id"], 2, "the fields /id and /id are one"],
    ["a field around the id", "{}", ["--field", "id", "--id-field", "id.n"], 2, "one holds the other"],
    ["a field without a name", "{}", ["--field", "a..b"], 2, "--field takes the name of a field, got 'a..b'"],
    ["a pointer with a wrong escape", "{}", ["--field", "/a~2"], 2, "--field takes the name of a field"],
    ["no table", "{}", ["--table", ""], 2, "--table takes 1 to 255 characters"],
    ["a reserved context", "{}", ["--context", "sealstack:table=x"], 2, "reserved"],
    ["no record a key", "{}", ["--max-records", "0"], 2, "whole number from 1 to 1000000"],
    ["too long an age", "{}", ["--max-age", "86401"], 2, "whole number from 1 to 86400"],
    [
      "five keys",
      "{}",
      ["a", "b", "c", "d", "e"].flatMap((key) => ["--key", key]),
      2,
      "5 keys are given; at most 4",
    ],
  ])("fails on %s", async (_what, input, argv, exit, words) => {
    const { status, stderr, stdout } = await bench().run("encrypt-item", input, argv);
    expect(stderr).toContain(words);
    expect(status).toBe(exit);
    expect(`${stdout}${stderr}`).not.toContain("secret");
  });

  it("fails on what is sealed already, be it by another run", async () => {
    const { stdout } = await bench().run("encrypt-item", '{"id":1,"card":"c"}\n');
    const { status, stderr } = await bench().run("encrypt-item", stdout);
    expect([status, stderr]).toEqual([
      3,
      expect.stringContaining("line 1: the field /card is sealed already"),
    ]);
  });

  it("takes arrays as deep as one likes", async () => {
    const deep = `{"id":1,"card":${"[".repeat(50_000)}${"]".repeat(50_000)}}\n`;
    const { status, stdout } = await bench().run("encrypt-item", deep);
    expect(status).toBe(0);
    expect((await bench().run("decrypt-item", stdout)).stdout.toString()).toBe(deep);
  });

  it("says once that records are too long for DynamoDB, and seals them", async () => {
    const { status, stderr } = await bench().run("encrypt-item", LONG + LONG);
    expect(status).toBe(0);
    expect(stderr.match(/warning: .*/g)).toEqual([
      "warning: line 1 is longer than 400 KB with its sealed fields, which no item of DynamoDB may be",
    ]);
  });

  it("takes an input without a record where that may be", async () => {
    for (const input of ["", "\n", "[]"])
      expect(await bench().run("encrypt-item", input, ["--allow-empty"])).toMatchObject({
        status: 0,
        stdout: Buffer.from(input),
      });
  });
});

describe("decrypt-item, given what it cannot open", () => {
  it.each([
    ["a text that is not sealed", '"secret"'],
    ["a number", "4111"],
    ["base64 of something else", `"${Buffer.from("\x02\x04\x78secret").toString("base64")}"`],
  ])("fails on %s", async (_what, value) => {
    const { status, stderr, stdout } = await bench().run("decrypt-item", `{"id":1,"card":${value}}`);
    expect([status, stdout.toString()]).toEqual([5, ""]);
    expect(stderr).toContain("line 1: the field /card is not sealed, or is damaged");
    expect(stderr).not.toContain("secret");
  });

  it("fails on a key without replicas, asked for in another region", async () => {
    const key = bench().kms.createKey();
    const argv = ["--key", key.arn, "--fallback-region", "eu-west-1"];
    const { status, stderr } = await bench().run("decrypt-item", "{}", argv);
    expect([status, stderr]).toEqual([
      2,
      expect.stringContaining("--fallback-region needs a multi-Region key"),
    ]);
  });

  it("writes no record of which only some fields open", async () => {
    const fields = ["--field", "card", "--field", "pin"];
    const { stdout } = await bench().run("encrypt-item", '{"id":1,"card":"c","pin":"p"}\n', fields);
    const swapped = stdout.toString().replace(/"pin":"[^"]*"/, '"pin":"p"');
    const ran = await bench().run("decrypt-item", swapped, fields);
    expect([ran.status, ran.stdout.toString()]).toEqual([5, ""]);
  });
});
