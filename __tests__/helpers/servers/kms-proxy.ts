/**
 * Stands before the emulator's KMS. Adds what the emulator lacks and AWS has: ids of key material, in the answers of Decrypt and
 * DescribeKey, and the time at which an alias was moved. Rotates keys, counts calls, and lets chosen ones fail or hang.
 */
import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** A call as the proxy sees it. */
export interface KmsCall {
  /** Such as `Decrypt`. */
  readonly operation: string;
  readonly input: Json;
}

/**
 * - `pass`: to the emulator and back.
 * - `hang`: never answered.
 * - a number: passed on after so many milliseconds.
 * - an error's name, such as `ThrottlingException`, with a message: answered at once, not passed on.
 */
export type KmsFate = "pass" | "hang" | number | { readonly error: string; readonly message?: string };

export interface KmsProxy {
  readonly endpoint: string;
  /** Calls so far, those that failed too, in their order. */
  readonly calls: KmsCall[];
  /** Decides on each call; may be replaced. */
  decide: (call: KmsCall) => KmsFate;
  /** How often an operation was called. */
  count(operation: string): number;
  /** Gives a key new material, as automatic rotation does: what was encrypted before still opens, and names the old material. */
  rotate(keyArn: string): void;
  close(): Promise<void>;
}

type Json = Readonly<Record<string, unknown>>;

/** Names of KMS's operations follow this in `x-amz-target`. */
const TARGET = /^TrentService\./;

/** Headers that belong to one connection. */
const HOP = new Set(["connection", "content-length", "host", "transfer-encoding", "expect"]);

export async function kmsProxy(upstream: string): Promise<KmsProxy> {
  const real = new RealKms();
  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const body = await bodyOf(incoming);
    const operation = String(incoming.headers["x-amz-target"] ?? "").replace(TARGET, "");
    const call = { operation, input: JSON.parse(body || "{}") as Json };
    proxy.calls.push(call);
    const fate = proxy.decide(call);
    if (fate === "hang") return;
    if (typeof fate === "number") await sleep(fate);
    else if (fate !== "pass") {
      reply(outgoing, 400, { __type: fate.error, message: fate.message ?? "by the proxy" });
      return;
    }
    const headers = Object.entries(incoming.headers).filter(([name]) => !HOP.has(name));
    const passed = await fetch(upstream, {
      method: "POST",
      headers: Object.fromEntries(headers.map(([name, value]) => [name, String(value)])),
      body,
    });
    const output = (await passed.json()) as Json;
    reply(outgoing, passed.status, passed.ok ? real.completed(call, output) : output);
  };
  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing).catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const proxy: KmsProxy = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls: [],
    decide: () => "pass",
    count: (operation) => proxy.calls.filter((call) => call.operation === operation).length,
    rotate: (keyArn) => real.rotate(keyArn),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return proxy;
}

/** What AWS knows and the emulator does not. */
class RealKms {
  /** How often a key was rotated, by ARN. */
  private readonly rotations = new Map<string, number>();
  /** The material that made a ciphertext. */
  private readonly madeBy = new Map<string, string>();
  /** Seconds since 1970, by alias. */
  private readonly moved = new Map<string, number>();

  rotate(keyArn: string): void {
    this.rotations.set(keyArn, (this.rotations.get(keyArn) ?? 0) + 1);
  }

  /** The answer of a successful call, completed. */
  completed({ operation, input }: KmsCall, output: Json): Json {
    switch (operation) {
      case "Encrypt":
        this.madeBy.set(String(output.CiphertextBlob), this.material(String(output.KeyId)));
        return output;
      case "Decrypt": {
        const made = this.madeBy.get(String(input.CiphertextBlob));
        return { ...output, KeyMaterialId: made ?? materialId(String(output.KeyId), 0) };
      }
      case "DescribeKey": {
        const metadata = output.KeyMetadata as Json;
        const CurrentKeyMaterialId = this.material(String(metadata.Arn));
        return { ...output, KeyMetadata: { ...metadata, CurrentKeyMaterialId } };
      }
      case "CreateAlias":
      case "UpdateAlias":
        this.moved.set(String(input.AliasName), Date.now() / 1000);
        return output;
      case "ListAliases":
        return { ...output, Aliases: (output.Aliases as readonly Json[]).map((alias) => this.dated(alias)) };
      default:
        return output;
    }
  }

  private dated(alias: Json): Json {
    const LastUpdatedDate = this.moved.get(String(alias.AliasName)) ?? alias.CreationDate;
    return { ...alias, LastUpdatedDate };
  }

  private material(keyArn: string): string {
    return materialId(keyArn, this.rotations.get(keyArn) ?? 0);
  }
}

/** Hexadecimal digits, as AWS has them. */
function materialId(keyArn: string, rotation: number): string {
  return createHash("sha256").update(`${keyArn} ${rotation}`).digest("hex");
}

async function bodyOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function reply(outgoing: ServerResponse, status: number, content: Json): void {
  outgoing.writeHead(status, { "content-type": "application/x-amz-json-1.1" });
  outgoing.end(JSON.stringify(content));
}
