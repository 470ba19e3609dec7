/** What callers without types, or in a hurry, write: each is refused by a sentence about itself, in the construct or call that says it. */
import type { TerraformStack } from "cdktf";
import { ConfigError } from "../../modules/config-error";
import { githubTrust, InlinePolicy, Role, serviceTrust, User } from "../../modules/iam";
import { ExistingKey, Key, rootStatement } from "../../modules/kms";
import { Bucket } from "../../modules/s3";
import { ENVIRONMENT as env } from "../helpers/processes/environment";
import { synth } from "../helpers/stacks/synth";

/** As a caller without types has it. */
const untyped = (value: unknown): never => value as never;

const ROLE = "arn:aws:iam::111122223333:role/a";
const policy = { env, administrators: [ROLE] };
const tagged = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`k${at}`, "v"]));

const key = (stack: TerraformStack, more: object = {}) =>
  new Key(stack, "key", untyped({ description: "d", policy, ...more }));
const bucket = (stack: TerraformStack, more: object = {}) =>
  new Bucket(stack, "bucket", untyped({ name: "example-backups", env, key: key(stack), ...more }));
const role = (stack: TerraformStack, more: object = {}) =>
  new Role(
    stack,
    "role",
    untyped({ name: "r", description: "d", trust: [serviceTrust("ec2", env)], ...more }),
  );

const CASES: Readonly<Record<string, readonly [(stack: TerraformStack) => unknown, string]>> = {
  "a protection that is switched off without a reason": [
    (stack) => key(stack, { preventDestroy: false }),
    'preventDestroy must be true, or { off: "…" } with the reason why not, got false',
  ],
  "the same of a bucket": [
    (stack) => bucket(stack, { preventDestroy: false }),
    'preventDestroy must be true, or { off: "…" } with the reason why not, got false',
  ],
  "a policy by audience without an environment": [
    (stack) => key(stack, { policy: { administrators: [ROLE] } }),
    "policy.env must be an environment, such as awsEnvironment(scope) gives, got nothing",
  ],
  "an access key without a way to keep its secret": [
    (stack) => new User(stack, "user", untyped({ name: "u", accessKey: true })),
    "accessKey must be false, or an object with exactly one of pgpKey, unencrypted, got true",
  ],
  "a repository in place of a subject": [
    () => githubTrust(untyped({ subjects: ["acme/app"] })),
    "subjects[0] must be a subject such as 'repo:<owner>/<name>:ref:refs/heads/main', which githubSubject makes, got 'acme/app'",
  ],
  "an alias as the ARN of a key": [
    (stack) =>
      new ExistingKey(stack, "it", untyped({ keyArn: "arn:aws:kms:eu-central-1:111122223333:alias/a", env })),
    "keyArn must be the ARN of a key, such as 'arn:aws:kms:<region>:<account>:key/<id>', got 'arn:aws:kms:eu-central-1:111122223333:alias/a'",
  ],
  "a region without its number": [
    (stack) => key(stack, { region: "eu-central" }),
    "region must be a region such as 'eu-central-1', got 'eu-central'",
  ],
  "one alias twice": [
    (stack) => key(stack, { aliases: ["alias/a", "alias/a"] }),
    "aliases must not repeat 'alias/a'",
  ],
  "a key policy as JSON": [
    (stack) => key(stack, { policy: '{"Statement":[]}' }),
    "policy must be a list of statements, or an object with env, whose source may be JSON text, got '{\"Statement\":[]}'",
  ],
  "statements of a role as JSON": [
    (stack) =>
      new InlinePolicy(
        stack,
        "it",
        untyped({ name: "p", attachTo: { role: role(stack) }, statements: "[]" }),
      ),
    "statements must be a list of statements, got '[]'",
  ],
  "51 tags": [(stack) => key(stack, { tags: tagged(51) }), "tags must be at most 50, got 51"],
  "51 tags of a bucket": [(stack) => bucket(stack, { tags: tagged(51) }), "tags must be at most 50, got 51"],
  "a tag that AWS keeps": [
    (stack) => role(stack, { tags: { "aws:x": "v" } }),
    "tags: a key must not start with 'aws:', which AWS keeps, got 'aws:x'",
  ],
  "a full root statement without a reason": [
    () => rootStatement(env, untyped({ full: true })),
    "full needs a reason beside it, got none",
  ],
  "a prefix without its slash": [
    (stack) => bucket(stack).grantAppendOnly(role(stack), { prefixes: ["releases"] }),
    "prefixes of grant of appendOnly must end in a slash, got 'releases'; \"\" is the whole bucket",
  ],
};

it.each(Object.entries(CASES))("%s", (_, [make, sentence]) => {
  const problems: string[] = [];
  try {
    synth(make);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    problems.push(...error.problems);
  }
  expect(problems).toContain(sentence);
});

it("takes 50 tags", () => {
  expect(() => synth((stack) => key(stack, { tags: tagged(50) }))).not.toThrow();
});
