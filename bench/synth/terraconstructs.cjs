// The resources of `sizes.ts` with TerraConstructs, on the engine and provider that it asks for, installed in the folder of the second argument.
const { mkdtempSync, rmSync } = require("node:fs");
const { createRequire } = require("node:module");
const { tmpdir } = require("node:os");
const { join } = require("node:path");

const [, , count, folder] = process.argv;
const from = createRequire(join(folder, "package.json"));
const { App } = from("cdktf");
// By folder, not by the package's index, which would load every service.
const { AwsStack } = from("terraconstructs/lib/aws/aws-stack.js");
const { Key } = from("terraconstructs/lib/aws/encryption");
const { Role, ServicePrincipal } = from("terraconstructs/lib/aws/iam");
const loadMs = performance.now();

const outdir = mkdtempSync(join(tmpdir(), "sealstack-bench-"));
const begun = performance.now();
const cpu = process.cpuUsage();
const app = new App({ outdir });
const stack = new AwsStack(app, "bench", {
  gridUUID: "bench",
  environmentName: "bench",
  providerConfig: { region: "eu-central-1" },
});
for (let index = 0; index < Number(count); index += 1) {
  const role = new Role(stack, `role-${index}`, {
    roleName: `user-${index}`,
    description: "Uses one key.",
    assumedBy: new ServicePrincipal("ec2.amazonaws.com"),
  });
  const key = new Key(stack, `key-${index}`, {
    description: `Key ${index}`,
    alias: `alias/bench-${index}`,
    enableKeyRotation: true,
  });
  key.grantEncryptDecrypt(role);
}
app.synth();
const synthMs = performance.now() - begun;
const { user, system } = process.cpuUsage(cpu);
const synthCpuMs = (user + system) / 1000;
rmSync(outdir, { recursive: true, force: true });
process.stdout.write(
  JSON.stringify({ loadMs, synthMs, synthCpuMs, peakMiB: process.resourceUsage().maxRSS / 1024 }),
);
