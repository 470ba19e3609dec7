import { type Effect, isUnknown, type PolicyStatement, type RequestContext, UNKNOWN } from "../../../access";
import { ALL, ask, KEY, OBJECT, policy, role, to, user } from "./ask";

const PAGE =
  "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html";
type Condition = NonNullable<PolicyStatement["Condition"]>;

function holds(Condition: Condition, context: RequestContext = {}): Effect {
  return ask({ principal: user, context, policies: { identity: [policy({ ...ALL, Condition })] } }).effect;
}

const T = "aws:PrincipalTag/t";
const IP = "aws:SourceIp";
const ARN = "aws:SourceArn";
const TIME = "aws:CurrentTime";
const AGE = "aws:MultiFactorAuthAge";
const KEYS = "aws:TagKeys";

describe(`operators: see ${PAGE}`, () => {
  it.each<[string, Condition, RequestContext, boolean]>([
    ["StringEquals", { StringEquals: { [T]: "a" } }, { [T]: "a" }, true],
    ["StringEquals minds case", { StringEquals: { [T]: "a" } }, { [T]: "A" }, false],
    ["StringEquals has no wildcards", { StringEquals: { [T]: "a*" } }, { [T]: "ab" }, false],
    ["any of its values", { StringEquals: { [T]: ["a", "b"] } }, { [T]: "b" }, true],
    ["none of them", { StringNotEquals: { [T]: ["a", "b"] } }, { [T]: "b" }, false],
    ["a key in other case", { StringEquals: { "AWS:principaltag/T": "a" } }, { [T]: "a" }, true],
    ["StringEqualsIgnoreCase", { StringEqualsIgnoreCase: { [T]: "a" } }, { [T]: "A" }, true],
    ["StringNotEqualsIgnoreCase", { StringNotEqualsIgnoreCase: { [T]: "a" } }, { [T]: "A" }, false],
    ["StringLike", { StringLike: { [T]: "a*d?" } }, { [T]: "abcde" }, true],
    ["StringLike, one character too few", { StringLike: { [T]: "a*d?" } }, { [T]: "abcd" }, false],
    ["StringLike with a literal star", { StringLike: { [T]: "a${*}" } }, { [T]: "ab" }, false],
    ["the star itself", { StringLike: { [T]: "a${*}" } }, { [T]: "a*" }, true],
    ["StringNotLike", { StringNotLike: { [T]: "a*" } }, { [T]: "b" }, true],
    ["Bool", { Bool: { "aws:SecureTransport": "true" } }, { "aws:SecureTransport": "true" }, true],
    [
      "Bool as JSON has it",
      { Bool: { "aws:SecureTransport": true } },
      { "aws:SecureTransport": "false" },
      false,
    ],
    ["NumericEquals", { NumericEquals: { [AGE]: "10" } }, { [AGE]: "10.0" }, true],
    ["NumericLessThan", { NumericLessThan: { [AGE]: "10" } }, { [AGE]: "9.5" }, true],
    ["NumericGreaterThanEquals", { NumericGreaterThanEquals: { [AGE]: "10" } }, { [AGE]: "9" }, false],
    ["no number", { NumericLessThan: { [AGE]: "10" } }, { [AGE]: "x" }, false],
    [
      "DateLessThan",
      { DateLessThan: { [TIME]: "2026-12-01T00:00:00Z" } },
      { [TIME]: "2026-11-28T10:00:00Z" },
      true,
    ],
    [
      "an offset",
      { DateGreaterThan: { [TIME]: "2026-11-28T10:30:00+01:00" } },
      { [TIME]: "2026-11-28T10:00:00Z" },
      true,
    ],
    ["seconds", { DateEquals: { [TIME]: "2026-11-28T00:00:00Z" } }, { [TIME]: "1795824000" }, true],
    ["a leap day", { DateEquals: { [TIME]: "2024-02-29" } }, { [TIME]: "2024-02-29T00:00:00Z" }, true],
    ["BinaryEquals", { BinaryEquals: { [T]: "QQ==" } }, { [T]: "QQ==" }, true],
    ["IpAddress", { IpAddress: { [IP]: "203.0.113.0/24" } }, { [IP]: "203.0.113.77" }, true],
    ["outside of it", { IpAddress: { [IP]: "203.0.113.0/25" } }, { [IP]: "203.0.113.200" }, false],
    ["one address", { IpAddress: { [IP]: "203.0.113.7" } }, { [IP]: "203.0.113.7" }, true],
    ["IPv6", { IpAddress: { [IP]: "2001:db8::/32" } }, { [IP]: "2001:DB8:1::5" }, true],
    [
      "IPv6 with a part of IPv4",
      { IpAddress: { [IP]: "::ffff:10.0.0.0/104" } },
      { [IP]: "::ffff:a01:203" },
      true,
    ],
    ["NotIpAddress", { NotIpAddress: { [IP]: "10.0.0.0/8" } }, { [IP]: "10.1.2.3" }, false],
    [
      "ArnLike, part by part",
      { ArnLike: { [ARN]: "arn:aws:x:*:111122223333:finance/*" } },
      { [ARN]: "arn:aws:x:us-east-2:999999999999:store/abc:111122223333:finance/d" },
      false,
    ],
    [
      "StringLike over colons",
      { StringLike: { [ARN]: "arn:aws:x:*:111122223333:finance/*" } },
      { [ARN]: "arn:aws:x:us-east-2:999999999999:store/abc:111122223333:finance/d" },
      true,
    ],
    [
      "ArnEquals with a wildcard",
      { ArnEquals: { [ARN]: "arn:aws:sns:*:*:al*" } },
      { [ARN]: "arn:aws:sns:eu-west-1:111122223333:alerts" },
      true,
    ],
    [
      "ArnNotLike",
      { ArnNotLike: { [ARN]: "arn:aws:sns:*:*:*" } },
      { [ARN]: "arn:aws:sns:eu-west-1:111122223333:alerts" },
      false,
    ],
    ["Null true", { Null: { [T]: "true" } }, {}, true],
    ["Null false", { Null: { [T]: "false" } }, {}, false],
    ["Null, an empty list", { Null: { [KEYS]: "true" } }, { [KEYS]: [] }, true],
    ["a missing key", { StringEquals: { [T]: "a" } }, {}, false],
    ["a missing key, null", { StringEquals: { [T]: "a" } }, { [T]: null }, false],
    ["a missing key, negated", { StringNotEquals: { [T]: "a" } }, {}, true],
    ["a missing key, IfExists", { StringEqualsIfExists: { [T]: "a" } }, {}, true],
    ["IfExists with another value", { StringEqualsIfExists: { [T]: "a" } }, { [T]: "b" }, false],
    [
      "two operators",
      { StringEquals: { [T]: "a" }, Bool: { "aws:SecureTransport": "true" } },
      { [T]: "a", "aws:SecureTransport": "false" },
      false,
    ],
    ["ForAllValues", { "ForAllValues:StringEquals": { [KEYS]: ["a", "b"] } }, { [KEYS]: ["b", "a"] }, true],
    [
      "ForAllValues with one more",
      { "ForAllValues:StringEquals": { [KEYS]: ["a"] } },
      { [KEYS]: ["a", "b"] },
      false,
    ],
    ["ForAllValues without the key", { "ForAllValues:StringEquals": { [KEYS]: ["a"] } }, {}, true],
    [
      "ForAllValues, negated",
      { "ForAllValues:StringNotEquals": { [KEYS]: ["a"] } },
      { [KEYS]: ["a", "b"] },
      false,
    ],
    ["ForAnyValue", { "ForAnyValue:StringLike": { [KEYS]: ["x*"] } }, { [KEYS]: ["a", "xb"] }, true],
    ["ForAnyValue without the key", { "ForAnyValue:StringEquals": { [KEYS]: ["a"] } }, {}, false],
    [
      "ForAnyValue, negated, without the key",
      { "ForAnyValue:StringNotEquals": { [KEYS]: ["a"] } },
      {},
      false,
    ],
    [
      "ForAnyValue, negated",
      { "ForAnyValue:StringNotEquals": { [KEYS]: ["a"] } },
      { [KEYS]: ["a", "b"] },
      true,
    ],
    ["a variable", { StringEquals: { [T]: "${aws:username}" } }, { [T]: "etcd" }, true],
    [
      "a variable with a default",
      { StringEquals: { [T]: "${aws:PrincipalTag/none, 'x'}" } },
      { [T]: "x" },
      true,
    ],
    [
      "a variable that the request lacks",
      { StringEquals: { [T]: "${aws:PrincipalTag/none}" } },
      { [T]: "" },
      false,
    ],
  ])("%s", (_, condition, context, expected) => {
    expect(holds(condition, context)).toBe(expected ? "allowed" : "denied");
  });
});

