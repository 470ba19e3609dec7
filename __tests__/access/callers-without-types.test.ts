/** Callers without types of `sealstack/access` and `sealstack/testing`: junk in place of any argument gets an error of the package, with a sentence. */
import { App } from "cdktf";
import * as access from "../../access";
import { claims, policies as examplePolicies, Reports } from "../../examples/testing";
import * as testing from "../../testing";
import { pathsOf, replaced } from "../helpers/calls/call";

const JUNK: readonly unknown[] = [
  undefined,
  null,
  true,
  7,
  Number.NaN,
  [],
  [undefined],
  [null],
  [7],
  [["junk"]],
  [{}],
  {},
  { junk: 1 },
  { junk: null },
  () => "junk",
];
/** Texts are names of files for these. */
const TEXTS: readonly unknown[] = ["", "junk"];

const KEY = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const ROLE = "arn:aws:iam::111122223333:role/a";
const own = (more: object = {}) => ({
  name: "p",
  document: {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "A",
        Effect: "Allow",
        ...more,
        Action: ["kms:*"],
        Resource: ["*"],
        Condition: { StringEquals: { "aws:PrincipalAccount": "111122223333" } },
      },
    ],
  },
});
const QUESTION = {
  principal: { kind: "role", arn: ROLE, session: "s" },
  action: "kms:Decrypt",
  resource: KEY,
  resourceAccount: "111122223333",
  context: { "aws:SourceIp": "192.0.2.1" },
  otherKeys: "absent",
  policies: {
    identity: [own()],
    boundary: own(),
    session: [own()],
    resource: own({ Principal: "*" }),
    trust: own({ Principal: "*" }),
    scp: [[own()]],
    rcp: [[own({ Principal: "*" })]],
  },
  grants: [
    {
      name: "g",
      grantee: ROLE,
      retiring: ROLE,
      operations: ["Decrypt"],
      encryptionContextEquals: { a: "b" },
      encryptionContextSubset: { a: "b" },
    },
  ],
  bucket: { name: "b", restrictPublicBuckets: true, blockedEncryptionTypes: ["SSE-C"] },
};
const set = examplePolicies();
const [claim] = claims(set);

// biome-ignore lint/suspicious/noExplicitAny: callers without types
type Loose = (...given: any[]) => unknown;
const CALLS: readonly (readonly [name: string, call: Loose, given: readonly unknown[]])[] = [
  ["decide", access.decide, [QUESTION]],
  ["strayKeys", access.strayKeys, ["kms:Decrypt", ["aws:SourceIp"]]],
  [
    "usualContext",
    access.usualContext,
    [{ action: "kms:Decrypt", region: "eu-west-1", aliases: ["alias/a"], context: { a: "b" } }],
  ],
  ["isUnknown", access.isUnknown, [access.UNKNOWN]],
  ["unknownUntil", access.unknownUntil, ["x"]],
  ["accessMatrix", access.accessMatrix, [new Reports(new App()), { managedPolicies: {} }]],
  ["checkAccess", access.checkAccess, [new Reports(new App()), { failOn: "none" }]],
  ["stackPolicies", testing.stackPolicies, ['{"resource":{}}', { managedPolicies: {} }]],
  ["brokenClaims", testing.brokenClaims, [set, [claim]]],
  ["unnoticedChanges", testing.unnoticedChanges, [set, []]],
];
/** `claimsAbout` takes presets, errors take a text, `useEvaluator` and the class keep what they get, rules and matchers are tables. */
const OTHERS = ["AccessError", "StackPolicies", "StackTestError", "claimsAbout", "useEvaluator"];

it.each(CALLS)("%s takes or refuses whatever stands in place of any argument", async (name, call, given) => {
  await call(...given);
  const wrong: string[] = [];
  const junk = ["accessMatrix"].includes(name) ? JUNK : [...JUNK, ...TEXTS];
  for (const path of pathsOf(given))
    for (const value of junk)
      try {
        await call(...(replaced(given, path, value) as unknown[]));
      } catch (error) {
        const { name: kind, message } = error as Error;
        if (!["AccessError", "StackTestError"].includes(kind))
          wrong.push(`${path.join(".")} = ${JSON.stringify(value)}: ${kind}: ${message}`);
      }
  expect(wrong).toEqual([]);
});

it("every function is among them", () => {
  const functions = Object.entries({ ...access, ...testing })
    .filter(([, value]) => typeof value === "function")
    .map(([name]) => name);
  expect(functions.toSorted()).toEqual([...CALLS.map(([name]) => name), ...OTHERS].toSorted());
});
