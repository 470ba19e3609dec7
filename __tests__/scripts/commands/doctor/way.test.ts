import { OperatorError } from "../../../../scripts/errors";
import { useDoctor } from "../../../helpers/doctor";

describe("sealstack doctor, of credentials and the way to AWS", () => {
  const host = useDoctor();

  it.each<[string, Partial<{ source: string; expires: Date }>, string, RegExp]>([
    ["end soon, and nobody renews them", { expires: new Date("2026-11-28T12:10:00Z") }, "warning", /sign in/],
    ["have ended", { expires: new Date("2026-11-28T11:59:00Z") }, "problem", /expired on 2026-11-28T11:59/],
    [
      "are renewed",
      { source: "SSO", expires: new Date("2026-11-28T12:10:00Z") },
      "ok",
      /until 2026-11-28T12:10/,
    ],
  ])("tells of credentials that %s", async (_, change, result, words) => {
    host.looks.credentials = async () => ({
      source: "variables of the environment",
      expires: undefined,
      ...change,
    });
    const found = await host.check("credentials");
    expect(found.result).toBe(result);
    expect(`${found.detail} ${found.mend}`).toMatch(words);
  });

  it.each([
    ["silent", "unknown", /hop/],
    ["off", "unknown", /AWS_EC2_METADATA_DISABLED/],
    ["answers", "problem", /instance profile/],
  ] as const)(
    "asks the metadata service where there are no credentials: it is %s",
    async (is, result, words) => {
      host.looks.credentials = () => Promise.reject(new OperatorError("credentials", "there are none"));
      host.looks.metadata = async () => is;
      const found = await host.check("metadata service of the instance");
      expect(found.result).toBe(result);
      expect(`${found.detail} ${found.mend}`).toMatch(words);
    },
  );

  it("does not ask the metadata service where the credentials are of something else", async () => {
    host.looks.metadata = () => Promise.reject(new Error("it was asked"));
    expect(await host.check("metadata service of the instance")).toMatchObject({ result: "ok" });
    host.looks.credentials = async () => ({
      source: "the metadata service of the instance",
      expires: undefined,
    });
    host.looks.metadata = async () => "answers";
    expect(await host.check("metadata service of the instance")).toMatchObject({ detail: "it answers" });
  });

  it("tells the way to the endpoints, and why there is none", async () => {
    expect(await host.check("endpoint of KMS")).toMatchObject({
      detail: expect.stringContaining("192.0.2.1"),
    });
    const { reach } = host.looks;
    host.looks.reach = async (service) => {
      if (service === "s3") throw new OperatorError("unavailable", "cannot reach s3: there is no such name");
      return { ...(await reach(service)), proxy: "http://proxy:3128" };
    };
    expect(await host.check("endpoint of KMS")).toMatchObject({
      detail: expect.stringContaining("through the proxy http://proxy:3128"),
    });
    expect(await host.check("endpoint of S3")).toMatchObject({ result: "problem" });
    host.looks.reach = async (service) => ({ ...(await reach(service)), serverTime: undefined });
    expect(await host.check("clock")).toMatchObject({ result: "unknown" });
  });

  it.each([
    [59, "ok"],
    [61, "warning"],
    [901, "problem"],
    [-901, "problem"],
  ])("takes a clock that is %d s off for %s", async (seconds, result) => {
    host.time += seconds * 1000;
    expect(await host.check("clock")).toMatchObject({ result });
  });
});
