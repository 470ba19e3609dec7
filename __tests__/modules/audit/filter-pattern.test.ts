import { Lazy } from "cdktf";
import { filterPattern, filterPatterns } from "../../../modules/audit";
import { ALL_CASES, WATCHED } from "../../helpers/judging/alert-cases";
import { KEY_ID } from "../../helpers/judging/cloudtrail-records";
import { matchesFilter } from "../../helpers/judging/filter-pattern";

describe("filterPattern, as the matcher of the tests reads it", () => {
  it.each(ALL_CASES)("%s: %s", (name, _, record, raised) => {
    expect(matchesFilter(filterPattern(name, WATCHED), record)).toBe(raised);
  });

  it("sees the replica of a multi-region key in another region", () => {
    const pattern = filterPattern("keyPolicyChanged", {
      keys: [{ keyArn: "unused", keyId: "mrk-1" }],
      aliases: [],
    });
    const record = {
      eventSource: "kms.amazonaws.com",
      eventName: "PutKeyPolicy",
      resources: [{ ARN: "arn:aws:kms:us-east-1:111122223333:key/mrk-1" }],
    };
    expect(matchesFilter(pattern, record)).toBe(true);
  });

  it("is written as AWS documents it", () => {
    expect(filterPattern("keyPolicyChanged", { ...WATCHED, aliases: [] })).toBe(
      `{ ($.eventSource = "kms.amazonaws.com") && ($.eventName = "PutKeyPolicy") && (($.resources[0].ARN = "*${KEY_ID}") || ($.resources[1].ARN = "*${KEY_ID}") || ($.requestParameters.keyId = "*${KEY_ID}") || ($.errorMessage = "*${KEY_ID}*")) }`,
    );
  });
});

it("are as many however large the numbers of tokens are", () => {
  const counts = ["", "x".repeat(700)].map((displayHint) => {
    const token = () => Lazy.stringValue({ produce: () => "x" }, { displayHint });
    return filterPatterns("aliasMoved", {
      keys: [{ keyArn: token(), keyId: token() }],
      aliases: [`alias/${token()}`, token()],
    }).length;
  });
  expect(counts).toEqual([1, 1]);
});

describe("the matcher of the tests", () => {
  const record = { a: { b: ["x", { c: "value-1" }] }, n: 1 };

  it.each([
    ['{ $.a.b[0] = "x" }', true],
    ['{ $.a.b[1].c = "value*" }', true],
    ['{ $.a.b[1].c = "*-1" }', true],
    ['{ $.a.b[1].c = "value" }', false],
    ['{ $.a.b[1].c = "value.1" }', false],
    ['{ $.missing = "*" }', false],
    ['{ ($.a.b[0] = "y") || ($.a.b[0] = "x") && ($.a.b[1].c = "*") }', true],
    ['{ (($.a.b[0] = "x") || ($.a.b[0] = "y")) && ($.missing = "*") }', false],
  ])("says of %s: %s", (pattern, matches) => {
    expect(matchesFilter(pattern, record)).toBe(matches);
  });

  it.each(['{ $.a != "x" }', "{ $.n = 1 }", '{ $.a = "x"', '{ $.a = "x" } x', '{ ($.a = "x") ($.b = "x") }'])(
    "fails on %s, which it does not know",
    (pattern) => {
      expect(() => matchesFilter(pattern, record)).toThrow("filter pattern");
    },
  );
});
