import { OperatorError } from "../../../../scripts/errors";
import { useDoctor } from "../../../helpers/doctor";

const AT = new Date("2026-11-28T02:00:00Z");

describe("sealstack doctor, of the quota of KMS", () => {
  const host = useDoctor();
  const QUOTA = "quota of symmetric requests to KMS in eu-central-1";
  const USED = "symmetric requests to KMS in eu-central-1";

  it.each([
    ["account", 35_000, "35,000 a second, shared by all of the account: what this account has"],
    ["default", 20_000, "20,000 a second, shared by all of the account: AWS's default"],
  ] as const)("says whose it is: %s", async (of, perSecond, words) => {
    host.looks.quota = async () => ({ of, perSecond });
    expect(await host.check(QUOTA)).toMatchObject({ result: "ok", detail: expect.stringContaining(words) });
  });

  it.each([
    [
      12.34,
      "ok",
      "12.3 a second in the busiest minute of the last 24 hours, at 2026-11-28T02:00:00.000Z: 0 %",
      "",
    ],
    [10_000, "ok", "50 % of the quota", ""],
    [
      10_001,
      "warning",
      "`sealstack fleet run` would add up to 10,000 a second, which is more than is left",
      "--kms-rate 9999 at most",
    ],
    [15_999, "warning", "80 % of the quota", "--kms-rate 4001 at most"],
    [
      16_000,
      "warning",
      "80 % of the quota",
      "aws service-quotas request-service-quota-increase --region eu-central-1 --service-code kms --quota-code L-6E3AF000 --desired-value 40000",
    ],
  ])("tells how near %d requests a second come", async (perSecond, result, detail, mend) => {
    host.looks.busiestMinute = async () => ({ perSecond, at: AT });
    const found = await host.check(USED);
    expect(found).toMatchObject({ result, detail: expect.stringContaining(detail) });
    expect(found.mend ?? "").toContain(mend);
  });

  it("measures by the quota of the account, and by the default where that is not told", async () => {
    host.looks.busiestMinute = async () => ({ perSecond: 19_000, at: AT });
    host.looks.quota = async () => ({ of: "account", perSecond: 190_000 });
    expect(await host.check(USED)).toMatchObject({
      result: "ok",
      detail: expect.stringContaining(": 10 % of"),
    });
    host.looks.quota = () =>
      Promise.reject(new OperatorError("accessDenied", "cannot read it: AWS denied it"));
    expect(await host.check(QUOTA)).toMatchObject({
      result: "not allowed",
      detail: "20,000 a second unless somebody asked for another; cannot read it: AWS denied it",
      mend: "allow servicequotas:GetServiceQuota on *, or ask with credentials that may",
    });
    expect(await host.check(USED)).toMatchObject({
      result: "warning",
      detail: expect.stringContaining(": 95 % of"),
    });
  });

  it("is no problem of backups where nobody tells it", async () => {
    const away = () =>
      Promise.reject(
        new OperatorError("unavailable", "cannot ask: the service fails", { hint: "try again" }),
      );
    Object.assign(host.looks, { quota: away, busiestMinute: away });
    expect(await host.doctor()).toMatchObject({ status: 0, unknown: expect.arrayContaining([QUOTA, USED]) });
    host.looks.busiestMinute = async () => undefined;
    expect(await host.check(USED)).toMatchObject({
      result: "unknown",
      detail: "CloudWatch counted none in the last 24 hours",
    });
  });

  it("hides no problem that has the same cause", async () => {
    const away = (what: string) => () =>
      Promise.reject(new OperatorError("unavailable", `${what}: the service fails (InternalFailure)`));
    Object.assign(host.looks, {
      quota: away("cannot read the quota"),
      busiestMinute: away("cannot read how many"),
    });
    host.store.versioning = away("cannot read the versioning");
    expect(await host.doctor()).toMatchObject({ status: 24, problems: ["versions of objects"] });
  });

  it.each([
    ["RSA_4096", "RSA requests to KMS in eu-central-1"],
    ["ECC_NIST_P256", "ECC requests to KMS in eu-central-1"],
    ["HMAC_256", USED],
    ["ML_DSA_65", undefined],
    [undefined, USED],
  ])("is that of the key's kind: %s", async (spec, name) => {
    const { spec: _, ...state } = host.state;
    host.state = { ...state, ...(spec !== undefined && { spec }) };
    const asked: unknown[] = [];
    host.looks.quota = async (...of) => {
      asked.push(of);
      return { of: "default", perSecond: 1_000 };
    };
    const { data } = await host.doctor();
    const names = data.checks.filter(({ subject }) => subject === "quota").map((check) => check.name);
    expect(names).toEqual(name === undefined ? [] : [`quota of ${name}`, name]);
    expect(asked).toEqual(name === undefined ? [] : [["eu-central-1", name.split(" ")[0]]]);
  });

  it("says that a key store has another one", async () => {
    host.state = { ...host.state, inKeyStore: true };
    expect((await host.check(QUOTA)).detail).toContain("the key's own key store has a lower one");
  });
});
