import { PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { createBucket } from "../../../helpers/buckets";
import { emulatorEndpoint, testClients } from "../../../helpers/emulator";
import { createKey } from "../../../helpers/kms/test-key";
import { sealstack } from "../../../helpers/processes/cli";
import { useTempDir } from "../../../helpers/temp-dir";

const MINUTE = 60_000;

describe("sealstack doctor against the emulator", () => {
  const dir = useTempDir();

  it("tells the quota of KMS as far as it is told, and what CloudWatch counted", async () => {
    const [{ name: bucket }, key] = [await createBucket(), await createKey()];
    const minute = Math.floor(Date.now() / MINUTE) * MINUTE;
    // AWS lets nobody put what it counts itself; the emulator counts nothing, and lets. The last two are of one minute.
    const counts = [
      [120, 30],
      [6, 20],
      [300, 10],
      [300, 10],
    ] as const;
    const Dimensions = Object.entries({
      Service: "KMS",
      Type: "API",
      Class: "None",
      Resource: "CryptographicOperationsSymmetric",
    }).map(([Name, Value]) => ({ Name, Value }));
    const MetricData = counts.map(([Value, ago]) => ({
      MetricName: "CallCount",
      Dimensions,
      Timestamp: new Date(minute - ago * MINUTE),
      Value,
    }));
    await testClients().cloudWatch.send(new PutMetricDataCommand({ Namespace: "AWS/Usage", MetricData }));
    const argv = ["doctor", "--json", "--bucket", bucket, "--key", key, "--state-dir", dir()];
    const { stdout } = await sealstack([...argv, "--endpoint-url", emulatorEndpoint()]);
    const { checks } = JSON.parse(stdout.toString());
    const [quota, used] = checks.filter(({ subject }: { subject: string }) => subject === "quota");
    // LocalStack offers no Service Quotas; what does tells a figure.
    expect(quota.detail).toMatch(
      /^[\d,]+ a second(, shared| unless somebody asked for another; cannot read)/,
    );
    expect(["ok", "unknown"]).toContain(quota.result);
    expect(used).toMatchObject({
      result: "ok",
      detail: expect.stringMatching(/^10 a second in the busiest minute .*: 0 % of the quota$/),
    });
  });
});