describe("unknown", () => {
  it.each<[string, Condition, RequestContext, string]>([
    ["a value that nobody said", { StringEquals: { [T]: "a" } }, { [T]: UNKNOWN }, T],
    [
      "one of two, the other of which holds",
      { StringEquals: { [T]: "a", "aws:SourceVpc": "v" } },
      { [T]: UNKNOWN, "aws:SourceVpc": "v" },
      T,
    ],
    [
      "a variable's value",
      { StringEquals: { "aws:SourceVpc": "${aws:PrincipalTag/t}" } },
      { [T]: UNKNOWN, "aws:SourceVpc": "v" },
      T,
    ],
    [
      "a reference in the policy",
      { StringEquals: { [T]: "a-${aws_vpc.main.id}" } },
      { [T]: "a-1" },
      "a-${aws_vpc.main.id}",
    ],
    [
      "many values without a set operator",
      { StringEquals: { [KEYS]: "a" } },
      { [KEYS]: ["a", "b"] },
      "without ForAllValues",
    ],
    [
      "a missing variable, negated",
      { StringNotEquals: { [T]: "${aws:PrincipalTag/none}" } },
      { [T]: "x" },
      "aws:PrincipalTag/none",
    ],
    [
      "IfExists with ForAnyValue, without the key",
      { "ForAnyValue:StringEqualsIfExists": { [KEYS]: "a" } },
      {},
      "ForAnyValue:StringEqualsIfExists",
    ],
  ])("is %s", (_, condition, context, dependsOn) => {
    const {
      effect,
      dependsOn: found,
      decidedBy,
    } = ask({
      principal: user,
      context,
      policies: { identity: [policy({ ...ALL, Condition: condition })] },
    });
    expect([effect, decidedBy]).toEqual(["unknown", []]);
    expect(found.join()).toContain(dependsOn);
  });

  it("is not what decides nothing", () => {
    const unsure = { ...ALL, Sid: "Unsure", Condition: { StringEquals: { [T]: "a" } } };
    const context = { [T]: UNKNOWN };
    expect(ask({ context, policies: { identity: [policy(unsure, ALL)] } }).effect).toBe("allowed");
    expect(ask({ context, policies: { identity: [policy({ ...unsure, Effect: "Deny" })] } }).effect).toBe(
      "denied",
    );
    expect(
      ask({ context, policies: { identity: [policy(ALL, { ...unsure, Effect: "Deny" })] } }).effect,
    ).toBe("unknown");
    expect(
      ask({
        context,
        policies: { identity: [policy(ALL, { ...unsure, Effect: "Deny" }, { ...ALL, Effect: "Deny" })] },
      }).effect,
    ).toBe("denied");
  });

  it("is a key that the context does not name, unless AWS does not send it", () => {
    const about = (key: string, otherKeys: "unknown" | "absent") =>
      ask({
        otherKeys,
        policies: { identity: [policy({ ...ALL, Condition: { StringEquals: { [key]: "a" } } })] },
      }).effect;
    expect(about(IP, "unknown")).toBe("unknown");
    expect(about(IP, "absent")).toBe("denied");
    expect(about("kms:ViaService", "unknown")).toBe("denied");
    expect(about("s3:noSuchKey", "unknown")).toBe("denied");
    expect(about("aws:username", "unknown")).toBe("denied");
  });

  it("is a policy that only a deployment tells", () => {
    const identity = [{ name: "p", document: { unknown: "data.x.json" } }];
    expect(ask({ policies: { identity } })).toMatchObject({
      effect: "unknown",
      dependsOn: ["the policy 'p' (data.x.json)"],
    });
    expect(ask({ policies: { identity, resource: policy(to("*", { Effect: "Deny" })) } }).effect).toBe(
      "denied",
    );
  });

  it("is a resource or principal that only a deployment tells, and no other", () => {
    const on = (Resource: string) => ask({ policies: { identity: [policy({ ...ALL, Resource })] } }).effect;
    expect([on("${aws_s3_bucket.b.arn}/*"), on("arn:aws:s3:::${aws_s3_bucket.b.id}/*")]).toEqual([
      "unknown",
      "unknown",
    ]);
    expect([
      on("arn:aws:sns:::${aws_sns_topic.t.name}"),
      on("arn:aws:s3:::other-${random_id.x.hex}/*"),
    ]).toEqual(["denied", "denied"]);
    const of = (AWS: string) => ask({ policies: { resource: policy(to({ AWS })) } }).effect;
    expect([
      of("${aws_iam_role.r.arn}"),
      of("arn:aws:iam::444455556666:role/${aws_iam_role.r.name}"),
    ]).toEqual(["unknown", "denied"]);
  });

  it("is plain data that survives JSON", () => {
    expect(isUnknown(JSON.parse(JSON.stringify(UNKNOWN)))).toBe(true);
    expect([isUnknown(null), isUnknown(["a"]), isUnknown("unknown")]).toEqual([false, false, false]);
  });
});

