/** The two commands for fields of records, against KMS over HTTP with real encryption. */
import type { Ran } from "./processes/cli";
import { sealstack } from "./processes/cli";
import { type FakeKey, type KmsEndpoint, kmsEndpoint } from "./servers/kms-endpoint";

export const MULTI_REGION_ID = `mrk-${"0123456789abcdef".repeat(2)}`;

export interface ItemBench {
  readonly kms: KmsEndpoint;
  readonly key: FakeKey;
  /** Runs a command with `--key`, `--table customers --id-field id --field card` unless it says otherwise. */
  run(
    command: "encrypt-item" | "decrypt-item",
    input: string | Buffer,
    argv?: readonly string[],
    signal?: AbortSignal,
  ): Promise<Ran>;
}

process.env.AWS_ACCESS_KEY_ID ??= "test";
process.env.AWS_SECRET_ACCESS_KEY ??= "test";

/** One for each test file; ended with it. */
export function itemBench(): () => ItemBench {
  let bench: ItemBench | undefined;
  beforeAll(async () => {
    const kms = await kmsEndpoint();
    const key = kms.createKey("eu-central-1", MULTI_REGION_ID);
    bench = {
      kms,
      key,
      run: (command, input, argv = [], signal) => {
        const given = (flag: string): boolean => argv.includes(flag);
        const or = (flag: string, ...values: string[]) => (given(flag) ? [] : [flag, ...values]);
        return sealstack(
          [
            command,
            ...["--endpoint-url", kms.url],
            ...or("--key", key.arn),
            ...or("--table", "customers"),
            ...or("--id-field", "id"),
            ...or("--field", "card"),
            ...argv,
          ],
          { stdin: Buffer.from(input), ...(signal && { signal }) },
        );
      },
    };
  });
  afterAll(() => bench?.kms.close());
  beforeEach(() => {
    if (bench === undefined) return;
    bench.kms.seen.splice(0);
    bench.kms.decide = () => "pass";
  });
  return () => {
    if (bench === undefined) throw new Error("the endpoint is up during tests only");
    return bench;
  };
}

/** The text of a sealed field. */
export const sealedText = (ran: Ran, field = "card"): string =>
  (JSON.parse(ran.stdout.toString()) as Record<string, string>)[field] ?? "";
