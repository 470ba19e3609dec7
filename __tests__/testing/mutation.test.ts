import { claims, policies } from "../../examples/testing";
import { stackPolicies, unnoticedChanges } from "../../testing";
import { accessStack } from "../helpers/stacks/access-stack";

describe("unnoticedChanges", () => {
  it("tells what no claim would notice, and less for every claim that knows it", async () => {
    const set = policies();
    const few = await unnoticedChanges(set, claims(set));
    const none = await unnoticedChanges(set, []);
    expect(none.length).toBeGreaterThan(few.length);
    // The claims of the example: the writer encrypts, and nothing else.
    expect(none).toContainEqual(expect.stringMatching(/^aws_kms_key\.\w+ \w+: gone$/));
    const noticed = none.filter((each) => !few.includes(each));
    expect(noticed).toContainEqual(expect.stringMatching(/: (gone|for every action)$/));
  });

  it("notices a context that is dropped where a claim is about it, and not where none is", async () => {
    const set = stackPolicies(accessStack());
    const arn = "arn:aws:iam::111122223333:role/reader";
    const request = {
      principal: { kind: "role" as const, arn },
      action: "kms:Decrypt",
      resource: set.resource("aws_kms_key").arn,
    };
    const context = { "kms:EncryptionContext:what": "backup/in/x" };
    const may = { ...request, context, says: "the reader opens", expect: "allowed" as const };
    const mayNot = {
      ...request,
      says: "the reader opens nothing without a context",
      expect: "denied" as const,
    };
    const dropped = "aws_kms_key.k Open: without StringLike kms:EncryptionContext:what";
    expect(await unnoticedChanges(set, [may])).toContain(dropped);
    expect(await unnoticedChanges(set, [may, mayNot])).not.toContain(dropped);
    await expect(unnoticedChanges(set, [{ ...may, expect: "denied" }])).rejects.toThrow(
      "a claim does not hold as it is",
    );
  });
});
