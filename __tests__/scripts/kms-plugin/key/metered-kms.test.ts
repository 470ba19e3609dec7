import type { KmsService } from "../../../../scripts/clients/kms-service";
import { late } from "../../../../scripts/kms-plugin/call";
import { MeteredKms } from "../../../../scripts/kms-plugin/key/metered-kms";
import { PluginMetrics } from "../../../../scripts/kms-plugin/metrics";

describe("a call of KMS that is cut off", () => {
  it.each([
    ["before it had half the deadline, as after a wait in our own line, says nothing about KMS", 60_000, []],
    ["after that is a failure of KMS", 0, ["TimeoutError"]],
  ])("%s", async (_what, deadlineMs, expected) => {
    const heard: (string | undefined)[] = [];
    const kms = new MeteredKms({
      kms: {} as KmsService,
      key: "key",
      places: 50,
      limits: { qps: 0, burst: 1, retryTokenCapacity: undefined },
      deadlineMs,
      metrics: new PluginMetrics(),
      heard: (_part, _began, failure) => heard.push(failure?.name),
    });
    const limit = new AbortController();
    const work = () => {
      limit.abort(late());
      return Promise.reject(new Error("aborted"));
    };
    const call = { version: "v2", signal: limit.signal } as const;
    await expect(kms.measure("encrypt", call, work)).rejects.toThrow("deadline");
    expect(heard).toEqual(expected);
  });
});
