/** The region of the EC2 instance that this runs on, from its metadata service (IMDSv2). */
import { request } from "node:http";

/** Milliseconds: the service is on the same host, or there is none. */
const TIMEOUT_MS = 1_000;
const TOKEN_SECONDS = "60";

/** @returns `undefined` off EC2, or where the service is turned off. */
export async function instanceRegion(
  env: Readonly<Record<string, string | undefined>>,
): Promise<string | undefined> {
  if (env.AWS_EC2_METADATA_DISABLED === "true") return undefined;
  const base = env.AWS_EC2_METADATA_SERVICE_ENDPOINT ?? "http://169.254.169.254";
  try {
    const token = await ask("PUT", `${base}/latest/api/token`, {
      "x-aws-ec2-metadata-token-ttl-seconds": TOKEN_SECONDS,
    });
    const headers = { "x-aws-ec2-metadata-token": token };
    return await ask("GET", `${base}/latest/meta-data/placement/region`, headers);
  } catch {
    return undefined;
  }
}

function ask(method: string, url: string, headers: Record<string, string>): Promise<string> {
  return new Promise((resolve, reject) => {
    const asking = request(url, { method, headers, timeout: TIMEOUT_MS }, (answer) => {
      let text = "";
      answer.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
      });
      answer.on("end", () => (answer.statusCode === 200 ? resolve(text) : reject(new Error(text))));
    });
    asking.on("timeout", () => asking.destroy(new Error("no answer")));
    asking.on("error", reject);
    asking.end();
  });
}