describe("an answer explains itself", () => {
  it("by the statements that came near, with what they want and what the request has", () => {
    const near = {
      ...ALL,
      Sid: "Near",
      Condition: { StringEquals: { [T]: ["a", "b"] }, Bool: { "aws:SecureTransport": "true" } },
    };
    const about = { ...ALL, Sid: "Elsewhere", Resource: "arn:aws:s3:::other/*" };
    const decision = ask({
      principal: role,
      context: { [T]: "c", "aws:SecureTransport": "true" },
      policies: { identity: [policy(about, near)] },
    });
    expect(decision).toMatchObject({
      effect: "denied",
      decidedBy: [],
      why: "no statement allows it",
      dependsOn: [],
    });
    expect(decision.near).toEqual([
      {
        policy: "policy",
        kind: "identity",
        sid: "Near",
        index: 1,
        effect: "Allow",
        conditions: [
          { operator: "StringEquals", key: T, wanted: ["a", "b"], got: ["c"], holds: false },
          { operator: "Bool", key: "aws:SecureTransport", wanted: ["true"], got: ["true"], holds: true },
        ],
      },
    ]);
    expect(JSON.parse(JSON.stringify(decision))).toEqual(decision);
  });

  it("by the statements that decide", () => {
    const deny = { ...ALL, Effect: "Deny" as const, Sid: "Never" };
    expect(ask({ policies: { identity: [policy(ALL, deny)] } })).toMatchObject({
      decidedBy: [{ policy: "policy", kind: "identity", sid: "Never", index: 1 }],
      why: "'Never' of policy denies it",
    });
    expect(
      ask({ policies: { identity: [policy({ Effect: "Allow", Action: "s3:*", Resource: OBJECT })] } }).why,
    ).toBe("'0' of policy allows it");
    expect(
      ask({
        action: "kms:Decrypt",
        resource: KEY,
        policies: { identity: [policy(ALL)], resource: policy(to({ AWS: "444455556666" })) },
      }).why,
    ).toBe("no statement of the key policy allows it, or leaves it to the account");
  });
});
