/** kube-apiserver's own client code, which the program beside this file carries, at one's command. */
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** What Encrypt answers. */
export interface Encrypted {
  readonly ciphertext: Buffer;
  readonly keyId: string;
  readonly annotations: Readonly<Record<string, string>> | null;
  /** What the API server would refuse to store it for; empty when nothing. */
  readonly problem: string;
}

export interface Status {
  readonly version: string;
  readonly healthz: string;
  readonly keyId: string;
}

export interface Decryption {
  readonly ciphertext: Buffer;
  readonly keyId?: string;
  readonly annotations?: Readonly<Record<string, string>> | null;
}

/** A failed call, with its gRPC code. */
export class DriverError extends Error {
  override readonly name = "DriverError";
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(`${code}: ${message}`);
  }
}

/** An API server with caches of its own: another one is as good as the same after a restart. */
export class ApiServer {
  constructor(
    private readonly driver: KmsDriver,
    private readonly name: string,
  ) {}

  private send<T>(action: string, fields: object = {}): Promise<T> {
    return this.driver.send<T>({ do: action, name: this.name, ...fields });
  }

  status(): Promise<Status> {
    return this.send("status");
  }

  async encrypt(plaintext: Buffer, uid = "test"): Promise<Encrypted> {
    const fields = { uid, plaintext: plaintext.toString("base64") };
    const answer = await this.send<Omit<Encrypted, "ciphertext"> & { ciphertext: string }>("encrypt", fields);
    return { ...answer, ciphertext: Buffer.from(answer.ciphertext, "base64") };
  }

  async decrypt({ ciphertext, keyId, annotations }: Decryption, uid = "test"): Promise<Buffer> {
    const fields = { uid, ciphertext: ciphertext.toString("base64"), keyId, annotations };
    const { plaintext } = await this.send<{ plaintext: string }>("decrypt", fields);
    return Buffer.from(plaintext ?? "", "base64");
  }

  /** All at once: how often each gRPC code came back, and how many different plaintexts. */
  decryptAll(ciphertexts: readonly Buffer[], keyId: string) {
    const fields = { uid: "many", keyId, ciphertexts: ciphertexts.map((each) => each.toString("base64")) };
    return this.send<{ codes: Record<string, number>; distinct: number; ms: number }>("decryptAll", fields);
  }

  /**
   * Calls one operation again and again: Decrypt takes the ciphertexts in turn.
   * @returns milliseconds of each call, and of all.
   */
  measure({ operation, count, parallel, ciphertexts = [], keyId = "" }: Measurement) {
    const fields = {
      operation,
      count,
      parallel,
      keyId,
      ciphertexts: ciphertexts.map((each) => each.toString("base64")),
    };
    return this.send<{ ms: readonly number[]; totalMs: number }>("measure", fields);
  }

  /** The check of every minute. Fails with what the API server's healthz would say. */
  poll(): Promise<{ rotated: boolean; keyId: string } | undefined> {
    return this.send("poll");
  }

  /** As in etcd. */
  async write(object: string): Promise<string> {
    const plaintext = Buffer.from(object).toString("base64");
    return (await this.send<{ stored: string }>("write", { plaintext })).stored;
  }

  async read(stored: string): Promise<{ object: string; stale: boolean }> {
    const { object, stale } = await this.send<{ object: string; stale: boolean }>("read", { stored });
    return { object: Buffer.from(object, "base64").toString(), stale };
  }
}

export interface Measurement {
  readonly operation: "encrypt" | "decrypt";
  readonly count: number;
  /** How many calls are under way at a time. */
  readonly parallel: number;
  readonly ciphertexts?: readonly Buffer[];
  readonly keyId?: string;
}

export interface OpenOptions {
  readonly api?: "v1" | "v2" | "raw";
  /** The API server's is 3000. @default 30000 */
  readonly timeoutMs?: number;
  /** For `raw`: what is sent as `:authority`. @default - what Go's gRPC makes of the address */
  readonly authority?: string;
}

export class KmsDriver {
  private readonly child: ChildProcess;
  private readonly waiting = new Map<number, (answer: Answer) => void>();
  private last = 0;

  /** @param program path of the built driver */
  constructor(program: string) {
    this.child = spawn(program, { stdio: ["pipe", "pipe", "ignore"] });
    createInterface({ input: this.child.stdout as NodeJS.ReadableStream }).on("line", (line) => {
      const answer = JSON.parse(line) as Answer;
      this.waiting.get(answer.id)?.(answer);
      this.waiting.delete(answer.id);
    });
  }

  /** @param socket path of the plugin's */
  async open(socket: string, { api = "v2", timeoutMs = 30_000, authority = "" }: OpenOptions = {}) {
    const name = `client-${this.last + 1}`;
    await this.send({ do: "open", name, api, endpoint: `unix://${socket}`, timeoutMs, authority });
    return new ApiServer(this, name);
  }

  /** @throws {@link DriverError} */
  async send<T>(command: object): Promise<T> {
    const id = ++this.last;
    const answered = new Promise<Answer>((resolve) => this.waiting.set(id, resolve));
    this.child.stdin?.write(`${JSON.stringify({ id, ...command })}\n`);
    const { result, error } = await answered;
    if (error !== undefined) throw new DriverError(error.code, error.message);
    return result as T;
  }

  stop(): void {
    this.child.kill();
  }
}

interface Answer {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: { readonly code: string; readonly message: string };
}
