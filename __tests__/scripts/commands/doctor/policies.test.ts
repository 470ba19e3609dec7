import type { Decision, Need } from "../../../../scripts/core/doctor/ports";
import { OperatorError } from "../../../../scripts/errors";
import { stackRole, useDoctor } from "../../../helpers/doctor";

describe("sealstack doctor, of what IAM simulates", () => {
  const host = useDoctor();

  let asked: [string, Need][];
  const simulated = (decide: (need: Need) => Partial<Decision>): void => {
    asked = [];
    host.looks.simulate = async (arn, need) => {
      asked.push([arn, need]);
      return { allowed: true, explicit: false, policies: [], above: undefined, ...decide(need) };
    };
  };
  const name = "policies of the writer, simulated";

  it("is the role of the stack whose credentials these are, and of all roles for others", async () => {
    simulated(() => ({}));
    expect(await host.check(name)).toMatchObject({ result: "ok" });
    expect(new Set(asked.map(([arn]) => arn))).toEqual(new Set([stackRole("writer")]));
    expect(asked.map(([, { action }]) => action)).toEqual([
      "s3:ListBucket",
      "s3:PutObject",
      "kms:GenerateDataKey",
    ]);
    host.caller = "arn:aws:iam::111122223333:user/administrator";
    simulated(() => ({}));
    await host.doctor();
    expect(new Set(asked.map(([arn]) => arn))).toEqual(new Set([stackRole("writer"), stackRole("restorer")]));
  });

  it("is mended by the statement that is missing", async () => {
    simulated(({ action }) => (action === "s3:PutObject" ? { allowed: false } : {}));
    const { result, detail, mend } = await host.check(name);
    expect(result).toBe("problem");
    expect(detail).toMatch(/^s3:PutObject on arn:aws:s3:::etcd-backups\/etcd\/.* is allowed by none$/);
    expect(JSON.parse(mend.slice(mend.indexOf("[")))).toEqual([
      {
        Effect: "Allow",
        Action: "s3:PutObject",
        Resource: expect.stringContaining("arn:aws:s3:::etcd-backups/etcd/"),
      },
    ]);
  });

  it.each<[Partial<Decision>, string]>([
    [{ explicit: true, policies: ["guard"] }, "denied by guard"],
    [{ above: "the organization" }, "not allowed by the organization"],
    [{ explicit: true, above: "the permissions boundary" }, "denied by the permissions boundary"],
  ])("names who denies: %j", async (decision, words) => {
    simulated(() => ({ allowed: false, ...decision }));
    const { detail, mend } = await host.check(name);
    expect(detail).toContain(words);
    expect(mend).toContain("take the denial away");
  });

  it("may not be asked by most, which is no problem", async () => {
    host.looks.simulate = () => Promise.reject(new OperatorError("accessDenied", "AWS denied it"));
    expect(await host.doctor()).toMatchObject({ status: 0, denied: [name] });
  });
});
