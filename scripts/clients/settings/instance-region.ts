/** The region of the EC2 instance that this runs on, from its metadata service (IMDSv2); and whether that answers. */
import { request } from "node:http";

/** Milliseconds: the service is on the same host, or there is none. */
const TIMEOUT_MS = 1_000;
const TOKEN_SECONDS = "60";

/** Characters of a reply: a token has some 60. */
const MAX_LENGTH = 1_024;

const ENDPOINT = "http://169.254.169.254";

type Environment = Readonly<Record<string, string | undefined>>;

const REGION = /^[a-z0-9][a-z0-9-]{0,62}$/;

const isOff = (env: Environment): boolean => env.AWS_EC2_METADATA_DISABLED?.toLowerCase() === "true";
const baseOf = (env: Environment): string => env.AWS_EC2_METADATA_SERVICE_ENDPOINT || ENDPOINT;

/** Whether it answers at all: it gives a token to whoever is near enough. */
export async function instanceMetadata(env: Environment): Promise<"answers" | "silent" | "off"> {
  if (isOff(env)) return "off";
  return tokenOf(baseOf(env)).then(
    () => "answers",
    () => "silent",
  );
}

/** @returns `undefined` off EC2, or where the service is turned off. */
export async function instanceRegion(env: Environment): Promise<string | undefined> {
  if (isOff(env)) return undefined;
  const base = baseOf(env);
  try {
    const token = await tokenOf(base);
    const headers = { "x-aws-ec2-metadata-token": token };
    const region = await ask("GET", `${base}/latest/meta-data/placement/region`, headers);
    return REGION.test(region) ? region : undefined; // it becomes a part of a host's name
  } catch {
    return undefined;
  }
}

const tokenOf = (base: string): Promise<string> =>
  ask("PUT", `${base}/latest/api/token`, { "x-aws-ec2-metadata-token-ttl-seconds": TOKEN_SECONDS });

function ask(method: string, url: string, headers: Record<string, string>): Promise<string> {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(TIMEOUT_MS); // of the whole reply, and not of a silence
    const asking = request(url, { method, headers, signal }, (answer) => {
      let text = "";
      answer.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
        if (text.length > MAX_LENGTH) asking.destroy(new Error("the reply is too long"));
      });
      answer.on("error", reject);
      answer.on("end", () =>
        answer.statusCode === 200 ? resolve(text) : reject(new Error(`status ${answer.statusCode}`)),
      );
    });
    asking.on("error", reject);
    asking.end();
  });
}
