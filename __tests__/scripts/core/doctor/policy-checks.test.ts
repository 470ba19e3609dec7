/** What `doctor` lets IAM simulate is what the stack's policies allow: otherwise it would find problems where there are none. */
import { needsOf } from "../../../../scripts/core/doctor/policy-checks";
import { describeDecision, evaluate } from "../../../../tools/policy-check";
import { ACTORS } from "../../../helpers/judging/command-actors";

describe("what a role needs", () => {
  it.each(["writer", "restorer", "keeper", "tester", "rekeyer"])(
    "is allowed to the %s of a stack",
    async (role) => {
      const actor = ACTORS[role]?.();
      if (actor?.bucket === undefined || actor.keyArn === undefined)
        throw new Error(`no ${role} in the stack`);
      const [alias = ""] = actor.policies.keys[actor.keyArn] ?? [];
      const { arn, prefixes } = actor.bucket;
      const bucket = arn.replace(/^arn:[^:]*:s3:::/, "");
      const needs = needsOf(role, { keyArn: actor.keyArn, alias, bucket, prefixes });
      expect(needs.length).toBeGreaterThan(2);
      for (const need of needs) {
        const decision = await evaluate(actor.policies, { principal: actor.principal, ...need });
        expect({ need, says: describeDecision(decision), effect: decision.effect }).toMatchObject({
          effect: "allowed",
        });
      }
    },
  );

  it("is not all allowed to another role", async () => {
    const writer = ACTORS.writer?.();
    if (writer?.bucket === undefined || writer.keyArn === undefined)
      throw new Error("no writer in the stack");
    const bucket = writer.bucket.arn.replace(/^arn:[^:]*:s3:::/, "");
    const needs = needsOf("restorer", { ...writer.bucket, keyArn: writer.keyArn, alias: undefined, bucket });
    const effects = await Promise.all(
      needs.map(
        async (need) => (await evaluate(writer.policies, { principal: writer.principal, ...need })).effect,
      ),
    );
    expect(effects.filter((effect) => effect === "allowed")).toHaveLength(1); // s3:ListBucket
  });

  it("is nothing that the simulator could know, of the administrator of the key", () => {
    expect(needsOf("administrator", { keyArn: "", alias: "", bucket: "b", prefixes: [] })).toEqual([]);
  });
});
