import type { Check } from "../../../../scripts/core/doctor/check";
import type { KeyState } from "../../../../scripts/core/key-life/ports";
import { STACK_KEY as ARN, useDoctor } from "../../../helpers/doctor";

describe("sealstack doctor, of keys", () => {
  const host = useDoctor();

  it.each<[string, Partial<KeyState>, string, RegExp]>([
    ["is disabled", { condition: "disabled" }, "problem", /enable-key/],
    [
      "will be deleted",
      { condition: "pending deletion", deletionDate: new Date("2026-12-24T00:00:00Z") },
      "problem",
      /cancel-key-deletion/,
    ],
    ["has no material", { condition: "pending import" }, "problem", /import-key-material/],
    ["is of another account or region", { condition: "not found" }, "problem", /--region/],
    ["does not encrypt", { encrypts: false }, "problem", /symmetric/],
    [
      "has material that expires",
      { validTo: new Date("2026-12-10T00:00:00Z") },
      "warning",
      /import it again/,
    ],
  ])("tells what mends a key that %s", async (_, change, result, mend) => {
    host.state = { ...host.state, ...change };
    const found = await host.doctor();
    expect(found.status).toBe(result === "problem" ? 24 : 0);
    expect(found.data.checks.find(({ subject }: Check) => subject === "key")).toMatchObject({
      name: "key alias/etcd",
      result,
      mend: expect.stringMatching(mend),
    });
  });

  it("tells an alias that names another key than the stack", async () => {
    host.arn = ARN.replace("1234abcd", "9999abcd");
    expect(await host.check("key alias/etcd")).toMatchObject({
      result: "warning",
      detail: `it is ${host.arn}, and the stack's outputs say ${ARN}`,
    });
  });

  it.each([
    ["is off", { on: false, everyDays: undefined, next: undefined }, "warning", /enable-key-rotation/],
    ["is on", { on: true, everyDays: 90, next: undefined }, "ok", /every 90 days/],
    ["is nothing for its kind", undefined, "ok", /sealstack rotate/],
  ])("tells that rotation of the key %s", async (_, is, result, words) => {
    host.automatic = is;
    const found = await host.check(`rotation of ${ARN}`);
    expect(found.result).toBe(result);
    expect(`${found.detail} ${found.mend}`).toMatch(words);
  });
});
